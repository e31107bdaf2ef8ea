import { describe, expect, it } from 'vitest'
import { csvOf } from './csv'

describe('csv', () => {
  it('quotes what needs it and leaves the rest', () => {
    expect(csvOf(['day', 'note'], [['2026-03-02', 'a,"b"'], [1, 'line\nbreak']])).toBe('day,note\r\n2026-03-02,"a,""b"""\r\n1,"line\nbreak"\r\n')
  })
  it('makes no formula of a text', () => {
    expect(csvOf(['x'], [['=1+1'], [-5]])).toBe("x\r\n'=1+1\r\n-5\r\n")
  })
})
