import { computed, shallowRef, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { api } from '@/api/endpoints'
import type { TicketRow, TicketView } from '@/api/types'
import { showProblem } from '@/components/problems'

/** The ticket chosen beside a list; kept in the address, the first row where none is. */
export function usePickedTicket(rows: Ref<readonly TicketRow[]>) {
  const route = useRoute()
  const router = useRouter()
  const ticket = shallowRef<TicketView>()
  const id = computed(() => (typeof route.query.ticket === 'string' ? route.query.ticket : rows.value[0]?.id))
  const version = computed(() => rows.value.find((row) => row.id === id.value)?.version)

  async function load(): Promise<void> {
    const wanted = id.value
    if (wanted === undefined) {
      ticket.value = undefined
      return
    }
    if (ticket.value?.id !== wanted) ticket.value = undefined
    try {
      const view = await api.tickets.get(wanted)
      if (id.value === wanted) ticket.value = view
    } catch (problem) {
      showProblem(problem)
    }
  }

  watch([id, version], () => {
    if (ticket.value?.id !== id.value || (version.value ?? 0) > (ticket.value?.version ?? 0)) void load()
  }, { immediate: true })

  function pick(to: string | undefined): void {
    const { ticket: _, ...query } = route.query
    void router.replace({ query: to === undefined ? query : { ...query, ticket: to } })
  }

  return { id, ticket, pick, take: (view: TicketView) => { ticket.value = view } }
}
