import { flushPromises, mount } from '@vue/test-utils'
import { ElMessageBox } from 'element-plus'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/endpoints'
import type { ClassifierModel, ClassifierStatus } from '@/api/types'
import { surroundings } from '@/components/testing'
import ClassifierPage from './ClassifierPage.vue'
import LineChart from './LineChart.vue'
import SuggestionsOff from './SuggestionsOff.vue'

const quality = {
  accuracy: 0.9, macroF1: 0.88, ece: 0.01, coverageAtPrecision98: 0.7, coverage: 0.72, precision: 0.981,
  reliability: [{ from: 0.8, to: 0.9, count: 10, confidence: 0.85, accuracy: 0.9 }], riskCoverage: [{ threshold: 0.9, coverage: 0.5, risk: 0.01 }],
}

function aModel(change: Partial<ClassifierModel> = {}): ClassifierModel {
  return {
    id: 'm1', version: 1, state: 'Champion', trainedAt: '2026-03-02T10:00:00+08:00', trainedBy: 'system',
    card: { ...quality, dataCount: 5000, dataSha256: 'x', featureCount: 9, threshold: 0.8, categories: [{ code: '010101', count: 100 }] }, ...change,
  }
}

const challenger = aModel({
  id: 'm2', version: 2, state: 'Challenger', shadow: { scored: 40, agreed: 38, rate: 0.95, categories: [] },
  evaluation: {
    people: 20, base: 500, championVersion: 1, champion: quality, challenger: quality, confusion: [],
    categories: [{ code: '010101', count: 9, championF1: 0.8, challengerF1: 0.9 }, { code: '020401', count: 8, championF1: 0.9, challengerF1: 0.8 }],
  },
})

function aStatus(change: Partial<ClassifierStatus> = {}): ClassifierStatus {
  return {
    runningVersion: 1, training: { state: 'Idle', fraction: 0 }, mayAct: true, mayRollBack: true, examples: { tickets: 12, dropped: 1 }, models: [challenger, aModel()], ...change,
  }
}

const example = { subject: '', body: '油烟扰民', categoryCode: '010201', categoryName: '占道经营', why: 'CategoryCorrected' as const, decidedByName: '坐席一', decidedAt: '2026-03-02T10:00:00+08:00' }

function open(status: ClassifierStatus) {
  vi.spyOn(api.classifier, 'status').mockResolvedValue(status)
  vi.spyOn(api.classifier, 'drift').mockResolvedValue({ weeks: [{ monday: '2026-03-02', tickets: 4, advised: 4, decided: 3, accepted: 2, acceptanceRate: 2 / 3, abstained: 1, abstentionRate: 0.25, alone: 0, mixDistance: 0.4 }], mix: [] })
  vi.spyOn(api.classifier, 'contradictions').mockResolvedValue([{ examples: [{ ...example, id: 'e2', ticketId: 't2', ticketNumber: 'HL2' }, { ...example, id: 'e1', ticketId: 't1', ticketNumber: 'HL1', categoryName: '社会生活噪声' }] }])
  vi.spyOn(api, 'reference').mockResolvedValue({ categories: [], departments: [] } as never)
  return mount(ClassifierPage, { global: { ...surroundings(), stubs: { RouterLink: true } } })
}

