import { describe, expect, it } from 'vitest'
import { personalDataIn } from './personalData'
import { cutByMarks, shiftSpans, type Span } from './redactions'

const text = '请联系某先生，电话【电话】。'
const name: Span = { start: 3, length: 3, kind: 'Name', original: '张示例' }
const phone: Span = { start: 9, length: 4, kind: 'Phone', original: '13800001234' }
const marked = (after: string, spans: Span[]) => spans.map((span) => after.slice(span.start, span.start + span.length))

describe('marks of redactions while a text is edited', () => {
  it('stay on their words when something is inserted before, between and behind them', () => {
    for (const after of [`您好，${text}`, text.replace('，', '，或者'), `${text}谢谢`]) {
      expect(marked(after, shiftSpans(text, after, [name, phone]))).toEqual(['某先生', '【电话】'])
    }
  })

  it('stay on their words when something before them is deleted', () => {
    const after = text.slice(1)
    expect(marked(after, shiftSpans(text, after, [name, phone]))).toEqual(['某先生', '【电话】'])
  })

  it('go when their words are changed', () => {
    const after = text.replace('某先生', '某居民')
    expect(marked(after, shiftSpans(text, after, [name, phone]))).toEqual(['【电话】'])
  })

  it('go together with a text that was replaced', () => {
    expect(shiftSpans(text, '', [name, phone])).toEqual([])
  })
})

describe('cutting a text by its marks', () => {
  it('gives the text back whole', () => {
    const pieces = cutByMarks(text, [phone, name, { start: 4, length: 90, kind: 'Address' }])
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.filter((piece) => piece.kind).map((piece) => piece.text)).toEqual(['某先生', '【电话】'])
  })
})

describe('personal data left in a public text', () => {
  it.each([
    ['电话13912345678找我', 'Phone', '13912345678'],
    ['座机0000-1234567', 'Phone', '0000-1234567'],
    ['证件110101199001010015。', 'IdCard', '110101199001010015'],
    ['卡号6222000000000000001', 'BankCard', '6222000000000000001'],
    ['写信到 a.b@example.com 吧', 'Email', 'a.b@example.com'],
    ['车牌苏A12345停在门口', 'Plate', '苏A12345'],
    ['住3号楼2单元501室', 'Room', '3号楼2单元501室'],
  ])('is seen in %s', (sentence, kind, found) => {
    expect(personalDataIn(sentence).map((one) => [one.kind, one.text])).toEqual([[kind, found]])
  })

  it.each(['已于2026年11月20日办结', '工单HL261122-0042', '拨打12345或110', '共有1234567890123件', '第17路公交'])('is not seen in %s', (sentence) => {
    expect(personalDataIn(sentence)).toEqual([])
  })
})
