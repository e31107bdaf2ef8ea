import { call, pathTo, upload, withQuery } from './client'
import type { BodyOf, QueryOf } from './contract'
import type {
  ActionBody, ActionPath, AppraisalQuestion, AppraisedTicketsQuestion, AttachmentView, DeadlineQuestion, NewTicketBody, OutgoingState, Paging, TicketAction, TicketFilter, TicketView,
} from './types'

/** What every action on a ticket sends along. */
export interface ActionOptions {
  version?: number
  idempotencyKey?: string
}

export const api = {
  session: {
    current: () => call('get', '/api/session', {}),
    signIn: (userName: string, password: string) => call('post', '/api/session', { body: { userName, password } }),
    signOut: () => call('delete', '/api/session', {}),
  },
  tickets: {
    list: (filter: TicketFilter, paging: Paging = {}, signal?: AbortSignal) =>
      call('get', '/api/tickets', { query: { ...filter, ...paging } }, { signal }),
    counts: () => call('get', '/api/tickets/counts', {}),
    get: (id: string, signal?: AbortSignal) => call('get', '/api/tickets/{id}', { path: { id } }, { signal }),
    similar: (id: string) => call('get', '/api/tickets/{id}/similar', { path: { id } }),
    create: (body: NewTicketBody, idempotencyKey: string) => call('post', '/api/tickets', { body }, { idempotencyKey }),
    act: <A extends TicketAction>(id: string, action: A, body: ActionBody<A>, options: ActionOptions = {}): Promise<TicketView> =>
      call<'post', ActionPath<TicketAction>>('post', `/api/tickets/{id}/${action as TicketAction}`, { path: { id }, body }, {
        ifMatch: options.version, idempotencyKey: options.idempotencyKey,
      }),
    proposal: (id: string) => call('get', '/api/tickets/{id}/publication-proposal', { path: { id } }),
    attach: (id: string, file: File, onProgress: (share: number) => void) =>
      upload<AttachmentView>(pathTo('post', '/api/tickets/{id}/attachments', { id }), file, onProgress),
    reveal: (id: string, reason: string) =>
      call('post', '/api/tickets/{id}/resident/reveal', { path: { id }, body: { reason } }),
  },
  topics: () => call('get', '/api/topics', {}),
  appraisal: {
    figures: (query: AppraisalQuestion) => call('get', '/api/appraisal', { query }),
    tickets: (query: AppraisedTicketsQuestion) => call('get', '/api/appraisal/tickets', { query }),
    fileUrl: (query: QueryOf<'get', '/api/appraisal/export'> & { lang: string }) => withQuery('/api/appraisal/export', { ...query }),
    exclusions: (paging: Paging) => call('get', '/api/appraisal/exclusions', { query: paging }),
    ask: (body: BodyOf<'post', '/api/appraisal/exclusions'>) => call('post', '/api/appraisal/exclusions', { body }),
    decide: (id: string, granted: boolean, reason: string) => call('post', '/api/appraisal/exclusions/{id}/decide', { path: { id }, body: { granted, reason } }),
    appeal: (id: string, reason: string) => call('post', '/api/appraisal/exclusions/{id}/appeal', { path: { id }, body: { reason } }),
    decideAppeal: (id: string, granted: boolean, reason: string) => call('post', '/api/appraisal/exclusions/{id}/decide-appeal', { path: { id }, body: { granted, reason } }),
  },
  promises: () => call('get', '/api/promises', {}),
  brief: (day?: string) => call('get', '/api/brief', { query: { day } }),
  attachmentUrl: (id: string) => pathTo('get', '/api/attachments/{id}', { id }),
  drafts: {
    list: (ticketId: string) => call('get', '/api/drafts', { query: { ticketId } }),
    save: (ticketId: string, field: string, text: string, keepalive = false) =>
      call('put', '/api/drafts', { body: { ticketId, field, text } }, { keepalive }),
    remove: (ticketId: string, field: string) => call('delete', '/api/drafts', { query: { ticketId, field } }),
  },
  reference: () => call('get', '/api/reference', {}),
  eventsHead: () => call('get', '/api/events/head', {}),
  intake: {
    status: () => call('get', '/api/intake/status', {}),
    quarantine: (paging: Paging) => call('get', '/api/intake/quarantine', { query: paging }),
    retry: (id: string) => call('post', '/api/intake/quarantine/{id}/retry', { path: { id } }),
    resolve: (id: string, note: string) => call('post', '/api/intake/quarantine/{id}/resolve', { path: { id }, body: { note } }),
  },
  outgoing: {
    list: (state: OutgoingState | undefined, paging: Paging) => call('get', '/api/outgoing', { query: { state, ...paging } }),
    retry: (id: string) => call('post', '/api/outgoing/{id}/retry', { path: { id } }),
  },
  classifier: {
    status: () => call('get', '/api/classifier', {}),
    drift: (weeks: number) => call('get', '/api/classifier/drift', { query: { weeks } }),
    contradictions: () => call('get', '/api/classifier/contradictions', {}),
    train: () => call('post', '/api/classifier/train', {}),
    promote: (id: string) => call('post', '/api/classifier/{id}/promote', { path: { id } }),
    rollBack: () => call('post', '/api/classifier/rollback', {}),
    drop: (id: string) => call('post', '/api/classifier/examples/{id}/drop', { path: { id } }),
  },
  rules: {
    deadline: (query: DeadlineQuestion) => call('get', '/api/deadlines/preview', { query }),
    policies: () => call('get', '/api/policies', {}),
    applyPolicy: (body: BodyOf<'post', '/api/policies'>) => call('post', '/api/policies', { body }),
    calendars: () => call('get', '/api/calendars', {}),
    previewCalendar: (body: BodyOf<'post', '/api/calendars/preview'>) => call('post', '/api/calendars/preview', { body }),
    applyCalendar: (body: BodyOf<'post', '/api/calendars'>) => call('post', '/api/calendars', { body }),
  },
  accessLog: (paging: Paging) => call('get', '/api/access-log', { query: paging }),
}
