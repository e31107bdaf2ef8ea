import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import { api } from '@/api/endpoints'
import type { DraftView } from '@/api/types'
import { DraftKeeper, draftStorageKey, type DraftState } from './draftKeeper'
import { useLive } from './live'
import { useSession } from './session'

export interface Draft {
  state: Ref<DraftState>
  savedAt: Ref<string | null>
  flush: () => void
  discard: () => Promise<void>
}

/** The fields of a form open together: they share one reading of the ticket's drafts. */
const readings = new Map<string, Promise<DraftView[]>>()

function readDrafts(ticketId: string): Promise<DraftView[]> {
  let reading = readings.get(ticketId)
  if (reading === undefined) {
    reading = api.drafts.list(ticketId).catch(() => [])
    readings.set(ticketId, reading)
    void reading.then(() => setTimeout(() => readings.delete(ticketId)))
  }
  return reading
}

/**
 * Keeps one text field of one ticket as this user's draft. An earlier draft replaces the field's first text, but never
 * what was typed while it was being read. `ready` is called once the field holds what there was.
 */
export function useDraft(ticketId: string, field: string, text: Ref<string>, ready: () => void): Draft {
  const session = useSession()
  const live = useLive()
  const state = ref<DraftState>('empty')
  const savedAt = ref<string | null>(null)
  const keeper = new DraftKeeper({
    server: {
      save: (value, keepalive) => api.drafts.save(ticketId, field, value, keepalive),
      remove: () => api.drafts.remove(ticketId, field),
    },
    storage: localStorage,
    storageKey: draftStorageKey(session.user?.userName ?? '', ticketId, field),
    onChange: (to, at) => { state.value = to; savedAt.value = at },
  })

  const initial = text.value
  let restoring = true
  void readDrafts(ticketId).then((drafts) => {
    const restored = keeper.restore(drafts.find((draft) => draft.field === field))
    restoring = false
    if (text.value !== initial) keeper.type(text.value)
    else if (restored !== '') text.value = restored
    ready()
  })
  watch(text, (value) => { if (!restoring) keeper.type(value) })
  watch(() => live.online, (online) => { if (online) void keeper.flush() })

  const leave = () => keeper.leave()
  onMounted(() => window.addEventListener('pagehide', leave))
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', leave)
    keeper.leave()
  })

  return { state, savedAt, flush: () => void keeper.flush(), discard: () => keeper.discard() }
}
