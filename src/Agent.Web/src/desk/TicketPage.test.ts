import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { api } from '@/api/endpoints'
import type { SimilarTicket } from '@/api/types'
import { aRow, aTicket, surroundings } from '@/components/testing'
import { useReference } from '@/stores/reference'
import TicketPage from './TicketPage.vue'

const copied: SimilarTicket = { ticket: aRow({ id: 't7', number: 'HL0007', subject: '同一盏路灯' }), score: 0.98, merge: true, reasons: ['SameText'] }
const near: SimilarTicket = { ticket: aRow({ id: 't8', number: 'HL0008', subject: '另一盏路灯' }), score: 0.4, merge: false, reasons: [] }

async function open(allowedActions: ('merge' | 'note')[]) {
  vi.spyOn(api.tickets, 'get').mockResolvedValue(aTicket({ allowedActions, version: 3 }))
  vi.spyOn(api.tickets, 'similar').mockResolvedValue([copied, near])
  const around = surroundings()
  vi.spyOn(useReference(), 'load').mockResolvedValue(undefined as never)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/tickets/:id', component: TicketPage }] })
  await router.push('/tickets/t1')
  const page = mount(TicketPage, { attachTo: document.body, global: { ...around, plugins: [...around.plugins, router] } })
  await flushPromises()
  return page
}

describe('a ticket like others', () => {
  beforeEach(() => { vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined })) })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
  })

  it('is merged into the one chosen beside it, at the version that was seen', async () => {
    const act = vi.spyOn(api.tickets, 'act').mockResolvedValue(aTicket({ state: 'Merged', version: 4, allowedActions: [] }))
    const page = await open(['merge'])
    const offers = page.findAll('[data-testid=merge-into]')
    expect(offers).toHaveLength(1)
    await offers[0]!.trigger('click')
    await vi.waitFor(() => expect(document.querySelector('[data-testid=dialog-submit]')).not.toBeNull(), 15_000)
    expect(document.querySelector<HTMLInputElement>('input[name=master]:checked')?.value).toBe('t7')
    document.querySelector('[data-testid=action-dialog] form, form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(act).toHaveBeenCalledWith('t1', 'merge', { masterId: 't7' }, expect.objectContaining({ version: 3 }))
    page.unmount()
  })

  it('offers no merging to whoever may not merge', async () => {
    const page = await open(['note'])
    expect(page.text()).toContain('同一盏路灯')
    expect(page.find('[data-testid=merge-into]').exists()).toBe(false)
    page.unmount()
  })
})
