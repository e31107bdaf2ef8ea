import { i18n } from '@/i18n'

/** A policy's term in words: `7wd` becomes "7 个工作日". The API document has terms as plain values. */
export function termInWords(term: unknown): string {
  const text = typeof term === 'string' ? term : ''
  const parts = /^([\d.]+)(wd|d|h|min)$/.exec(text)
  return parts === null ? text || '—' : i18n.global.t(`rules.term.${parts[2] as 'wd' | 'd' | 'h' | 'min'}`, { n: parts[1] ?? '' })
}
