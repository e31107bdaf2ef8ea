import { computed, ref, shallowRef } from 'vue'
import type { Page } from '@/api/types'

/** A list read page by page. */
export function usePages<T>(read: (after: string | undefined) => Promise<Page<T>>) {
  const items = shallowRef<T[]>([])
  const next = ref<string>()
  const loading = ref(true)
  const failed = ref<unknown>()

  async function readPage(after?: string): Promise<void> {
    loading.value = true
    failed.value = undefined
    try {
      const page = await read(after)
      items.value = after === undefined ? page.items : [...items.value, ...page.items]
      next.value = page.next
    } catch (problem) {
      failed.value = problem
    } finally {
      loading.value = false
    }
  }
  void readPage()

  return {
    items, loading, failed, more: computed(() => next.value !== undefined),
    reload: () => readPage(),
    loadMore: () => { if (next.value !== undefined) void readPage(next.value) },
    remove: (item: T) => { items.value = items.value.filter((one) => one !== item) },
  }
}
