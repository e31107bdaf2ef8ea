import { onBeforeUnmount, ref, type Ref } from 'vue'

/** Whether the window is as narrow as a phone. */
export function useNarrow(): Ref<boolean> {
  const media = window.matchMedia('(width < 640px)')
  const narrow = ref(media.matches)
  const update = () => { narrow.value = media.matches }
  media.addEventListener('change', update)
  onBeforeUnmount(() => media.removeEventListener('change', update))
  return narrow
}
