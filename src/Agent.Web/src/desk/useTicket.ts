import { computed, onBeforeUnmount, shallowRef, watch, type Ref } from 'vue'
import { api } from '@/api/endpoints'
import type { SimilarTicket, TicketView } from '@/api/types'
import { useLive } from '@/stores/live'

/** Working time left ticks on the server; an open ticket reads it again this often. */
const clockRefresh = 60_000

/** One ticket that follows what others do to it. */
export function useTicket(id: Ref<string>) {
  const live = useLive()
  const ticket = shallowRef<TicketView>()
  const failed = shallowRef<unknown>()
  const similar = shallowRef<SimilarTicket[]>([])
  /** Set when somebody else changed the ticket while it was open. */
  const changedBy = shallowRef<{ name: string; action: string }>()
  let reading: AbortController | undefined

  const people = computed(() => live.presenceByTicket.get(id.value) ?? [])

  async function load(): Promise<void> {
    reading?.abort()
    const own = (reading = new AbortController())
    failed.value = undefined
    try {
      const view = await api.tickets.get(id.value, own.signal)
      if (!own.signal.aborted) ticket.value = view
    } catch (problem) {
      if (!own.signal.aborted && ticket.value?.id !== id.value) failed.value = problem
    }
  }

  function take(view: TicketView): void {
    reading?.abort()
    ticket.value = view
  }

  async function follow(version: number): Promise<void> {
    const before = ticket.value
    if (before === undefined || version <= before.version) return
    await load()
    const latest = ticket.value?.history.at(-1)
    if (ticket.value !== undefined && ticket.value.version > before.version && latest !== undefined && ticket.value.history.length > before.history.length) {
      changedBy.value = { name: latest.actorName, action: latest.action }
    }
  }

  watch(id, (now, before) => {
    if (before !== undefined) ticket.value = undefined
    similar.value = []
    changedBy.value = undefined
    void load()
    live.look(now)
    void api.tickets.similar(now).then((found) => { if (id.value === now) similar.value = found }).catch(() => undefined)
  }, { immediate: true })

  live.onNotices((fresh, restart) => {
    if (restart) return void load()
    const versions = fresh.filter((notice) => notice.topic === 'ticket' && notice.id === id.value).map((notice) => notice.version)
    if (versions.length > 0) void follow(Math.max(...versions))
  })

  const ticking = setInterval(() => { if (document.visibilityState === 'visible') void load() }, clockRefresh)
  onBeforeUnmount(() => {
    clearInterval(ticking)
    reading?.abort()
    live.look(null)
  })

  return { ticket, failed, similar, people, changedBy, load, take }
}
