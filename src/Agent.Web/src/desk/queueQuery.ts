import type { LocationQuery } from 'vue-router'
import {
  channels, openStates, ticketSorts, ticketTypes, urgencies,
  type Channel, type TicketCounts, type TicketFilter, type TicketSort, type TicketState, type TicketType, type Urgency,
} from '@/api/types'

export const queueViews = ['received', 'accepted', 'open', 'mine', 'soon', 'overdue'] as const
export type QueueView = (typeof queueViews)[number]

export interface QueueFields {
  q: string
  channel: Channel | ''
  category: string
  department: string
  urgency: Urgency | ''
  type: TicketType | ''
  state: TicketState | ''
  sort: TicketSort
}

const viewFilters: Record<QueueView, TicketFilter> = {
  received: { state: ['Received'] },
  accepted: { state: ['Accepted'] },
  open: { state: [...openStates] },
  mine: { mine: true, state: [...openStates] },
  soon: { due: 'soon' },
  overdue: { due: 'overdue' },
}

/** Waiting lists start with danger and then with who has waited longest; the others with what is new or due. */
const viewSorts: Record<QueueView, TicketSort> = {
  received: 'queue', accepted: 'queue', open: 'newest', mine: 'newest', soon: 'due', overdue: 'due',
}

export function viewOf(parameter: unknown): QueueView {
  return queueViews.find((view) => view === parameter) ?? 'received'
}

/** Reads the filters kept in the address; words nobody knows are passed over. */
export function fieldsOf(view: QueueView, query: LocationQuery): QueueFields {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const known = <T extends string>(name: string, words: readonly T[]) => words.find((word) => word === text(name))
  return {
    q: text('q'), channel: known('channel', channels) ?? '', category: text('category'), department: text('department'),
    urgency: known('urgency', urgencies) ?? '', type: known('type', ticketTypes) ?? '', state: known('state', openStates) ?? '',
    sort: known('sort', ticketSorts) ?? viewSorts[view],
  }
}

/** What goes into the address: only what differs from the view's own. */
export function queryOf(view: QueueView, fields: QueueFields): Record<string, string> {
  const entries = Object.entries(fields).filter(([name, value]) => value !== '' && (name !== 'sort' || value !== viewSorts[view]))
  return Object.fromEntries(entries) as Record<string, string>
}

export function filterOf(view: QueueView, fields: QueueFields): TicketFilter {
  const { q, category, department, sort } = fields
  const only = <T extends string>(word: T | '') => (word === '' ? undefined : [word])
  return {
    ...viewFilters[view], q, category, department, sort, channel: only(fields.channel), urgency: only(fields.urgency), type: only(fields.type),
    ...(fields.state === '' ? {} : { state: [fields.state] }),
  }
}

export function hasFilters(fields: QueueFields): boolean {
  const { sort: _, ...rest } = fields
  return Object.values(rest).some((value) => value !== '')
}

export function countOf(view: QueueView, counts: TicketCounts | undefined): number | undefined {
  if (counts === undefined) return undefined
  switch (view) {
    case 'received': return counts.states.Received ?? 0
    case 'accepted': return counts.states.Accepted ?? 0
    case 'open': return openStates.reduce((sum, state) => sum + (counts.states[state] ?? 0), 0)
    case 'mine': return undefined
    case 'soon': return counts.dueSoon
    case 'overdue': return counts.overdue
  }
}

/** Whom to call, by kind of danger. */
export const dangerLines: Record<string, string[]> = {
  Fire: ['119'], Gas: ['119', '120'], Suicide: ['110', '120', '12356'], Violence: ['110'], Medical: ['120'],
  Traffic: ['122', '120'], Drowning: ['110', '120'],
}

export function linesFor(dangers: readonly string[]): string[] {
  return [...new Set(dangers.flatMap((danger) => dangerLines[danger] ?? ['110']))]
}
