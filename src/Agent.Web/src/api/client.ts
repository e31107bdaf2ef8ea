import type { AnswerOf, ParametersOf, Parts, PathOf } from './contract'
import { language } from '@/i18n'
import { ApiProblem } from './problem'

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  query?: Record<string, string | number | boolean | readonly string[] | undefined>
  body?: unknown
  /** One key per submit; a repeat after a lost answer carries the same key. */
  idempotencyKey?: string
  /** The version the caller saw; the server answers 409 if it is no longer the current one. */
  ifMatch?: number
  signal?: AbortSignal
  /** Lets the request outlive the page, for a last draft. */
  keepalive?: boolean
}

let onSignedOut: () => void = () => {}

/** Says what to do when the server no longer knows the session. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler
}

export function newIdempotencyKey(): string {
  return crypto.randomUUID()
}

export function xsrfToken(cookies: string = document.cookie): string | undefined {
  const pair = cookies.split('; ').find((part) => part.startsWith('XSRF-TOKEN='))
  return pair === undefined ? undefined : decodeURIComponent(pair.slice('XSRF-TOKEN='.length))
}

export function withQuery(path: string, query: RequestOptions['query'] = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const text = value === undefined ? '' : String(value)   // several words are comma separated
    if (text !== '') parameters.set(name, text)
  }
  const text = parameters.toString()
  return text === '' ? path : `${path}?${text}`
}

function headersFor(method: string, options: RequestOptions): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language.value })
  if (method !== 'GET') {
    const token = xsrfToken()
    if (token !== undefined) headers.set('X-XSRF-TOKEN', token)
  }
  if (options.body !== undefined && !(options.body instanceof FormData)) headers.set('Content-Type', 'application/json')
  if (options.idempotencyKey !== undefined) headers.set('Idempotency-Key', options.idempotencyKey)
  if (options.ifMatch !== undefined) headers.set('If-Match', `"${options.ifMatch}"`)
  return headers
}

/** Sends one request; anything but a success is thrown as an ApiProblem. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  try {
    return await send<T>(path, options)
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.code !== 'antiforgery.invalid') throw problem
    // The token belongs to the signed-in user: another tab signed in anew. Reading the session issues a fresh one.
    await send('/api/session', {}).catch(() => undefined)
    return send<T>(path, options)
  }
}

async function send<T>(path: string, options: RequestOptions): Promise<T> {
  const method = options.method ?? 'GET'
  let response: Response
  try {
    response = await fetch(withQuery(path, options.query), {
      method,
      headers: headersFor(method, options),
      body: options.body === undefined || options.body instanceof FormData ? options.body : JSON.stringify(options.body),
      credentials: 'same-origin',
      cache: 'no-store',
      keepalive: options.keepalive ?? false,
      signal: options.signal ?? null,
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw ApiProblem.unreachable(cause)
  }
  if (!response.ok) {
    const problem = await ApiProblem.of(response)
    if (response.status === 401 && path !== '/api/session') onSignedOut()
    throw problem
  }
  const text = response.status === 204 ? '' : await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** The address of a path of the OpenAPI document, with its parameters filled in. */
export function pathTo<M extends 'get' | 'post' | 'put' | 'delete', P extends PathOf<M>>(_method: M, path: P, parameters: ParametersOf<M, P>): string {
  const values = parameters as Record<string, string>
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

/** Sends one request of the OpenAPI document; a path, parameter or field it does not know fails the type check. */
export function call<M extends 'get' | 'post' | 'put' | 'delete', P extends PathOf<M>>(
  method: M, path: P, parts: Parts<M, P>, options: Pick<RequestOptions, 'idempotencyKey' | 'ifMatch' | 'signal' | 'keepalive'> = {},
): Promise<AnswerOf<M, P>> {
  const { path: parameters, query, body } = parts as { path?: object, query?: RequestOptions['query'], body?: unknown }
  return request<AnswerOf<M, P>>(pathTo(method, path, (parameters ?? {}) as ParametersOf<M, P>), {
    ...options, method: method.toUpperCase() as RequestOptions['method'], query, body,
  })
}

/** Uploads one file with progress, which fetch cannot report. `onProgress` gets 0..1. */
export function upload<T>(path: string, file: File, onProgress: (share: number) => void, fields: Record<string, string> = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', file)
    const call = new XMLHttpRequest()
    call.open('POST', path)
    call.setRequestHeader('Accept', 'application/json')
    call.setRequestHeader('Accept-Language', language.value)
    const token = xsrfToken()
    if (token !== undefined) call.setRequestHeader('X-XSRF-TOKEN', token)
    call.setRequestHeader('Idempotency-Key', newIdempotencyKey())
    call.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0)
    call.onerror = () => reject(ApiProblem.unreachable('upload'))
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) return resolve(JSON.parse(call.responseText) as T)
      if (call.status === 401) onSignedOut()
      const answer = new Response(call.responseText, {
        status: call.status,
        headers: { 'Content-Type': call.getResponseHeader('Content-Type') ?? '' },
      })
      void ApiProblem.of(answer).then(reject)
    }
    call.send(form)
  })
}
