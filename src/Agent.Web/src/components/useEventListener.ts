import { onBeforeUnmount, onMounted } from 'vue'

/** Listens for as long as the component is mounted. */
export function useEventListener(target: EventTarget, name: string, handler: (event: never) => void): void {
  const listener = handler as unknown as EventListener
  onMounted(() => target.addEventListener(name, listener))
  onBeforeUnmount(() => target.removeEventListener(name, listener))
}
