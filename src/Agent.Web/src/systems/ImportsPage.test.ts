import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/endpoints'
import type { FileImport } from '@/api/types'
import { surroundings } from '@/components/testing'
import ImportsPage from './ImportsPage.vue'

const draft: FileImport = {
  id: '1', fileName: 'matters.csv', system: 'bureau', channel: 'Api', state: 'Draft', rows: 2, position: 0, taken: 0, known: 0, refused: 0, createdAt: '2026-03-02T10:00:00+08:00', createdBy: 'admin1',
  preview: {
    headings: ['编号', '内容', '备注'], mapping: { sourceNumber: 0, body: 1 }, fields: ["sourceNumber", "body", "place"], wrongRows: 1, knownRows: 0, repeatedRows: 0,
    rows: [{ line: 2, cells: ['1', '路灯不亮', ''], errors: [], known: false, repeated: false }, { line: 3, cells: ['2', '', ''], errors: [{ column: '内容', words: '必填。' }], known: false, repeated: true }],
  },
}

describe('ImportsPage', () => {
  beforeEach(() => {
    vi.spyOn(api.imports, 'list').mockResolvedValue([draft])
    vi.spyOn(api.imports, 'get').mockResolvedValue(draft)
  })
  afterEach(() => vi.restoreAllMocks())

  async function opened() {
    const page = mount(ImportsPage, { global: surroundings() })
    await flushPromises()
    await page.findAll('button').find((one) => one.attributes('aria-label')?.includes('matters.csv'))!.trigger('click')
    await flushPromises()
    return page
  }

  it('shows what is wrong in which row', async () => {
    const page = await opened()
    expect(page.find('[data-testid=import-summary]').text()).toContain('有误 1 行')
    expect(page.findAll('tr.wrong')).toHaveLength(1)
    expect(page.find('tr.wrong').text()).toContain('内容：必填。')
  })

  it('sends which column holds what before it runs, and leaves out what is not wanted', async () => {
    const map = vi.spyOn(api.imports, 'map').mockResolvedValue(draft)
    const run = vi.spyOn(api.imports, 'run').mockResolvedValue(undefined as never)
    const page = await opened()
    const columns = page.findAll('thead select')
    await columns[2]!.setValue('place')
    await columns[1]!.setValue('')
    await page.find('[data-testid=import-run]').trigger('click')
    await flushPromises()
    expect(map).toHaveBeenCalledWith('1', { system: 'bureau', channel: 'Api', mapping: { sourceNumber: 0, place: 2 } })
    expect(run).toHaveBeenCalledWith('1')
    expect(map.mock.invocationCallOrder[0]).toBeLessThan(run.mock.invocationCallOrder[0]!)
  })
})
