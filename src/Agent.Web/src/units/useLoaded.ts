import { ref, shallowRef } from 'vue'
import { showProblem } from '@/components/problems'

/** One thing that a page shows and changes: reading, its failure, and one act at a time. */
export function useLoaded<T>(load: () => Promise<T>) {
  const data = shallowRef<T>()
  const loading = ref(true)
  const failed = ref<unknown>()
  const busy = ref(false)

  async function read(): Promise<void> {
    loading.value = true
    failed.value = undefined
    try {
      data.value = await load()
    } catch (problem) {
      failed.value = problem
    } finally {
      loading.value = false
    }
  }

  async function run(act: () => Promise<void>): Promise<void> {
    busy.value = true
    try {
      await act()
    } catch (problem) {
      showProblem(problem)
    } finally {
      busy.value = false
    }
  }

  return { data, loading, failed, busy, read, run }
}
