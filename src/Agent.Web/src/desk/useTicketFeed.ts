import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import { api } from '@/api/endpoints'
import { ApiProblem } from '@/api/problem'
import type { TicketCounts, TicketFilter, TicketRow } from '@/api/types'
import { useLive } from '@/stores/live'
import { appendPage, comparerFor, dangerFirst, emptyFeed, overruns, settle, takeChanged, takeFirstPage, type Feed } from './feed'

const pageSize = 50
/** Bursts of notices are answered by one reading at a time, at most every so many milliseconds. */
const readingPause = 1_200
const mostSingleReadings = 10

/** A list of tickets that stays true by itself: pages on demand, live changes, nothing moving under the cursor. */
export function useTicketFeed(filter: Ref<TicketFilter>, options: { pinDanger: boolean } = { pinDanger: false }) {
  const live = useLive()
  const feed = shallowRef<Feed>(emptyFeed)
  const counts = ref<TicketCounts>()
  const loading = ref(true)
  const loadingMore = ref(false)
  const failed = ref<unknown>()
  const next = ref<string>()
  const held = ref(false)
  /** The arrivals are too many to be merged in: showing them reads the list anew. */
  const overrun = ref(false)
  /** New tickets that stand further down than the list is loaded. */
  const behind = ref(0)
  let reading: AbortController | undefined
  let pauseTimer: ReturnType<typeof setTimeout> | undefined
  let lastReading = 0
  const touched = new Set<string>()
  const received = new Set<string>()

  const comparer = computed(() => comparerFor(filter.value.sort ?? 'newest'))
  const rows = computed(() => (options.pinDanger ? dangerFirst(feed.value.rows) : feed.value.rows))

  function belongs(row: TicketRow): boolean {
    const wanted = filter.value
    const fits = <T extends string>(asked: readonly T[] | undefined, is: T | undefined) => asked === undefined || (is !== undefined && asked.includes(is))
    return fits(wanted.state, row.state) && fits(wanted.channel, row.channel) && fits(wanted.type, row.type) && fits(wanted.urgency, row.urgency)
      && (row.categoryCode ?? '').startsWith(wanted.category ?? '') && (!wanted.department || row.leadDepartment === wanted.department)
  }

  async function readCounts(): Promise<void> {
    counts.value = await api.tickets.counts().catch(() => counts.value)
  }

  async function readPinned(signal: AbortSignal): Promise<TicketRow[]> {
    if (!options.pinDanger || filter.value.sort === 'queue' || filter.value.urgency || (counts.value?.danger ?? 0) === 0) return []
    const page = await api.tickets.list({ ...filter.value, urgency: ['Critical'] }, { limit: 20 }, signal)
    return page.items.filter((row) => row.dangers.length > 0)
  }

  async function reload(): Promise<void> {
    reading?.abort()
    const own = (reading = new AbortController())
    loading.value = true
    failed.value = undefined
    try {
      const [page] = await Promise.all([api.tickets.list(filter.value, { limit: pageSize }, own.signal), readCounts()])
      const pinned = await readPinned(own.signal)
      if (own.signal.aborted) return
      const first = new Set(page.items.map((row) => row.id))
      overrun.value = false
      behind.value = 0
      feed.value = { ...emptyFeed, rows: [...pinned.filter((row) => !first.has(row.id)), ...page.items] }
      next.value = page.next
    } catch (problem) {
      if (own.signal.aborted) return
      failed.value = problem
    } finally {
      if (!own.signal.aborted) loading.value = false
    }
  }

  async function loadMore(): Promise<void> {
    if (next.value === undefined || loadingMore.value || loading.value) return
    loadingMore.value = true
    failed.value = undefined
    const own = reading
    try {
      const page = await api.tickets.list(filter.value, { limit: pageSize, after: next.value })
      if (own !== reading) return
      feed.value = appendPage(feed.value, page.items)
      next.value = page.next
    } catch (problem) {
      failed.value = problem
    } finally {
      loadingMore.value = false
    }
  }

  function showArrivals(): void {
    if (overrun.value) void reload()
    else feed.value = settle(feed.value, comparer.value)
  }

  /** Reads the first page again and the touched tickets it does not hold. */
  async function follow(): Promise<void> {
    lastReading = Date.now()
    const ids = [...touched]
    const incoming = [...received]
    touched.clear()
    received.clear()
    const own = reading
    try {
      const [page] = await Promise.all([api.tickets.list(filter.value, { limit: pageSize }), readCounts()])
      if (own !== reading) return
      const inPage = new Set(page.items.map((row) => row.id))
      overrun.value = overruns(feed.value, page.items, Boolean(page.next))
      let changed = takeFirstPage(feed.value, page.items, comparer.value)
      const shown = new Set(changed.rows.map((row) => row.id))
      const others = ids.filter((id) => shown.has(id) && !inPage.has(id))
      const views = await Promise.all(others.slice(0, mostSingleReadings).map(readOne))
      if (own !== reading) return
      others.slice(0, mostSingleReadings).forEach((id, i) => { changed = takeChanged(changed, id, views[i], belongs) })
      feed.value = changed
      behind.value += await countBehind(incoming.filter((id) => !inPage.has(id) && !shown.has(id)))
      if (!held.value) showArrivals()
    } catch {
      // The list stays as it is; the connection banner tells of the interruption and the next notice reads again.
    }
  }

  /** A queue takes newcomers at its end, which need not be loaded: they are only told of. */
  async function countBehind(ids: string[]): Promise<number> {
    if (filter.value.q || (filter.value.sort !== 'queue' && filter.value.sort !== 'oldest')) return 0
    const views = await Promise.all(ids.slice(0, mostSingleReadings).map(readOne))
    return views.filter((view) => view !== undefined && belongs(view)).length
  }

  async function readOne(id: string): Promise<TicketRow | undefined> {
    try {
      return await api.tickets.get(id)
    } catch (problem) {
      if (problem instanceof ApiProblem && (problem.status === 404 || problem.status === 403)) return undefined
      throw problem
    }
  }

  live.onNotices((fresh, restart) => {
    if (restart) return void reload()
    const tickets = fresh.filter((notice) => notice.topic === 'ticket')
    if (tickets.length === 0) return
    for (const notice of tickets) {
      touched.add(notice.id)
      if (notice.kind === 'TicketReceived') received.add(notice.id)
    }
    clearTimeout(pauseTimer)
    pauseTimer = setTimeout(() => void follow(), Math.max(150, lastReading + readingPause - Date.now()))
  })
  onBeforeUnmount(() => {
    clearTimeout(pauseTimer)
    reading?.abort()
  })

  watch(held, (now) => { if (!now) showArrivals() })
  watch(filter, (now, before) => { if (JSON.stringify(now) !== JSON.stringify(before)) void reload() })
  void reload()

  return {
    rows, counts, loading, loadingMore, failed, held, reload, loadMore, showArrivals,
    arrivals: computed(() => feed.value.arrivals.length),
    behind,
    overrun,
    gone: computed(() => feed.value.gone),
    more: computed(() => next.value !== undefined),
  }
}
