import type { TicketView } from '@/api/types'

/** One field of a form, as far as a version conflict is concerned. */
export interface MergeField {
  key: string
  label: string
  mine: () => string
  /** The same field of the ticket as it is now; empty where the ticket has no such field. */
  theirs: (current: TicketView) => string
  take: (value: string) => void
  /** How a value reads, where it is a code. */
  show?: (value: string) => string
}
