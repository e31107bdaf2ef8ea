import { onBeforeUnmount, ref, type Ref } from 'vue'
import type { Page, Paging } from '@/api/types'
import { problemText } from '@/components/problems'
import { useLive } from '@/stores/live'

/** A keyset-paged list that is read again when something happened to a ticket, a precedent or a gap. */
export function useRows<T>(read: (paging: Paging) => Promise<Page<T>>) {
  const rows = ref<T[]>() as Ref<T[] | undefined>
  const next = ref<string>()
  const failed = ref('')
  let alive = true
  let latest = 0
  let waiting: ReturnType<typeof setTimeout> | undefined

  async function load(more = false): Promise<void> {
    const turn = ++latest
    try {
      const page = await read({ after: more ? next.value : undefined, limit: 50 })
      if (!alive || turn !== latest) return
      rows.value = more ? [...(rows.value ?? []), ...page.items] : page.items
      next.value = page.next
      failed.value = ''
    } catch (problem) {
      if (alive && turn === latest) failed.value = problemText(problem)
    }
  }

  useLive().onNotices((fresh, restart) => {
    if (!restart && !fresh.some((notice) => notice.topic === 'ticket' || notice.topic === 'dispute')) return
    clearTimeout(waiting)
    waiting = setTimeout(() => void load(), 500)
  })
  onBeforeUnmount(() => { alive = false; clearTimeout(waiting) })
  return { rows, next, failed, load }
}
