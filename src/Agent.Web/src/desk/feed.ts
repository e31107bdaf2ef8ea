import { openStates, type TicketRow, type TicketSort, type TicketState } from '@/api/types'

export interface Feed {
  rows: TicketRow[]
  /** New rows held back until they may appear without moving the row under the cursor. */
  arrivals: TicketRow[]
  /** Rows that left the list but are still shown, by id, with the state they went to. */
  gone: ReadonlyMap<string, TicketState>
}

type Compare = (a: TicketRow, b: TicketRow) => number

export const emptyFeed: Feed = { rows: [], arrivals: [], gone: new Map() }

/**
 * Takes a freshly read first page in. Known rows change in place; rows that belong behind the last one follow it, which
 * moves nothing; danger to life goes on top at once; all other unknown rows wait as arrivals.
 */
export function takeFirstPage(feed: Feed, page: readonly TicketRow[], compare: Compare): Feed {
  const fresh = new Map(page.map((row) => [row.id, row]))
  const known = new Set(feed.rows.map((row) => row.id))
  const gone = new Map([...feed.gone].filter(([id]) => !fresh.has(id)))
  const last = feed.rows.at(-1)
  const unknown = page.filter((row) => !known.has(row.id))
  const first = unknown.filter(dangerous)
  const behind = unknown.filter((row) => !dangerous(row) && last !== undefined && compare(row, last) > 0)
  return {
    rows: [...first, ...feed.rows.map((row) => fresh.get(row.id) ?? row), ...behind],
    arrivals: unknown.filter((row) => !first.includes(row) && !behind.includes(row)),
    gone,
  }
}

/** More has come than a page holds: between the page and the rows shown others are missing. */
export function overruns(feed: Feed, page: readonly TicketRow[], more: boolean): boolean {
  const known = new Set(feed.rows.map((row) => row.id))
  return more && feed.rows.length > 0 && !page.some((row) => known.has(row.id))
}

/** Takes one ticket in that the first page no longer holds: it changed, or it left. */
export function takeChanged(feed: Feed, id: string, now: TicketRow | undefined, belongs: (row: TicketRow) => boolean): Feed {
  const gone = new Map(feed.gone)
  if (now !== undefined && belongs(now)) {
    gone.delete(id)
    return { ...feed, rows: feed.rows.map((row) => (row.id === id ? { ...row, ...now } : row)), gone }
  }
  gone.set(id, now?.state ?? 'Archived')
  return { ...feed, arrivals: feed.arrivals.filter((row) => row.id !== id), gone }
}

/** Nobody is pointing at the list: new rows appear where they belong, departed ones go. */
export function settle(feed: Feed, compare: Compare): Feed {
  if (feed.arrivals.length === 0 && feed.gone.size === 0) return feed
  const staying = feed.rows.filter((row) => !feed.gone.has(row.id))
  return { rows: merge(staying, [...feed.arrivals].sort(compare), compare), arrivals: [], gone: new Map() }
}

export function appendPage(feed: Feed, page: readonly TicketRow[]): Feed {
  const known = new Set([...feed.rows, ...feed.arrivals].map((row) => row.id))
  return { ...feed, rows: [...feed.rows, ...page.filter((row) => !known.has(row.id))] }
}

const dangerous = (row: TicketRow) => row.dangers.length > 0 && openStates.includes(row.state)

/** Danger to life comes first, whatever the order asked for; the rest keeps its order. */
export function dangerFirst(rows: readonly TicketRow[]): TicketRow[] {
  return [...rows.filter(dangerous), ...rows.filter((row) => !dangerous(row))]
}

export function comparerFor(sort: TicketSort): Compare {
  const due = (row: TicketRow) => Date.parse(row.departmentDueAt ?? row.residentDueAt ?? '9999-12-31T00:00:00Z')
  const received = (row: TicketRow) => Date.parse(row.receivedAt)
  switch (sort) {
    case 'queue': return (a, b) => Number(dangerous(b)) - Number(dangerous(a)) || received(a) - received(b)
    case 'newest': return (a, b) => received(b) - received(a)
    case 'oldest': return (a, b) => received(a) - received(b)
    case 'due': return (a, b) => due(a) - due(b)
  }
}

function merge(ordered: TicketRow[], added: TicketRow[], compare: Compare): TicketRow[] {
  const result: TicketRow[] = []
  let next = 0
  for (const row of ordered) {
    while (next < added.length && compare(added[next]!, row) <= 0) result.push(added[next++]!)
    result.push(row)
  }
  return [...result, ...added.slice(next)]
}
