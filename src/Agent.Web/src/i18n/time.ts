import { language } from './index'

/** The city's own zone: a colleague in another zone, or a wrongly set computer, still reads the city's times. */
export const cityZone: string = import.meta.env.VITE_CITY_ZONE ?? 'Asia/Shanghai'

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: cityZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})

function cityParts(instant: string | number | Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(instant)).map((part) => [part.type, part.value]))
}

export function formatTime(instant: string | number | Date): string {
  const p = cityParts(instant)
  return `${p.hour}:${p.minute}`
}

export function formatSeconds(instant: string | number | Date): string {
  const p = cityParts(instant)
  return `${p.hour}:${p.minute}:${p.second}`
}

export function formatInstant(instant: string): string {
  const p = cityParts(instant)
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`
}

/** Today as a time, this year without the year: what a row of a list has room for. */
export function formatShort(instant: string, now: number = Date.now()): string {
  const then = cityParts(instant)
  const today = cityParts(now)
  const time = `${then.hour}:${then.minute}`
  if (then.year === today.year && then.month === today.month && then.day === today.day) {
    return language.value === 'en' ? `today ${time}` : `今天 ${time}`
  }
  if (then.year === today.year) return `${then.month}-${then.day} ${time}`
  return `${then.year}-${then.month}-${then.day} ${time}`
}
