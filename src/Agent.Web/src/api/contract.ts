import type { paths } from './schema'

/** What the OpenAPI document says about one request: its path, parameters, body and answer. */

type Verb = 'get' | 'post' | 'put' | 'delete'

/** The paths that answer a verb. */
export type PathOf<M extends Verb> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths]

type Operation<M extends Verb, P extends keyof paths> = paths[P] extends Record<M, infer O> ? O : never

type Given<O, In extends 'path' | 'query'> = O extends { parameters: { [Name in In]?: infer G } } ? NonNullable<G> : never

export type QueryOf<M extends Verb, P extends PathOf<M>> = Given<Operation<M, P>, 'query'>

export type ParametersOf<M extends Verb, P extends PathOf<M>> = Given<Operation<M, P>, 'path'>

export type BodyOf<M extends Verb, P extends PathOf<M>> =
  Operation<M, P> extends { requestBody?: infer R }
    ? [NonNullable<R>] extends [never] ? never : NonNullable<R> extends { content: { 'application/json': infer B } } ? NonNullable<B> : never
    : never

type Answers<R> = { [Status in keyof R & (200 | 201)]: R[Status] extends { content: { 'application/json': infer T } } ? T : never }

/** What a success answers; undefined where there is nothing to read. */
export type AnswerOf<M extends Verb, P extends PathOf<M>> = Operation<M, P> extends { responses: infer R }
  ? [Answers<R>[keyof Answers<R>]] extends [never] ? undefined : Answers<R>[keyof Answers<R>]
  : never

/** The parts of a request the document knows, and only these. */
export type Parts<M extends Verb, P extends PathOf<M>> =
  & ([ParametersOf<M, P>] extends [never] ? object : { path: ParametersOf<M, P> })
  & ([QueryOf<M, P>] extends [never] ? object : object extends QueryOf<M, P> ? { query?: QueryOf<M, P> } : { query: QueryOf<M, P> })
  & ([BodyOf<M, P>] extends [never] ? object : { body: BodyOf<M, P> })
