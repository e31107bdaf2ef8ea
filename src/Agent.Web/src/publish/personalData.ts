import type { PersonalDataKind } from '@/api/types'

/**
 * Shapes of Chinese personal data that must not stand in a public text: a second look beside the server's own
 * redaction, while somebody is still typing.
 */
const shapes: [PersonalDataKind, RegExp][] = [
  ['IdCard', /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/g],
  ['BankCard', /(?<!\d)(?:62\d{14,17}|[345]\d{15})(?!\d)/g],
  ['Phone', /(?<!\d)1[3-9]\d{9}(?!\d)/g],
  ['Phone', /(?<!\d)0\d{2,3}-\d{7,8}(?!\d)/g],
  ['Email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['Plate', /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·?[A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])/g],
  ['Room', /\d{1,4}(?:号楼|栋|幢|单元)(?:\d{1,2}单元)?\d{1,5}(?:室|号)?/g],
]

export interface Suspect {
  kind: PersonalDataKind
  start: number
  length: number
  text: string
}

export function personalDataIn(text: string): Suspect[] {
  const found: Suspect[] = []
  for (const [kind, shape] of shapes) {
    for (const match of text.matchAll(shape)) {
      const start = match.index
      const overlaps = found.some((one) => start < one.start + one.length && one.start < start + match[0].length)
      if (!overlaps) found.push({ kind, start, length: match[0].length, text: match[0] })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}