describe('the classifier page', () => {
  beforeEach(() => { vi.spyOn(ElMessageBox, 'confirm').mockResolvedValue('confirm' as never) })
  afterEach(() => { vi.restoreAllMocks() })

  it('shows each model with its comparison, the worst category first', async () => {
    const page = open(aStatus())
    await flushPromises()
    expect(page.text()).toContain('第 1 版正在提供建议')
    expect(page.findAll('[data-testid=model]')).toHaveLength(2)
    const rows = page.find('[aria-label="分类别比较（F1）"] tbody').findAll('tr').map((row) => row.text())
    expect(rows[0]).toContain('-10.0')
    expect(page.find('[data-testid=shadow]').text()).toContain('95.0%')
    page.unmount()
  })

  it('promotes the challenger only after a confirmation', async () => {
    const promote = vi.spyOn(api.classifier, 'promote').mockResolvedValue(undefined as never)
    vi.mocked(ElMessageBox.confirm).mockRejectedValueOnce('cancel')
    const page = open(aStatus())
    await flushPromises()
    await page.find('[data-testid=promote]').trigger('click')
    await flushPromises()
    expect(promote).not.toHaveBeenCalled()
    await page.find('[data-testid=promote]').trigger('click')
    await flushPromises()
    expect(promote).toHaveBeenCalledWith('m2')
    page.unmount()
  })

  it('says why a challenger was not promoted by itself', async () => {
    const page = open(aStatus({ models: [{ ...challenger, evaluation: { ...challenger.evaluation!, promotion: { margin: 0.05, obstacles: ['LessAccurate', 'CategoryLoses'], losing: ['020401'] } } }] }))
    await flushPromises()
    expect(page.find('[data-testid=verdict]').text()).toBe('未自动启用（各分类 F1 允许下降 5.0 个百分点）：总体准确率低于使用版；下降过多的分类：020401。')
    page.unmount()
  })

  it('offers no promotion of a model whose file is gone', async () => {
    const page = open(aStatus({ models: [aModel({ version: 3 }), aModel({ id: 'm0', state: 'Retired', fileDeletedAt: '2026-03-09T10:00:00+08:00' })] }))
    await flushPromises()
    const gone = page.findAll('[data-testid=model]')[1]!
    expect(gone.find('[data-testid=file-deleted]').text()).toBe('文件已删除')
    expect(gone.find('[data-testid=promote]').exists()).toBe(false)
    page.unmount()
  })

  it('shows progress and offers no second training meanwhile', async () => {
    const page = open(aStatus({ training: { state: 'Running', fraction: 0.4, step: 'solved 2 of 6 models', startedBy: 'admin1' } }))
    await flushPromises()
    expect(page.find('progress').attributes('value')).toBe('0.4')
    expect(page.find('[data-testid=train]').attributes('disabled')).toBeDefined()
    page.unmount()
  })

  it('lists contradictions and drops the chosen one', async () => {
    const drop = vi.spyOn(api.classifier, 'drop').mockResolvedValue(undefined as never)
    const page = open(aStatus())
    await flushPromises()
    expect(page.findAll('[data-testid=contradiction]')).toHaveLength(2)
    await page.findAll('[data-testid=drop]')[1]!.trigger('click')
    await flushPromises()
    expect(drop).toHaveBeenCalledWith('e1')
    page.unmount()
  })

  it('lets a supervisor read and change nothing', async () => {
    const page = open(aStatus({ mayAct: false, mayRollBack: false }))
    await flushPromises()
    for (const id of ['train', 'roll-back', 'promote', 'drop']) expect(page.find(`[data-testid=${id}]`).exists()).toBe(false)
    page.unmount()
  })
})

describe('the banner', () => {
  afterEach(() => { vi.restoreAllMocks() })

  it('says why suggestions are off, and is absent while they are on', async () => {
    const status = vi.spyOn(api.classifier, 'status').mockResolvedValue(aStatus())
    const on = mount(SuggestionsOff, { global: surroundings() })
    await flushPromises()
    expect(on.find('[role=alert]').exists()).toBe(false)
    on.unmount()
    status.mockResolvedValue(aStatus({ runningVersion: undefined, problem: { code: 'classifier.file_missing', sentence: '模型文件 a.model 不存在。' } } as Partial<ClassifierStatus>))
    const off = mount(SuggestionsOff, { global: surroundings() })
    await flushPromises()
    expect(off.find('[role=alert]').text()).toBe('派单建议已停用，工单由人工受理。 模型文件 a.model 不存在。')
    off.unmount()
  })
})

describe('the chart', () => {
  it('has its figures in a table beside the image', () => {
    const chart = mount(LineChart, {
      global: surroundings(),
      props: { title: '采纳率', xLabel: '周', yLabel: '占比', xNames: ['03-02', '03-09'], lines: [{ name: 'a', points: [{ x: 0, y: 0.5 }, { x: 1, y: 0.625 }] }, { name: 'b', points: [{ x: 1, y: 0.1 }] }] },
    })
    expect(chart.find('svg[role=img]').attributes('aria-labelledby')).toBe(chart.find('figcaption').attributes('id'))
    expect(chart.findAll('tbody tr').map((row) => row.findAll('th,td').map((cell) => cell.text()))).toEqual([['03-02', '50%', '–'], ['03-09', '62.5%', '10%']])
    chart.unmount()
  })
})
