import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { api } from '@/api/endpoints'
import { ApiProblem } from '@/api/problem'
import type { CallView, Notice } from '@/api/types'
import { aRow, surroundings } from '@/components/testing'
import { usePhone } from '@/phone/usePhone'
import { useLive } from '@/stores/live'
import { useSession } from '@/stores/session'
import CallCard from './CallCard.vue'

function aCall(change: Partial<CallView> = {}): CallView {
  return { id: 'c1', state: 'Ringing', from: '150****0006', dialled: '12345', extension: '0101', dangers: [], openTickets: 1, pastTickets: 2, tickets: [aRow()], ...change }
}

const notice = (kind: string, id = 'c1'): Notice => ({ seq: 1, topic: 'call', entity: 'Call', id, version: 1, kind })

async function aDesk() {
  const around = surroundings()
  let tell: (fresh: Notice[], reload: boolean) => void = () => undefined
  vi.spyOn(useLive(), 'onNotices').mockImplementation((handler) => { tell = handler })
  useSession().user = { userName: 'agent1', displayName: '坐席一', staffNumber: '0101', roles: ['agent'], desks: ['queue'], serverTime: '2026-03-02T10:00:00+08:00' }
  const page = { template: '<div />' }
  const router = createRouter({ history: createMemoryHistory(), routes: [
    { path: '/', component: page }, { path: '/tickets/new', name: 'new-ticket', component: page }, { path: '/tickets/:id', name: 'ticket', component: page },
  ] })
  await router.push('/')
  const desk = mount({ components: { CallCard }, template: '<div><input id="typing" /><CallCard /></div>' }, { attachTo: document.body, global: { ...around, plugins: [...around.plugins, router] } })
  return { desk, card: () => desk.find('[data-testid=call-card]'), hear: async (...fresh: Notice[]) => { tell(fresh, false); await flushPromises() } }
}

describe('the screen pop', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    document.body.innerHTML = ''
  })

  it('shows who calls and what to beware of, and leaves the focus where it is', async () => {
    vi.spyOn(api.calls, 'get').mockResolvedValue(aCall({ dangers: ['Gas'] }))
    const { desk, card, hear } = await aDesk()
    document.getElementById('typing')!.focus()
    await hear(notice('CallRinging'))
    expect(card().text()).toContain('150****0006')
    expect(card().find('[data-testid=call-danger]').text()).toContain('燃气泄漏')
    expect(card().find('[data-testid=call-take-down]').attributes('href')).toBe('/tickets/new?call=c1')
    expect(document.activeElement?.id).toBe('typing')
    desk.unmount()
  })

  it('is over for an agent who wraps up, while the caller still rates', async () => {
    vi.spyOn(api.calls, 'get').mockResolvedValue(aCall({ state: 'Talking' }))
    const { desk, card, hear } = await aDesk()
    await hear(notice('CallAnswered'))
    expect(card().text()).toContain('通话中')
    usePhone().seat = { state: 'WrapUp', since: '2026-03-02T10:00:00+08:00', callId: 'c1', softphone: false, offers: [], waiting: 0, serverTime: '2026-03-02T10:00:00+08:00' }
    await flushPromises()
    expect(card().text()).toContain('已结束')
    expect(card().text()).not.toContain('通话中')
    desk.unmount()
  })

  it('is not there for a call of another extension or one that is over', async () => {
    const get = vi.spyOn(api.calls, 'get').mockResolvedValue(aCall({ extension: '0102' }))
    const { desk, card, hear } = await aDesk()
    await hear(notice('CallRinging'))
    expect(card().exists()).toBe(false)
    get.mockResolvedValue(aCall({ id: 'c2', state: 'Ended' }))
    await hear(notice('CallEnded', 'c2'))
    expect(card().exists()).toBe(false)
    desk.unmount()
  })

  it('goes when the call goes on to somebody else, and stays for the notes when it has ended', async () => {
    const get = vi.spyOn(api.calls, 'get').mockResolvedValue(aCall())
    const { desk, card, hear } = await aDesk()
    await hear(notice('CallRinging'))
    get.mockResolvedValue(aCall({ state: 'Ended' }))
    await hear(notice('CallEnded'))
    expect(card().text()).toContain('已结束')
    get.mockRejectedValue(new ApiProblem(404, { code: 'call.not_found' }))
    await hear(notice('CallRinging'))
    expect(card().exists()).toBe(false)
    desk.unmount()
  })

  it('stays away once it was put away', async () => {
    vi.spyOn(api.calls, 'get').mockResolvedValue(aCall())
    const { desk, card, hear } = await aDesk()
    await hear(notice('CallRinging'))
    await desk.find('[data-testid=call-close]').trigger('click')
    await hear(notice('CallAnswered'))
    expect(card().exists()).toBe(false)
    desk.unmount()
  })
})
