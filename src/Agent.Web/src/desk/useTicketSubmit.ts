import { computed, ref } from 'vue'
import { newIdempotencyKey } from '@/api/client'
import { api } from '@/api/endpoints'
import { ApiProblem } from '@/api/problem'
import type { ActionBody, TicketAction, TicketView } from '@/api/types'

/**
 * Submits one action on one ticket, based on the version the user saw. A submit whose answer was lost is repeated
 * under the same key; any answer ends the key.
 */
export function useTicketSubmit<A extends TicketAction>(ticket: TicketView, action: A, part?: number) {
  const pending = ref(false)
  const problem = ref<ApiProblem>()
  let version = ticket.version
  let key = newIdempotencyKey()

  const conflict = computed(() => (problem.value?.isConflict === true ? problem.value.current : undefined))
  const fieldErrors = computed(() => problem.value?.errors ?? {})

  /** The error of one field; the API may spell its name with a capital. */
  function errorOf(field: string): string | undefined {
    const entry = Object.entries(fieldErrors.value).find(([name]) => name.toLowerCase() === field.toLowerCase())
    return entry?.[1].join('；')
  }

  async function submit(body: ActionBody<A>): Promise<TicketView | undefined> {
    if (pending.value) return undefined
    pending.value = true
    problem.value = undefined
    try {
      const done = await api.tickets.act(ticket.id, action, body, { version, idempotencyKey: key, part })
      key = newIdempotencyKey()
      return done
    } catch (cause) {
      const refused = cause instanceof ApiProblem ? cause : ApiProblem.unreachable(cause)
      if (!refused.unanswered) key = newIdempotencyKey()
      problem.value = refused
      return undefined
    } finally {
      pending.value = false
    }
  }

  /** The user has seen the ticket as it is now. */
  function adopt(current: TicketView): void {
    version = current.version
    problem.value = undefined
  }

  return { pending, problem, conflict, errorOf, submit, adopt }
}
