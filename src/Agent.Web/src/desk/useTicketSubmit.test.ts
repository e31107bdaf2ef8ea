import { afterEach, describe, expect, it, vi } from 'vitest'
import { aTicket } from '@/components/testing'
import { useTicketSubmit } from './useTicketSubmit'

function answering(...answers: (Response | Error)[]) {
  const fetching = vi.fn((_url: string, _init: { headers: Headers }) => {
    const answer = answers.shift()!
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  })
  vi.stubGlobal('fetch', fetching)
  return { header: (name: string) => fetching.mock.calls.map(([, init]) => init.headers.get(name)) }
}

const refusal = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } })

describe('submitting an action', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('repeats a submit without an answer under the same key', async () => {
    const { header } = answering(new TypeError('offline'), new Response('', { status: 504 }), Response.json(aTicket({ version: 2 })))
    const call = useTicketSubmit(aTicket(), 'accept')
    expect(await call.submit({})).toBeUndefined()
    expect(call.problem.value?.unanswered).toBe(true)
    await call.submit({})
    expect((await call.submit({}))?.version).toBe(2)
    expect(new Set(header('Idempotency-Key')).size).toBe(1)
  })

  it('takes a new key after any answer', async () => {
    const { header } = answering(refusal(400, { code: 'request.invalid' }), Response.json(aTicket()))
    const call = useTicketSubmit(aTicket(), 'accept')
    await call.submit({})
    await call.submit({})
    expect(new Set(header('Idempotency-Key')).size).toBe(2)
  })

  it('sends one request however often it is pressed', async () => {
    const { header } = answering(Response.json(aTicket()))
    const call = useTicketSubmit(aTicket(), 'accept')
    await Promise.all([call.submit({}), call.submit({}), call.submit({})])
    expect(header('Idempotency-Key')).toHaveLength(1)
  })

  it('stands on the version the user saw until the user has seen the new one', async () => {
    const current = aTicket({ version: 6 })
    const { header } = answering(refusal(409, { code: 'ticket.version_conflict', current }), Response.json(current))
    const call = useTicketSubmit(aTicket({ version: 4 }), 'accept')
    await call.submit({})
    expect(call.conflict.value?.version).toBe(6)
    call.adopt(current)
    expect(call.conflict.value).toBeUndefined()
    await call.submit({})
    expect(header('If-Match')).toEqual(['"4"', '"6"'])
  })

  it('finds the message of a field however its name is spelt', async () => {
    answering(refusal(400, { code: 'request.invalid', errors: { PublicText: ['太短', '没有依据'] } }))
    const call = useTicketSubmit(aTicket(), 'reply')
    await call.submit({})
    expect(call.errorOf('publicText')).toBe('太短；没有依据')
    expect(call.errorOf('result')).toBeUndefined()
  })
})
