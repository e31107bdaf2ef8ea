import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import EvidenceText from './EvidenceText.vue'
import { splitByEvidence } from './evidence'
import { surroundings } from './testing'

const joined = (pieces: { text: string }[]) => pieces.map((piece) => piece.text).join('')

describe('evidence in a text', () => {
  it('cuts the text exactly at the borders', () => {
    expect(splitByEvidence('夜间施工噪音大', [{ start: 2, length: 4, weight: 1.5 }])).toEqual([
      { text: '夜间', weight: 0 }, { text: '施工噪音', weight: 1.5 }, { text: '大', weight: 0 },
    ])
  })

  it('adds up the weights where spans overlap', () => {
    const pieces = splitByEvidence('abcdef', [{ start: 0, length: 4, weight: 1 }, { start: 2, length: 4, weight: -3 }])
    expect(pieces).toEqual([{ text: 'ab', weight: 1 }, { text: 'cd', weight: -2 }, { text: 'ef', weight: -3 }])
  })

  it('gives the text back whole, whatever the spans are', () => {
    const text = '楼道有煤气味🔥请快来<b>'
    for (const [start, length] of [[-5, 3], [0, 0], [4, 900], [99, 2], [6, 1], [7, 1], [2.5, 3]] as const) {
      expect(joined(splitByEvidence(text, [{ start, length, weight: 1 }, { start: 3, length: 5, weight: -1 }]))).toBe(text)
    }
  })

  it('never cuts a character of two units in half', () => {
    const text = '火🔥情'
    for (const piece of splitByEvidence(text, [{ start: 2, length: 1, weight: 1 }])) expect(piece.text).not.toMatch(/[\ud800-\udfff]/u)
  })

  it('shows markup in a text as text', () => {
    const text = '<img src=x onerror=alert(1)> <b>bold</b>'
    const shown = mount(EvidenceText, { global: surroundings(), props: { text, spans: [{ field: 'Body', start: 5, length: 7, weight: 1 }] } })
    expect(shown.text()).toBe(text)
    expect(shown.find('img').exists()).toBe(false)
    expect(shown.find('mark').text()).toBe('src=x o')
  })
})
