import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { i18n } from '@/i18n'

const quiet = 10_000

/** Words for a live region: new arrivals, told at most every ten seconds however many come. */
export function useArrivalAnnouncement(arrivals: Ref<number>): Ref<string> {
  const spoken = ref('')
  let last = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const speak = () => {
    last = Date.now()
    if (arrivals.value > 0) spoken.value = i18n.global.t('queue.arrivalsSpoken', { n: arrivals.value })
  }
  watch(arrivals, (now, before) => {
    if (now === 0) spoken.value = ''
    if (now <= before) return
    clearTimeout(timer)
    timer = setTimeout(speak, Math.max(0, last + quiet - Date.now()))
  })
  onBeforeUnmount(() => clearTimeout(timer))
  return spoken
}
