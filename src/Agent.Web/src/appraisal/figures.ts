import type { AppraisalMetric } from '@/api/types'

/** Rates in percent with one decimal, means with two. */
export function figureText(metric: Pick<AppraisalMetric, 'code' | 'value' | 'kind'>, none: string): string {
  if (metric.value === undefined || metric.value === null) return none
  return metric.kind === 'Rate' || metric.code === 'composite' ? percent(metric.value) : metric.value.toFixed(2)
}

export function percent(part: number): string {
  return `${(part * 100).toFixed(1)}%`
}

/** Numerators of weighed figures may be halves. */
export function count(n: number): string {
  return Number.isInteger(n) ? String(n) : n.toFixed(1)
}

/** Hours up to two days, days beyond. */
export function durationText(hours: number | null | undefined, t: (key: string, values: Record<string, string>) => string, none: string): string {
  if (hours === null || hours === undefined) return none
  return hours < 48 ? t('appraisal.hours', { n: hours.toFixed(1) }) : t('appraisal.days', { n: (hours / 24).toFixed(1) })
}
