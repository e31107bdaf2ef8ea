import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { request, whenSignedOut, withQuery, xsrfToken } from './client'
import { api } from './endpoints'
import { ApiProblem } from './problem'

type Call = [url: string, init: RequestInit & { headers: Headers }]

function answering(...answers: (Response | Error)[]) {
  const fetching = vi.fn(() => {
    const answer = answers.shift()!
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  })
  vi.stubGlobal('fetch', fetching)
  return { calls: () => fetching.mock.calls as unknown as Call[] }
}

const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json', ...headers } })

const caught = (call: Promise<unknown>) => call.then(() => { throw new Error('no problem came') }, (cause: unknown) => cause as ApiProblem)

describe('the client', () => {
  beforeEach(() => { document.cookie = 'XSRF-TOKEN=a%2Bb' })
  afterEach(() => {
    vi.unstubAllGlobals()
    whenSignedOut(() => {})
  })

  it('sends the token, the key and the version with an action', async () => {
    const { calls } = answering(Response.json({ id: 't1' }))
    await api.tickets.act('t1', 'publish/confirm', {}, { version: 7, idempotencyKey: 'k1' })
    const [url, init] = calls()[0]!
    expect(url).toBe('/api/tickets/t1/publish/confirm')
    expect(init.method).toBe('POST')
    expect(init.headers.get('X-XSRF-TOKEN')).toBe('a+b')
    expect(init.headers.get('Idempotency-Key')).toBe('k1')
    expect(init.headers.get('If-Match')).toBe('"7"')
  })

  it('sends no token with a read', async () => {
    const { calls } = answering(Response.json([]))
    await request('/api/reference')
    expect(calls()[0]![1].headers.has('X-XSRF-TOKEN')).toBe(false)
  })

  it('finds the token among other cookies', () => {
    expect(xsrfToken('a=1; XSRF-TOKEN=t%3D; b=2')).toBe('t=')
    expect(xsrfToken('NOT-XSRF-TOKEN=t')).toBeUndefined()
  })

  it('leaves empty filters out of the address and encodes the rest', () => {
    expect(withQuery('/api/tickets', { q: '供暖 & 停水', state: '', mine: true, limit: undefined })).toBe('/api/tickets?q=%E4%BE%9B%E6%9A%96+%26+%E5%81%9C%E6%B0%B4&mine=true')
  })

  it('turns problem details into a problem with its code', async () => {
    answering(problem(409, { code: 'ticket.version_conflict', current: { id: 't1', version: 8 }, detail: 'stale' }))
    const found = await caught(api.tickets.act('t1', 'accept', {}))
    expect(found).toBeInstanceOf(ApiProblem)
    expect([found.status, found.code, found.isConflict, found.current?.version]).toEqual([409, 'ticket.version_conflict', true, 8])
  })

  it('keeps the messages of each field', async () => {
    answering(problem(400, { code: 'request.invalid', errors: { publicText: ['太短'] } }))
    expect((await caught(request('/x'))).errors).toEqual({ publicText: ['太短'] })
  })

  it('takes the wait from the header where the body has none', async () => {
    answering(problem(429, { code: 'rate.limited' }, { 'Retry-After': '30' }))
    expect((await caught(request('/x'))).retryAfter).toBe(30)
  })

  it('names a failure without problem details by its status', async () => {
    answering(new Response('<html>Bad gateway</html>', { status: 502, headers: { 'Content-Type': 'text/html' } }))
    expect((await caught(request('/x'))).code).toBe('http.502')
  })

  it('knows that a lost answer may be repeated', async () => {
    answering(new TypeError('failed to fetch'))
    const found = await caught(request('/x'))
    expect([found.code, found.unanswered]).toEqual(['network', true])
  })

  it('reports an ended session, but not a refused sign-in', async () => {
    const signedOut = vi.fn()
    whenSignedOut(signedOut)
    answering(problem(401, { code: 'session.wrong_credentials' }), problem(401, {}))
    await caught(api.session.signIn('agent1', 'wrong'))
    expect(signedOut).not.toHaveBeenCalled()
    await caught(api.tickets.counts())
    expect(signedOut).toHaveBeenCalledOnce()
  })

  it('fetches a fresh token once and repeats with the same key', async () => {
    const { calls } = answering(problem(400, { code: 'antiforgery.invalid' }), Response.json({}), Response.json({ id: 't1' }))
    await api.tickets.act('t1', 'sign', {}, { idempotencyKey: 'k9' })
    expect(calls().map(([url]) => url)).toEqual(['/api/tickets/t1/sign', '/api/session', '/api/tickets/t1/sign'])
    expect(calls()[2]![1].headers.get('Idempotency-Key')).toBe('k9')
  })

  it('gives up when the fresh token is refused too', async () => {
    const { calls } = answering(problem(400, { code: 'antiforgery.invalid' }), Response.json({}), problem(400, { code: 'antiforgery.invalid' }))
    expect((await caught(api.tickets.act('t1', 'sign', {}))).code).toBe('antiforgery.invalid')
    expect(calls()).toHaveLength(3)
  })
})
