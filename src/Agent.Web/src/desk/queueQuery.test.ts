import { describe, expect, it } from 'vitest'
import { countOf, fieldsOf, filterOf, hasFilters, linesFor, queryOf, viewOf } from './queueQuery'

describe('the queue in the address bar', () => {
  it('comes back from the address as it went in', () => {
    const fields = { ...fieldsOf('open', {}), q: '供暖', urgency: 'Urgent' as const, sort: 'due' as const }
    expect(fieldsOf('open', queryOf('open', fields))).toEqual(fields)
  })

  it('keeps the address short where nothing is chosen', () => {
    expect(queryOf('received', fieldsOf('received', {}))).toEqual({})
    expect(queryOf('overdue', fieldsOf('overdue', {}))).toEqual({})
  })

  it('ignores a word and a view it does not know', () => {
    expect(fieldsOf('open', { state: 'Sideways', channel: 'Telegraph' })).toMatchObject({ state: '', channel: '' })
    expect(fieldsOf('received', { sort: 'sideways' }).sort).toBe('queue')
    expect(viewOf('../../etc')).toBe('received')
  })

  it('begins waiting lists with danger and the longest wait, other lists with the newest', () => {
    expect(filterOf('received', fieldsOf('received', {})).sort).toBe('queue')
    expect(filterOf('accepted', fieldsOf('accepted', {})).sort).toBe('queue')
    expect(filterOf('open', fieldsOf('open', {})).sort).toBe('newest')
    expect(filterOf('accepted', fieldsOf('accepted', { sort: 'newest' })).sort).toBe('newest')
  })

  it('narrows a view by a state but never widens it unasked', () => {
    expect(filterOf('received', fieldsOf('received', {})).state).toEqual(['Received'])
    expect(filterOf('open', fieldsOf('open', { state: 'Handling' })).state).toEqual(['Handling'])
    expect(filterOf('overdue', fieldsOf('overdue', {}))).toMatchObject({ due: 'overdue', sort: 'due' })
  })

  it('does not call a sort order a filter', () => {
    expect(hasFilters(fieldsOf('received', { sort: 'oldest' }))).toBe(false)
    expect(hasFilters(fieldsOf('received', { channel: 'Sms' }))).toBe(true)
  })

  it('counts what a view holds', () => {
    const counts = { states: { Received: 12, Accepted: 5, Handling: 30, Closed: 900 }, overdue: 3, dueSoon: 4, danger: 1 }
    expect((['received', 'open', 'soon', 'overdue', 'mine'] as const).map((view) => countOf(view, counts))).toEqual([12, 47, 4, 3, undefined])
  })

  it('names each line to call once', () => {
    expect(linesFor(['Gas', 'Fire', 'Medical'])).toEqual(['119', '120'])
    expect(linesFor(['Suicide'])).toContain('12356')
  })
})
