import type { ProblemDetails, TicketView } from './types'

/** A refused or failed request. `code` is the API's stable error code, or one of `network`, `http.<status>`. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  /** The server's own words; shown only where the code has no translation. */
  readonly detail: string
  readonly errors: Record<string, string[]>
  readonly allowed: readonly string[] | undefined
  /** The ticket as it stands now, with version conflicts and refused transitions. */
  readonly current: TicketView | undefined
  /** Who got there first. */
  readonly by: string | undefined
  readonly retryAfter: number | undefined

  constructor(status: number, problem: ProblemDetails) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`)
    this.name = 'ApiProblem'
    this.status = status
    this.code = problem.code ?? (status === 0 ? 'network' : `http.${status}`)
    this.detail = problem.detail ?? problem.title ?? ''
    this.errors = problem.errors ?? {}
    this.allowed = problem.allowed
    this.current = problem.current
    this.by = problem.by
    this.retryAfter = problem.retryAfter
  }

  /** The request may or may not have reached the application: repeat it with the same idempotency key. */
  get unanswered(): boolean {
    return this.status === 0 || (this.status >= 502 && this.status <= 504)
  }

  get isConflict(): boolean {
    return this.code === 'ticket.version_conflict' && this.current !== undefined
  }

  static async of(response: Response): Promise<ApiProblem> {
    const problem = await readProblem(response)
    const retryAfter = Number(response.headers.get('Retry-After'))
    if (problem.retryAfter === undefined && retryAfter > 0) problem.retryAfter = retryAfter
    return new ApiProblem(response.status, problem)
  }

  static unreachable(cause: unknown): ApiProblem {
    return new ApiProblem(0, { title: cause instanceof Error ? cause.message : String(cause) })
  }
}

async function readProblem(response: Response): Promise<ProblemDetails> {
  if (!(response.headers.get('Content-Type') ?? '').includes('json')) return {}
  try {
    const body: unknown = await response.json()
    return body !== null && typeof body === 'object' ? (body as ProblemDetails) : {}
  } catch {
    return {} // a proxy's truncated answer: the status says enough
  }
}
