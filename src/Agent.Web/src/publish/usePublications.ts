import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import { api } from '@/api/endpoints'
import { ApiProblem } from '@/api/problem'
import type { TicketView } from '@/api/types'
import { useLive } from '@/stores/live'

export const publicationTabs = ['candidates', 'proposed', 'published'] as const
export type PublicationTab = (typeof publicationTabs)[number]

const pageSize = 30
const parallelReadings = 4

/** Closed tickets sorted by where they stand on their way to the public. Rows do not say so: each ticket is read. */
export function usePublications() {
  const live = useLive()
  const tickets = shallowRef<TicketView[]>([])
  const loading = ref(true)
  const failed = ref<unknown>()
  const next = ref<string | null>(null)
  let followTimer: ReturnType<typeof setTimeout> | undefined

  async function readAll(ids: string[]): Promise<TicketView[]> {
    const views: (TicketView | undefined)[] = new Array<TicketView | undefined>(ids.length)
    let at = 0
    await Promise.all(Array.from({ length: parallelReadings }, async () => {
      for (let i = at++; i < ids.length; i = at++) views[i] = await readOne(ids[i]!)
    }))
    return views.filter((view) => view !== undefined)
  }

  async function readOne(id: string): Promise<TicketView | undefined> {
    try {
      return await api.tickets.get(id)
    } catch (problem) {
      if (problem instanceof ApiProblem && (problem.status === 404 || problem.status === 403)) return undefined
      throw problem
    }
  }

  async function readPage(after?: string): Promise<void> {
    loading.value = true
    failed.value = undefined
    try {
      const page = await api.tickets.list({ state: 'Closed,Archived', sort: 'newest' }, { limit: pageSize, after })
      const views = await readAll(page.items.map((row) => row.id))
      tickets.value = after === undefined ? views : [...tickets.value, ...views]
      next.value = page.next ?? null
    } catch (problem) {
      failed.value = problem
    } finally {
      loading.value = false
    }
  }

  function take(view: TicketView): void {
    const known = tickets.value.some((one) => one.id === view.id)
    tickets.value = known ? tickets.value.map((one) => (one.id === view.id ? view : one)) : [view, ...tickets.value]
  }

  const byTab = computed<Record<PublicationTab, TicketView[]>>(() => ({
    candidates: tickets.value.filter((one) => one.publication?.state !== 'Proposed' && one.publication?.state !== 'Published' && one.allowedActions.includes('publish')),
    proposed: tickets.value.filter((one) => one.publication?.state === 'Proposed'),
    published: tickets.value.filter((one) => one.publication?.state === 'Published'),
  }))

  live.onNotices((fresh, restart) => {
    if (!restart && !fresh.some((notice) => notice.topic === 'ticket' && /Clos|Publi|Propos/.test(notice.kind))) return
    clearTimeout(followTimer)
    followTimer = setTimeout(() => void readPage(), 800)
  })
  onBeforeUnmount(() => clearTimeout(followTimer))
  void readPage()

  return {
    byTab, loading, failed, take, reload: () => readPage(), more: computed(() => next.value !== null),
    loadMore: () => { if (next.value !== null && !loading.value) void readPage(next.value) },
  }
}
