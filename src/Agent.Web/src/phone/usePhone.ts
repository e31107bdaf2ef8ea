import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api } from '@/api/endpoints'
import { ApiProblem } from '@/api/problem'
import type { AgentState, BreakReason, Offer, SeatView } from '@/api/types'
import { showInfo, showProblem } from '@/components/problems'
import { i18n } from '@/i18n'
import { useLive } from '@/stores/live'
import { useSession } from '@/stores/session'
import { deskTelephone, type PhoneDriver, type PhoneTrouble } from './driver'
import { isThisBrowser, standForPhone, thisTab, type Stand } from './ownership'
import { Ringer } from './ringer'

const look = 10_000
const devicesKey = 'hotline.phone.devices'

interface Devices { microphone: string; speaker: string; ring: string; volume: number }

/** This person's place on the floor and the telephone in this tab. The server's word is the truth; what is shown is its last answer. */
export const usePhone = defineStore('phone', () => {
  const session = useSession()
  const live = useLive()
  const seat = shallowRef<SeatView>()
  const pending = ref(false)
  /** This tab may be the telephone: no other tab of this browser is. */
  const leads = ref(false)
  const muted = ref(false)
  const hasVoice = ref(false)
  /** Why this tab's telephone cannot be spoken at; undefined while it can, or is none. */
  const trouble = shallowRef<PhoneTrouble>()
  const microphone = ref(0)
  const speaker = ref(0)
  const recordingPaused = ref(false)
  const now = ref(Date.now())
  const ringer = new Ringer()
  const devices = ref<Devices>(savedDevices())
  let driver: PhoneDriver = deskTelephone()
  let stand: Stand | undefined
  let starting: Promise<void> = Promise.resolve()
  let timers: ReturnType<typeof setInterval>[] = []
  let reading = 0

  const state = computed<AgentState>(() => seat.value?.state ?? 'Offline')
  const onFloor = computed(() => state.value !== 'Offline')
  const onCall = computed(() => state.value === 'Talking' || state.value === 'Hold')
  const offer = computed<Offer | undefined>(() => seat.value?.offers[0])
  /** Milliseconds on the server's clock. */
  const serverNow = computed(() => now.value + session.clockOffset)
  const elsewhere = computed(() => seat.value?.phoneTab !== undefined && seat.value.phoneTab !== thisTab && onFloor.value)

  function take(fresh: SeatView): void {
    seat.value = fresh
    session.adjustClock(fresh.serverTime)
    now.value = Date.now()
    if (fresh.state !== 'Talking' && fresh.state !== 'Hold') {
      muted.value = false
      recordingPaused.value = false
    }
  }

  async function read(): Promise<void> {
    const mine = ++reading
    try {
      const fresh = await api.line.seat()
      if (mine === reading) take(fresh)
    } catch { /* the banner tells of a lost connection; the next look comes */ }
  }

  /** One command at a time; a refusal is shown and the truth read again. */
  async function act(work: () => Promise<SeatView>): Promise<boolean> {
    if (pending.value) return false
    pending.value = true
    reading++
    try {
      take(await work())
      return true
    } catch (problem) {
      showProblem(problem)
      await read()
      return false
    } finally {
      pending.value = false
    }
  }

  async function say(to: AgentState, reason?: BreakReason): Promise<void> {
    ringer.unlock()
    ringer.set(devices.value.volume, devices.value.ring)
    await act(() => api.line.say({ state: to, reason }))
  }

  async function accept(): Promise<boolean> {
    const one = offer.value
    if (one === undefined) return false
    if (elsewhere.value && one.kind === 'Call') {
      showInfo(i18n.global.t('phone.elsewhere'))
      return false
    }
    if (!(await act(() => api.line.accept(one.id, thisTab)))) return false
    if (one.kind === 'Call') await driver.accept()
    return true
  }

  async function decline(): Promise<void> {
    const one = offer.value
    if (one === undefined) return
    if (one.kind === 'Call') driver.decline()
    await act(() => api.line.decline(one.id))
  }

  const call = () => seat.value?.callId ?? ''
  const toggleHold = () => act(() => (state.value === 'Hold' ? api.line.resume(call()) : api.line.hold(call())))
  const transfer = (to: { userName?: string; number?: string }) => act(() => api.line.transfer(call(), to))
  const addParty = (to: { userName?: string; number?: string }) => act(() => api.line.addParty(call(), to))
  const extendWrapUp = () => act(() => api.line.extendWrapUp())

  async function end(): Promise<void> {
    if (await act(() => api.line.end(call()))) driver.hangUp()
  }

  async function pauseRecording(): Promise<void> {
    const to = !recordingPaused.value
    if (await act(() => api.line.recording(call(), to))) recordingPaused.value = to
  }

  function toggleMute(): void {
    muted.value = !muted.value
    driver.mute(muted.value)
  }

  /** This tab takes the telephone from another tab or computer. */
  async function takeOver(): Promise<void> {
    if (!leads.value) stand?.steal()
    if (await act(() => api.line.takePhone(thisTab, true))) await startDriver()
  }

  async function claim(): Promise<void> {
    if (!leads.value || !onFloor.value || seat.value?.phoneTab === thisTab) return
    const other = seat.value?.phoneTab
    try {
      // A tab of this same browser that no longer holds the lock is gone.
      take(await api.line.takePhone(thisTab, other === undefined || isThisBrowser(other)))
      await startDriver()
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.status !== 409) showProblem(problem)
    }
  }

  /** One after the other: the telephone before is put down first. */
  function startDriver(): Promise<void> {
    starting = starting.then(connect)
    return starting
  }

  async function connect(): Promise<void> {
    await putDown()
    if (seat.value?.softphone !== true) return
    try {
      const { twilioTelephone } = await import('./twilioTelephone')
      driver = twilioTelephone({
        levels(heard, played) { microphone.value = heard; speaker.value = played },
        trouble(what) { trouble.value = what },
        callFailed(code) { showProblem(new Error(i18n.global.t('phone.callFailed') + (code === undefined ? '' : i18n.global.t('phone.troubleCode', { code })))) },
      })
      await driver.start()
      hasVoice.value = true
    } catch (problem) {
      trouble.value = { kind: 'line' }
      if (problem instanceof ApiProblem) showProblem(problem)
      return
    }
    await useChosen()
  }

  async function putDown(): Promise<void> {
    await driver.stop()
    driver = deskTelephone()
    hasVoice.value = false
    trouble.value = undefined
  }

  /** A headset that was chosen may have been unplugged since. */
  async function useChosen(): Promise<void> {
    try {
      await driver.useDevices(devices.value)
      if (trouble.value?.kind === 'microphone') trouble.value = undefined
    } catch {
      trouble.value = { kind: 'microphone' }
    }
  }

  function choose(change: Partial<Devices>): void {
    devices.value = { ...devices.value, ...change }
    localStorage.setItem(devicesKey, JSON.stringify(devices.value))
    ringer.unlock()
    ringer.set(devices.value.volume, devices.value.ring)
    void useChosen()
  }

  /** Begins to follow the floor for as long as the shell lives. */
  function follow(): void {
    void read()
    timers = [setInterval(() => { now.value = Date.now() }, 1_000), setInterval(() => { if (onFloor.value) void read() }, look)]
    live.onNotices((fresh, reload) => {
      if (reload || fresh.some((notice) => notice.topic === 'line' && notice.entity === 'Seat')) void read()
    })
    stand = standForPhone(session.user?.userName ?? '', (mine) => {
      leads.value = mine
      if (!mine) void putDown()
    })
    onScopeDispose(() => {
      for (const timer of timers) clearInterval(timer)
      ringer.stop()
      stand?.stop()
      leads.value = false
      seat.value = undefined
      void putDown()
    })
  }

  watch(() => live.state.kind, (kind) => { if (kind !== 'reconnecting') void read() })
  watch([leads, onFloor, () => seat.value?.phoneTab], () => void claim())
  watch(onFloor, (is) => { if (!is) void putDown() })
  // One tab rings, and only as long as something is offered.
  watch(() => offer.value !== undefined && seat.value?.phoneTab === thisTab, (rings) => { if (rings) ringer.start(); else ringer.stop() })

  return {
    seat, state, onFloor, onCall, offer, pending, serverNow, elsewhere, muted, hasVoice, trouble, microphone, speaker, recordingPaused, devices,
    say, accept, decline, toggleHold, transfer, addParty, extendWrapUp, end, pauseRecording, toggleMute, takeOver, reconnect: startDriver, choose, follow, read, testRing: () => ringer.once(),
  }
})

function savedDevices(): Devices {
  const usual = { microphone: '', speaker: '', ring: '', volume: 0.5 }
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(devicesKey) ?? '{}') as Partial<Devices>) }
  } catch {
    return usual
  }
}

/** Minutes and seconds, as 3:07 or 1:02:09. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000))
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}` : `${m}:${String(s).padStart(2, '0')}`
}
