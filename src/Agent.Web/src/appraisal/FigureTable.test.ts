import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import type { Appraisal, AppraisalMetric, AppraisalUnit } from '@/api/types'
import { surroundings } from '@/components/testing'
import { setLanguage } from '@/i18n'
import FigureTable from './FigureTable.vue'

const metric = (change: Partial<AppraisalMetric> = {}): AppraisalMetric => ({
  code: 'onTime', name: '按时办结率', explanation: '÷', kind: 'Rate', value: 0.9, numerator: 36, denominator: 40, leftOut: 0, low: 0.77, high: 0.96, rankable: true, ...change,
})
const unit = (change: Partial<AppraisalUnit> = {}): AppraisalUnit => ({
  code: 'CG', name: '城市管理局', kind: 'Bureau', metrics: [metric()], duration: { p50: 30, p90: 96, tickets: 40, leftOut: 0 }, exclusions: { asked: 0, granted: 0, refused: 0, appealed: 0 }, ...change,
})
const shown = (units: AppraisalUnit[]) => {
  const view: Appraisal = { from: '2026-03-01', to: '2026-03-31', group: 'departments', city: unit({ code: '' }), whole: unit({ code: '' }), units }
  return mount(FigureTable, { global: surroundings(), props: { view } })
}
const cell = (table: ReturnType<typeof shown>, code = 'onTime') => table.get(`[data-testid=figure-CG-${code}]`)

describe('the table of figures', () => {
  afterEach(() => setLanguage('zh-CN'))

  it('says value, numerator, denominator and band, and opens to the tickets', async () => {
    const table = shown([unit({ metrics: [metric({ band: 'A' })] })])
    expect(cell(table).text()).toContain('90.0%')
    expect(cell(table).text()).toContain('36/40')
    expect(cell(table).text()).toContain('A 档')
    expect(cell(table).attributes('aria-label')).toBe('城市管理局，按时办结率：90.0%，36/40。查看工单')
    await cell(table).trigger('click')
    expect(table.emitted('open')?.[0]?.[1]).toMatchObject({ code: 'onTime' })
  })

  it('says what was left out, and how wishes to leave out stand', () => {
    const table = shown([unit({ metrics: [metric({ leftOut: 2 })], exclusions: { asked: 1, granted: 2, refused: 0, appealed: 0 } })])
    expect(cell(table).text()).toContain('剔 2')
    expect(table.text()).toContain('剔除：待定 1，同意 2')
  })

  it('opens nothing where nothing is behind it', () => {
    const table = shown([unit({ metrics: [metric({ value: undefined, numerator: 0, denominator: 0 }), metric({ code: 'composite', kind: 'Mean', value: 0.875 })] })])
    expect(cell(table).element.tagName).toBe('SPAN')
    expect(cell(table).text()).toContain('无')
    expect(cell(table, 'composite').element.tagName).toBe('SPAN')
    expect(cell(table, 'composite').text()).toContain('87.5%')
  })

  it('shows ranks only when there are any, in English too', () => {
    setLanguage('en')
    expect(cell(shown([unit()])).text()).not.toContain('rank')
    expect(cell(shown([unit({ metrics: [metric({ rank: 3, band: 'B' })] })])).text()).toContain('rank 3')
  })
})
