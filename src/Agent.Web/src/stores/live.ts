import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { Notice, Presence } from '@/api/types'
import type { DeskConnection } from '@/hub/connection'
import { useSession } from './session'

export type ConnectionState =
  | { kind: 'fine' }
  | { kind: 'reconnecting'; attempt: number; since: number }
  | { kind: 'restored'; missed: number }

type NoticeHandler = (fresh: Notice[], reload: boolean) => void

const restoredFor = 5_000

/** The live connection as the screens see it: its state, who looks at what, and a place to hear notices. */
export const useLive = defineStore('live', () => {
  const session = useSession()
  const state = ref<ConnectionState>({ kind: 'fine' })
  const presence = shallowRef<Presence[]>([])
  const handlers = new Set<NoticeHandler>()
  let connection: DeskConnection | undefined
  let looking: [ticketId: string | null, editing: boolean] = [null, false]
  let restoredTimer: ReturnType<typeof setTimeout> | undefined

  const online = computed(() => state.value.kind !== 'reconnecting')

  const presenceByTicket = computed(() => {
    const map = new Map<string, Presence[]>()
    for (const one of presence.value) {
      if (one.userName !== session.user?.userName) map.set(one.ticketId, [...(map.get(one.ticketId) ?? []), one])
    }
    return map
  })

  const tell = (fresh: Notice[], reload: boolean) => { for (const handler of handlers) handler(fresh, reload) }

  async function start(): Promise<void> {
    if (connection !== undefined) return
    const { DeskConnection } = await import('@/hub/connection')
    if (connection !== undefined || session.user === null) return
    connection = new DeskConnection({
      notices(fresh, serverTime) {
        session.adjustClock(serverTime)
        if (fresh.length > 0) tell(fresh, false)
      },
      presence(everyone) { presence.value = everyone },
      connected() { if (state.value.kind === 'reconnecting') state.value = { kind: 'fine' } },
      lost(attempt) {
        presence.value = []
        const since = state.value.kind === 'reconnecting' ? state.value.since : Date.now()
        state.value = { kind: 'reconnecting', attempt, since }
      },
      resumed(missed, restarted) {
        if (restarted) tell([], true)
        state.value = { kind: 'restored', missed }
        clearTimeout(restoredTimer)
        restoredTimer = setTimeout(() => { if (state.value.kind === 'restored') state.value = { kind: 'fine' } }, restoredFor)
      },
    })
    connection.look(...looking)
    await connection.start()
  }

  async function stop(): Promise<void> {
    const ending = connection
    connection = undefined
    presence.value = []
    state.value = { kind: 'fine' }
    await ending?.stop()
  }

  const retryNow = () => connection?.retryNow()
  function look(ticketId: string | null, editing = false): void {
    looking = [ticketId, editing]
    connection?.look(ticketId, editing)
  }

  /** Hears notices for as long as the calling component lives. `reload` means: read everything anew. */
  function onNotices(handler: NoticeHandler): void {
    handlers.add(handler)
    onScopeDispose(() => handlers.delete(handler))
  }

  return { state, online, presenceByTicket, start, stop, retryNow, look, onNotices }
})
