import { describe, expect, it } from 'vitest'
import { firstDesk, safeReturn } from './router'

describe('where a user goes after signing in', () => {
  it('is the first desk the user has', () => {
    expect(firstDesk(['publish', 'queue'], false)).toBe('/queue')
    expect(firstDesk(['department'], false)).toBe('/department')
    expect(firstDesk(['admin'], false)).toBe('/admin/intake')
    expect(firstDesk(['admin'], true)).toBe('/admin/access-log')
    expect(firstDesk([], false)).toBe('/')
    expect(firstDesk(['queue', 'topics', 'appraisal', 'brief'], false)).toBe('/brief')
    expect(firstDesk(['queue', 'review', 'appraisal', 'brief', 'admin'], false)).toBe('/queue')
  })

  it('may be the page asked for, if it lies inside the console', () => {
    expect(safeReturn('/tickets/1?from=%2Fqueue')).toBe('/tickets/1?from=%2Fqueue')
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/sign-in?to=/queue', undefined, ['/queue']])(
    'is never %s', (to) => { expect(safeReturn(to)).toBeUndefined() },
  )
})
