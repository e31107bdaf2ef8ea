import type { Notice, NoticeBatch } from '@/api/types'

export interface Received {
  /** Notices not seen before, in order. */
  fresh: Notice[]
  /** Something between the last seen notice and this batch is missing: ask the server to resume. */
  gap: boolean
}

/**
 * Where this tab stands in the server's sequence of notices. Batches may be repeated, overlap or skip; the cursor
 * lets every notice through exactly once and moves only over ground it has seen.
 */
export class NoticeCursor {
  last: number

  constructor(last = 0) {
    this.last = last
  }

  receive(batch: NoticeBatch): Received {
    if (batch.after > this.last) return { fresh: [], gap: true }
    const fresh = batch.items.filter((notice) => notice.seq > this.last)
    this.last = Math.max(this.last, batch.upTo)
    return { fresh, gap: false }
  }

  /** The server's head after a resume. A head behind the cursor means another log: start again from it. */
  settle(head: number): { restarted: boolean } {
    if (head >= this.last) return { restarted: false }
    this.last = head
    return { restarted: true }
  }
}

/** Milliseconds before the next attempt: doubling to half a minute, spread by up to a half so that a restart is not met by a herd. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(30_000, 500 * 2 ** Math.min(attempt, 10))
  return Math.round(ceiling * (0.5 + 0.5 * random()))
}
