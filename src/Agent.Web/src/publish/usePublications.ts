import { computed, onBeforeUnmount, reactive, ref } from 'vue'
import { api } from '@/api/endpoints'
import type { TicketFilter, TicketRow } from '@/api/types'
import { useLive } from '@/stores/live'

export const publicationTabs = ['candidates', 'proposed', 'published'] as const
export type PublicationTab = (typeof publicationTabs)[number]

const pageSize = 50
const filters: Record<PublicationTab, TicketFilter> = {
  candidates: { state: ['Closed', 'Archived'], publication: 'None', sort: 'newest' },
  proposed: { publication: 'Proposed', sort: 'oldest' },
  published: { publication: 'Published', sort: 'newest' },
}

interface List {
  rows: TicketRow[]
  next?: string
}

export function tabOf(row: Pick<TicketRow, 'publicationState'>): PublicationTab {
  switch (row.publicationState) {
    case 'Proposed': return 'proposed'
    case 'Published': return 'published'
    default: return 'candidates'
  }
}

/** Closed tickets by where they stand on their way to the public. */
export function usePublications() {
  const live = useLive()
  const lists = reactive<Record<PublicationTab, List>>({
    candidates: { rows: [] }, proposed: { rows: [] }, published: { rows: [] },
  })
  const loading = ref(true)
  const failed = ref<unknown>()
  let followTimer: ReturnType<typeof setTimeout> | undefined

  async function readPage(tab: PublicationTab, after?: string): Promise<void> {
    const page = await api.tickets.list(filters[tab], { limit: pageSize, after })
    lists[tab] = { rows: after === undefined ? page.items : [...lists[tab].rows, ...page.items], next: page.next }
  }

  async function reading(pages: () => Promise<unknown>): Promise<void> {
    loading.value = true
    failed.value = undefined
    try {
      await pages()
    } catch (problem) {
      failed.value = problem
    } finally {
      loading.value = false
    }
  }

  const reload = () => reading(() => Promise.all(publicationTabs.map((tab) => readPage(tab))))

  /** A ticket this desk has just moved on. */
  function take(row: TicketRow): void {
    const to = tabOf(row)
    for (const tab of publicationTabs) {
      const known = lists[tab].rows.some((one) => one.id === row.id)
      if (tab !== to) lists[tab].rows = lists[tab].rows.filter((one) => one.id !== row.id)
      else if (!known) lists[tab].rows = [row, ...lists[tab].rows]
      else lists[tab].rows = lists[tab].rows.map((one) => (one.id === row.id ? row : one))
    }
  }

  live.onNotices((fresh, restart) => {
    if (!restart && !fresh.some((notice) => notice.topic === 'ticket' && /Clos|Publi|Propos/.test(notice.kind))) return
    clearTimeout(followTimer)
    followTimer = setTimeout(() => void reload(), 800)
  })
  onBeforeUnmount(() => clearTimeout(followTimer))
  void reload()

  return {
    lists, loading, failed, take, reload,
    countOf: (tab: PublicationTab) => `${lists[tab].rows.length}${lists[tab].next === undefined ? '' : '+'}`,
    known: computed(() => !loading.value || publicationTabs.some((tab) => lists[tab].rows.length > 0)),
    loadMore: (tab: PublicationTab) => {
      const after = lists[tab].next
      if (after !== null && !loading.value) void reading(() => readPage(tab, after))
    },
  }
}
