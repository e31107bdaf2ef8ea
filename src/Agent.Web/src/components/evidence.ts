import type { Evidence } from '@/api/types'

export interface TextPiece {
  text: string
  /** Sum of the weights that cover this piece; 0 where none does. */
  weight: number
}

/**
 * Cuts a text at the borders of its evidence spans. The pieces joined are the text again, whatever the spans are:
 * overlapping, empty, or beyond its end.
 */
export function splitByEvidence(text: string, spans: readonly Pick<Evidence, 'start' | 'length' | 'weight'>[]): TextPiece[] {
  const inside = spans
    .map((span) => ({ from: clamp(span.start, text), to: clamp(span.start + span.length, text), weight: span.weight }))
    .filter((span) => span.to > span.from)
  const borders = [...new Set([0, text.length, ...inside.flatMap((span) => [span.from, span.to])])].sort((a, b) => a - b)
  const pieces: TextPiece[] = []
  for (let i = 0; i + 1 < borders.length; i++) {
    const from = borders[i]!
    const to = borders[i + 1]!
    const weight = inside.reduce((sum, span) => (span.from <= from && span.to >= to ? sum + span.weight : sum), 0)
    pieces.push({ text: text.slice(from, to), weight })
  }
  return pieces
}

/** A border never cuts a surrogate pair in two. */
function clamp(index: number, text: string): number {
  const at = Math.min(Math.max(0, Math.trunc(index)), text.length)
  const unit = text.charCodeAt(at)
  return at > 0 && at < text.length && unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
