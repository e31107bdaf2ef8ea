import { call, pathTo, upload } from './client'
import type { BodyOf } from './contract'
import type {
  ActionBody, ActionPath, AttachmentView, DeadlineQuestion, NewTicketBody, OutgoingState, Paging, TicketAction, TicketFilter, TicketView,
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
  calls: {
    get: (id: string) => call('get', '/api/calls/{id}', { path: { id } }),
  },
  topics: () => call('get', '/api/topics', {}),
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
  units: {
    list: () => call('get', '/api/units', {}),
    save: (code: string, body: BodyOf<'put', '/api/units/{code}'>) => call('put', '/api/units/{code}', { path: { code }, body }),
    remove: (code: string, version?: number) => call('delete', '/api/units/{code}', { path: { code }, query: { version } }),
    rehome: (code: string, body: BodyOf<'post', '/api/units/{code}/rehome'>) => call('post', '/api/units/{code}/rehome', { path: { code }, body }),
    addShift: (code: string, body: BodyOf<'post', '/api/units/{code}/duty'>) => call('post', '/api/units/{code}/duty', { path: { code }, body }),
  },
  catalogue: {
    categories: () => call('get', '/api/categories', {}),
    saveCategory: (code: string, body: BodyOf<'put', '/api/categories/{code}'>) => call('put', '/api/categories/{code}', { path: { code }, body }),
    removeCategory: (code: string, version?: number) => call('delete', '/api/categories/{code}', { path: { code }, query: { version } }),
    duties: () => call('get', '/api/duties', {}),
    saveDuty: (body: BodyOf<'put', '/api/duties'>) => call('put', '/api/duties', { body }),
    removeDuty: (category: string, district?: string, version?: number) => call('delete', '/api/duties/{category}', { path: { category }, query: { district, version } }),
  },
  staff: {
    list: () => call('get', '/api/staff', {}),
    save: (userName: string, body: BodyOf<'put', '/api/staff/{userName}'>) => call('put', '/api/staff/{userName}', { path: { userName }, body }),
    absences: () => call('get', '/api/delegations', {}),
    appoint: (body: BodyOf<'post', '/api/delegations'>) => call('post', '/api/delegations', { body }),
    end: (id: string) => call('post', '/api/delegations/{id}/end', { path: { id } }),
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
