import type { Light } from '@/api/types'

export type SlaTone = 'green' | 'yellow' | 'red' | 'grey'

export const slaTones: Record<Light, SlaTone> = {
  Green: 'green', Yellow: 'yellow', Red: 'red', Paused: 'grey', Met: 'grey', Missed: 'red',
}

/** Minutes as h:mm; a sign is the caller's business. */
export function hoursAndMinutes(minutes: number): string {
  const whole = Math.abs(Math.trunc(minutes))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

export type SlaText =
  | { key: 'left' | 'over'; time: string }
  | { key: 'due' | 'overSince'; time: string }
  | { key: 'paused' | 'met' | 'missed' }

export interface SlaInput {
  light: Light
  dueAt: string
  /** Working minutes left as the server computed them; absent in lists, which show the date instead. */
  workingMinutesLeft?: number | undefined
}

/**
 * What a deadline chip says. Working time comes from the server's calendar only: where it is not given the chip
 * names the date, because subtracting clock times would count nights and holidays.
 */
export function slaText(input: SlaInput, formatDue: (instant: string) => string): SlaText {
  switch (input.light) {
    case 'Paused': return { key: 'paused' }
    case 'Met': return { key: 'met' }
    case 'Missed': return { key: 'missed' }
    default:
      if (input.workingMinutesLeft === undefined) {
        return { key: input.light === 'Red' ? 'overSince' : 'due', time: formatDue(input.dueAt) }
      }
      return {
        key: input.workingMinutesLeft < 0 || input.light === 'Red' ? 'over' : 'left',
        time: hoursAndMinutes(input.workingMinutesLeft),
      }
  }
}
