import { describe, expect, it } from 'vitest'
import { aRow } from '@/components/testing'
import { appendPage, comparerFor, dangerFirst, emptyFeed, overruns, settle, takeChanged, takeFirstPage, type Feed } from './feed'

const at = (id: string, hour: number, change = {}) => aRow({ id, receivedAt: `2026-11-20T${String(hour).padStart(2, '0')}:00:00+08:00`, ...change })
const feedOf = (...rows: ReturnType<typeof at>[]): Feed => ({ ...emptyFeed, rows })
const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id)
const newest = comparerFor('newest')

describe('the live list', () => {
  it('holds new rows back and moves none of those shown', () => {
    const feed = takeFirstPage(feedOf(at('b', 9), at('a', 8)), [at('c', 10), at('b', 9), at('a', 8)], newest)
    expect(ids(feed.rows)).toEqual(['b', 'a'])
    expect(ids(feed.arrivals)).toEqual(['c'])
  })

  it('puts danger to life on top at once, whoever points at the list', () => {
    const feed = takeFirstPage(feedOf(at('b', 9), at('a', 8)), [at('fire', 10, { dangers: ['Fire'] }), at('b', 9), at('a', 8)], newest)
    expect(ids(feed.rows)).toEqual(['fire', 'b', 'a'])
    expect(feed.arrivals).toEqual([])
  })

  it('does not call a row new that only moved up from the next page', () => {
    const feed = takeFirstPage(feedOf(at('a', 8), at('b', 9)), [at('a', 8), at('b', 9), at('c', 10)], comparerFor('queue'))
    expect(ids(feed.rows)).toEqual(['a', 'b', 'c'])
    expect(feed.arrivals).toEqual([])
  })

  it('orders a queue by danger, then by who has waited longest', () => {
    const rows = [at('b', 9), at('fire', 12, { dangers: ['Fire'] }), at('a', 8)]
    expect(ids([...rows].sort(comparerFor('queue')))).toEqual(['fire', 'a', 'b'])
  })

  it('changes a known row in place', () => {
    const feed = takeFirstPage(feedOf(at('b', 9), at('a', 8)), [at('b', 9, { subject: '新标题', version: 2 }), at('a', 8)], newest)
    expect(feed.rows[0]!.subject).toBe('新标题')
  })

  it('puts arrivals where they belong once nobody points at the list', () => {
    const feed = settle({ ...feedOf(at('d', 12), at('b', 9), at('a', 8)), arrivals: [at('c', 10), at('e', 13)] }, newest)
    expect(ids(feed.rows)).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(feed.arrivals).toEqual([])
  })

  it('shows a row that left until the list settles, with the state it went to', () => {
    const left = takeChanged(feedOf(at('b', 9), at('a', 8)), 'a', at('a', 8, { state: 'Accepted' }), (row) => row.state === 'Received')
    expect(ids(left.rows)).toEqual(['b', 'a'])
    expect(left.gone.get('a')).toBe('Accepted')
    expect(ids(settle(left, newest).rows)).toEqual(['b'])
  })

  it('brings a row back that returned before the list settled', () => {
    const left = takeChanged(feedOf(at('a', 8)), 'a', undefined, () => true)
    expect(takeFirstPage(left, [at('a', 8)], newest).gone.size).toBe(0)
  })

  it('does not repeat a row that two pages hold', () => {
    const feed = appendPage({ ...feedOf(at('c', 10)), arrivals: [at('d', 11)] }, [at('d', 11), at('c', 10), at('b', 9)])
    expect(ids(feed.rows)).toEqual(['c', 'b'])
  })

  it('notices when more came than one page shows', () => {
    const shown = feedOf(at('b', 9), at('a', 8))
    expect(overruns(shown, [at('z', 20), at('y', 19)], true)).toBe(true)
    expect(overruns(shown, [at('z', 20), at('b', 9)], true)).toBe(false)
    expect(overruns(shown, [at('z', 20)], false)).toBe(false)
    expect(overruns(emptyFeed, [at('z', 20)], true)).toBe(false)
  })

  it('puts danger to life first and keeps the order of the rest', () => {
    const rows = [at('a', 12), at('fire', 9, { dangers: ['Fire'] }), at('b', 8), at('over', 7, { dangers: ['Gas'], state: 'Closed' })]
    expect(ids(dangerFirst(rows))).toEqual(['fire', 'a', 'b', 'over'])
  })
})
