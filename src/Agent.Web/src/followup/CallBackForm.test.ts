import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { api } from '@/api/endpoints'
import { aTicket, surroundings } from '@/components/testing'
import CallBackForm from './CallBackForm.vue'

const form = () => mount(CallBackForm, { attachTo: document.body, global: surroundings(), props: { ticket: aTicket({ state: 'Evaluation', version: 4 }) } })

async function choose(of: ReturnType<typeof form>, testid: string) {
  await of.get(`[data-testid=${testid}]`).setValue(true)
}

async function submit(of: ReturnType<typeof form>) {
  await of.get('form').trigger('submit')
  await nextTick()
}

describe('the result of a call-back', () => {
  afterEach(() => { document.body.innerHTML = ''; vi.restoreAllMocks() })

  it('needs both answers of a resident who was reached', async () => {
    const act = vi.spyOn(api.tickets, 'act')
    const call = form()
    await choose(call, 'solved-Yes')
    await submit(call)
    expect(act).not.toHaveBeenCalled()
    expect(call.findAll('[role=alert]')).toHaveLength(1)
  })

  it('asks nothing of a resident who did not answer', async () => {
    const act = vi.spyOn(api.tickets, 'act').mockResolvedValue(aTicket())
    const call = form()
    await choose(call, 'outcome-NoAnswer')
    expect(call.find('[data-testid=solved-Yes]').exists()).toBe(false)
    await submit(call)
    expect(act.mock.calls[0]![2]).toEqual({ outcome: 'NoAnswer', comment: undefined })
  })

  it('sends solved and satisfied apart', async () => {
    const act = vi.spyOn(api.tickets, 'act').mockResolvedValue(aTicket())
    const call = form()
    await choose(call, 'solved-Partly')
    await choose(call, 'satisfaction-Dissatisfied')
    await submit(call)
    expect(act.mock.calls[0]!.slice(1, 3)).toEqual(['call-back', { outcome: 'Reached', solved: 'Partly', satisfaction: 'Dissatisfied', comment: undefined }])
  })
})
