import { describe, expect, it } from 'vitest'
import type { Notice, NoticeBatch } from '@/api/types'
import { NoticeCursor, retryDelay } from './cursor'

const notice = (seq: number): Notice => ({ seq, topic: 'ticket', entity: 'Ticket', id: `t${seq}`, version: 1, kind: 'TicketReceived' })

const batch = (after: number, ...seqs: number[]): NoticeBatch => ({
  after, upTo: Math.max(after, ...seqs), items: seqs.map(notice), serverTime: '2026-11-22T08:00:00+08:00',
})

describe('the notice cursor', () => {
  it('lets a batch that follows through and moves on', () => {
    const cursor = new NoticeCursor(10)
    expect(cursor.receive(batch(10, 11, 12))).toEqual({ fresh: [notice(11), notice(12)], gap: false })
    expect(cursor.last).toBe(12)
  })

  it('ignores what it has already seen in an overlapping batch', () => {
    const cursor = new NoticeCursor(11)
    expect(cursor.receive(batch(9, 10, 11, 12)).fresh.map((n) => n.seq)).toEqual([12])
  })

  it('lets a repeated batch through only once', () => {
    const cursor = new NoticeCursor(10)
    cursor.receive(batch(10, 11))
    expect(cursor.receive(batch(10, 11)).fresh).toEqual([])
  })

  it('reports a gap, holds the batch back and stays where it was', () => {
    const cursor = new NoticeCursor(10)
    expect(cursor.receive(batch(12, 13))).toEqual({ fresh: [], gap: true })
    expect(cursor.last).toBe(10)
  })

  it('delivers everything once after the gap is resumed', () => {
    const cursor = new NoticeCursor(10)
    cursor.receive(batch(12, 13))
    expect(cursor.receive(batch(10, 11, 12, 13)).fresh.map((n) => n.seq)).toEqual([11, 12, 13])
    expect(cursor.settle(13)).toEqual({ restarted: false })
  })

  it('moves over an empty batch, whose notices were not for this user', () => {
    const cursor = new NoticeCursor(10)
    expect(cursor.receive({ ...batch(10), upTo: 25 })).toEqual({ fresh: [], gap: false })
    expect(cursor.last).toBe(25)
  })

  it('starts again when the server has a shorter log than it remembers', () => {
    const cursor = new NoticeCursor(500)
    expect(cursor.settle(3)).toEqual({ restarted: true })
    expect(cursor.last).toBe(3)
  })
})

describe('the pause before reconnecting', () => {
  it('doubles up to half a minute and never gives up', () => {
    const longest = (attempt: number) => retryDelay(attempt, () => 1)
    expect([0, 1, 2, 5, 6, 1000].map(longest)).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000])
  })

  it('is spread over half of its length', () => {
    expect(retryDelay(3, () => 0)).toBe(2000)
    expect(retryDelay(3, () => 1)).toBe(4000)
  })
})
