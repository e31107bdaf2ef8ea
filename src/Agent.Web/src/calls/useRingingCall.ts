import { computed, ref, watch } from 'vue'
import { api } from '@/api/endpoints'
import { ApiProblem } from '@/api/problem'
import type { CallView, Notice } from '@/api/types'
import { usePhone } from '@/phone/usePhone'
import { useLive } from '@/stores/live'
import { useSession } from '@/stores/session'

/** The call at this person's own extension, which is the staff number. A newer call takes the place of an older one. */
export function useRingingCall() {
  const live = useLive()
  const session = useSession()
  const call = ref<CallView>()
  /** Calls put away by hand: their later news brings nothing back. */
  const away = new Set<string>()

  async function read(id: string): Promise<void> {
    try {
      const view = await api.calls.get(id)
      const mine = view.extension === session.user?.staffNumber
      if (call.value?.id === id) call.value = mine ? view : undefined
      else if (mine && view.state !== 'Ended' && !away.has(id)) call.value = view
    } catch (problem) {
      // It went on to another extension.
      if (problem instanceof ApiProblem && problem.status === 404 && call.value?.id === id) call.value = undefined
    }
  }

  function take(fresh: readonly Notice[]): void {
    const ids = new Set(fresh.filter((notice) => notice.topic === 'call').map((notice) => notice.id))
    for (const id of ids) void read(id)
  }

  live.onNotices(take)
  // After a reload or a crash nothing rings anew: the seat knows the call.
  const phone = usePhone()
  watch(() => phone.seat?.callId, (id) => { if (id !== undefined && id !== call.value?.id) void read(id) }, { immediate: true })

  /** For the agent it is over when they wrap up; the caller may still be rating it. */
  const state = computed(() => (phone.state === 'WrapUp' && phone.seat?.callId === call.value?.id ? 'Ended' : call.value?.state))

  function putAway(): void {
    if (call.value !== undefined) away.add(call.value.id)
    call.value = undefined
  }

  return { call, state, putAway }
}
