import type { Redaction } from '@/api/types'

export type Span = Pick<Redaction, 'start' | 'length' | 'kind' | 'original'>

/**
 * Moves the marks of a text along with an edit. The edit is what lies between the common beginning and the common
 * end of both texts; marks before it stay, marks after it shift, marks it touches are gone.
 */
export function shiftSpans(before: string, after: string, spans: readonly Span[]): Span[] {
  let head = 0
  const shorter = Math.min(before.length, after.length)
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const editEnd = before.length - tail
  const moved = after.length - before.length
  return spans.flatMap((span) => {
    if (span.start + span.length <= head) return [span]
    if (span.start >= editEnd) return [{ ...span, start: span.start + moved }]
    return []
  })
}

export interface MarkedPiece {
  text: string
  kind?: string
  title?: string
  /** Looks like personal data that nobody redacted. */
  suspect?: boolean
}

interface Mark {
  start: number
  length: number
  kind: string
  original?: string
  suspect?: boolean
}

/** Cuts a text into plain and marked pieces; joined they are the text again. The earlier of two overlapping marks wins. */
export function cutByMarks(text: string, marks: readonly Mark[]): MarkedPiece[] {
  const pieces: MarkedPiece[] = []
  let at = 0
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    const end = Math.min(text.length, mark.start + mark.length)
    if (mark.start < at || end <= mark.start) continue
    if (mark.start > at) pieces.push({ text: text.slice(at, mark.start) })
    pieces.push({ text: text.slice(mark.start, end), kind: mark.kind, title: mark.original, suspect: mark.suspect })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at) })
  return pieces
}
