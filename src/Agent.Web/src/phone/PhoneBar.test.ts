import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { api } from '@/api/endpoints'
import type { SeatView } from '@/api/types'
import { surroundings } from '@/components/testing'
import { useSession } from '@/stores/session'
import { thisTab } from './ownership'
import PhoneBar from './PhoneBar.vue'
import { clock, usePhone } from './usePhone'

const provider = vi.hoisted(() => ({ devices: [] as { tell: (what: string, ...said: unknown[]) => void; state: string; registrations: number; token: string }[] }))
vi.mock('@twilio/voice-sdk', () => {
  class Emitter {
    private heard = new Map<string, ((...said: unknown[]) => void)[]>()
    on(what: string, then: (...said: unknown[]) => void) { this.heard.set(what, [...(this.heard.get(what) ?? []), then]) }
    tell(what: string, ...said: unknown[]) { for (const then of this.heard.get(what) ?? []) then(...said) }
  }
  class Device extends Emitter {
    static State = { Unregistered: 'unregistered' }
    audio = undefined
    state = 'registering'
    registrations = 0
    constructor(public token: string) { super(); provider.devices.push(this) }
    /** Without a network it never ends. */
    register() { this.registrations++; return new Promise(() => undefined) }
    updateToken(fresh: string) { this.token = fresh }
    destroy() { this.state = 'destroyed' }
  }
  return { Device, Call: { Codec: { Opus: 'opus', PCMU: 'pcmu' } } }
})

const at = '2026-03-02T10:00:00+08:00'
function aSeat(change: Partial<SeatView> = {}): SeatView {
  return { state: 'Ready', since: at, softphone: false, offers: [], waiting: 0, serverTime: at, ...change }
}
const ringing = aSeat({
  state: 'Ringing', callId: 'c1',
  offers: [{ id: 'c1', kind: 'Call', until: '2026-03-02T10:00:20+08:00', since: '2026-03-02T09:59:30+08:00', from: '150****0006', language: 'zh-CN', enterprise: false, handed: false }],
})

async function aDesk(seat: SeatView) {
  const around = surroundings()
  useSession().user = { userName: 'agent1', displayName: '坐席一', staffNumber: '0101', roles: ['agent'], desks: ['queue'], serverTime: at }
  vi.spyOn(api.line, 'seat').mockResolvedValue(seat)
  vi.spyOn(api.line, 'takePhone').mockResolvedValue(seat)
  const page = { template: '<div />' }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: page }, { path: '/tickets/new', name: 'new-ticket', component: page }] })
  await router.push('/')
  const desk = mount({ components: { PhoneBar }, template: '<div><textarea id="typing" /><PhoneBar /></div>' }, { attachTo: document.body, global: { ...around, plugins: [...around.plugins, router] } })
  document.getElementById('typing')!.focus()
  await usePhone().read()
  await flushPromises()
  return { desk, at: (id: string) => desk.find(`[data-testid=${id}]`) }
}

async function press(code: string, change: KeyboardEventInit & { isComposing?: boolean } = { altKey: true }) {
  const event = new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...change })
  document.activeElement!.dispatchEvent(event)
  await flushPromises()
  return event
}

describe('the telephone bar', () => {
  beforeEach(() => { localStorage.clear() })
  afterEach(() => {
    vi.restoreAllMocks()
    document.body.innerHTML = ''
  })

  it('shows who rings and for how long, says it once, and leaves the focus where it is', async () => {
    const { desk, at: found } = await aDesk(ringing)
    expect(found('ring-from').text()).toBe('150****0006')
    expect(found('ring-bar').text()).toContain('20 秒后转给他人')
    expect(desk.find('[role=alert]').text()).toBe('来电 150****0006，按 Alt+A 接听')
    expect(document.activeElement?.id).toBe('typing')
    desk.unmount()
  })

  it('answers by its chord alone, and not while a word is being composed', async () => {
    const accept = vi.spyOn(api.line, 'accept').mockResolvedValue(aSeat({ state: 'Talking', callId: 'c1' }))
    const { desk, at: found } = await aDesk(ringing)
    for (const code of ['Enter', 'Space', 'KeyA', 'Escape']) await press(code, {})
    await press('KeyA', { altKey: true, isComposing: true })
    expect(accept).not.toHaveBeenCalled()
    expect((await press('KeyA')).defaultPrevented).toBe(true)
    expect(accept.mock.calls.map(([id]) => id)).toEqual(['c1'])
    expect(found('call-state').text()).toBe('通话中')
    expect(document.activeElement?.id).toBe('typing')
    desk.unmount()
  })

  it('hangs up at the second press', async () => {
    const end = vi.spyOn(api.line, 'end').mockResolvedValue(aSeat({ state: 'WrapUp', callId: 'c1', until: '2026-03-02T10:00:30+08:00' }))
    const { desk, at: found } = await aDesk(aSeat({ state: 'Talking', callId: 'c1' }))
    await press('KeyX')
    expect(end).not.toHaveBeenCalled()
    expect(found('hang-up').text()).toContain('再按一次')
    await press('KeyX')
    expect(end).toHaveBeenCalledTimes(1)
    expect(found('wrap-up-bar').text()).toContain('剩余 0:30')
    desk.unmount()
  })

  it('tells an agent why the state changed without them', async () => {
    const { desk, at: found } = await aDesk(aSeat({ state: 'Offline', reason: 'Lost' }))
    expect(found('seat-told').text()).toContain('浏览器失联')
    desk.unmount()
  })

  it('says once and in words that the telephone is out of reach, tries again with a fresh pass, and is silent when it is back', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    let passes = 0
    vi.spyOn(api.line, 'pass').mockImplementation(() => Promise.resolve({ identity: 'agent', token: `pass-${++passes}`, until: at }))
    const { desk, at: found } = await aDesk(aSeat({ softphone: true, phoneTab: thisTab }))
    await usePhone().takeOver()
    await flushPromises()
    const device = provider.devices.at(-1)!
    expect(found('phone-trouble').exists()).toBe(false)

    device.state = 'unregistered'
    for (let i = 0; i < 8; i++) device.tell('error', { code: 31005, message: 'ConnectionError (31005): A connection error occurred during the call' })
    await flushPromises()
    expect(found('phone-trouble').text()).toContain('电话线路未连接')
    expect(found('phone-trouble').text()).toContain('31005')
    expect(document.body.textContent).not.toContain('ConnectionError')

    await vi.advanceTimersByTimeAsync(10_000)
    expect([device.registrations, device.token]).toEqual([2, 'pass-2'])
    device.state = 'registered'
    device.tell('registered')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(found('phone-trouble').exists()).toBe(false)
    expect(device.registrations).toBe(2)

    device.tell('error', { code: 31401 })
    await flushPromises()
    expect(found('phone-trouble').text()).toContain('无法使用话筒')
    await found('reconnect').trigger('click')
    await flushPromises()
    expect(device.state).toBe('destroyed')
    expect(provider.devices).toHaveLength(2)
    expect(found('phone-trouble').exists()).toBe(false)
    desk.unmount()
    vi.useRealTimers()
  })

  it('writes times as people read them', () => expect([0, 7_000, 187_000, 3_729_000].map(clock)).toEqual(['0:00', '0:07', '3:07', '1:02:09']))
})
