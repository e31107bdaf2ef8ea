import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { useSession } from './session'

export const densities = ['compact', 'standard', 'comfortable'] as const
export type Density = (typeof densities)[number]

const rowHeights: Record<Density, number> = { compact: 28, standard: 36, comfortable: 44 }

interface Saved {
  density: Density
  shortcuts: boolean
}

/** How this user likes the console; kept per user in this browser. */
export const usePreferences = defineStore('preferences', () => {
  const session = useSession()
  const density = ref<Density>('standard')
  const shortcuts = ref(true)
  const rowHeight = computed(() => rowHeights[density.value])
  const key = computed(() => `hotline.preferences.${session.user?.userName ?? ''}`)

  watch(key, (name) => {
    const saved = read(name)
    density.value = saved.density !== undefined && densities.includes(saved.density) ? saved.density : 'standard'
    shortcuts.value = saved.shortcuts ?? true
  }, { immediate: true })

  watch([density, shortcuts], () => {
    if (session.user !== null) localStorage.setItem(key.value, JSON.stringify({ density: density.value, shortcuts: shortcuts.value }))
  })
  watch(density, (value) => { document.documentElement.dataset.density = value }, { immediate: true })

  return { density, shortcuts, rowHeight }
})

function read(key: string): Partial<Saved> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Saved>
  } catch {
    return {}
  }
}
