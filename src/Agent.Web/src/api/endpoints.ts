import { call, pathTo, upload, withQuery } from './client'
import type { BodyOf, QueryOf } from './contract'
import type {
  AccessFilter, ActionBody, ActionPath, AppraisalQuestion, AppraisedTicketsQuestion, AttachmentView, Channel, DeadlineQuestion, DeliveryState,
  FileImport, FlagKind, FlagState, Gap, IssueOrderBody, MonitorMode, NewTicketBody, OutgoingState, Paging,
  RequestState, SubTaskState, TicketAction, TicketFilter, TicketView,
} from './types'

/** What every action on a ticket sends along. */
export interface ActionOptions {
  version?: number
  idempotencyKey?: string
  /** The number of the part, for an action on one. */
  part?: number
}

/** The steps of a supervision order. */
export type OrderMove = 'sign' | 'answer' | 'review' | 'send-back' | 'close'

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
      call<'post', ActionPath<TicketAction>>('post', `/api/tickets/{id}/${action as TicketAction}`, { path: { id, n: options.part ?? 0 } as { id: string }, body }, {
        ifMatch: options.version, idempotencyKey: options.idempotencyKey,
      }),
    proposal: (id: string) => call('get', '/api/tickets/{id}/publication-proposal', { path: { id } }),
    attach: (id: string, file: File, onProgress: (share: number) => void, taken: { takenAt?: string; takenPlace?: string } = {}) =>
      upload<AttachmentView>(pathTo('post', '/api/tickets/{id}/attachments', { id }), file, onProgress, taken),
    reveal: (id: string, reason: string) =>
      call('post', '/api/tickets/{id}/resident/reveal', { path: { id }, body: { reason } }),
  },
  disputes: {
    returns: (state: RequestState | undefined, paging: Paging) => call('get', '/api/returns', { query: { state, ...paging } }),
    extensions: (state: RequestState | undefined, paging: Paging) => call('get', '/api/extensions', { query: { state, ...paging } }),
    longTerm: (state: RequestState | undefined, paging: Paging) => call('get', '/api/long-term', { query: { state, ...paging } }),
    hardCases: (paging: Paging) => call('get', '/api/hard-cases', { query: paging }),
    precedents: (withdrawn: boolean, paging: Paging) => call('get', '/api/precedents', { query: { withdrawn, ...paging } }),
    withdraw: (id: string, reason: string) => call('post', '/api/precedents/{id}/withdraw', { path: { id }, body: { reason } }),
    gaps: (state: Gap['state'] | undefined, paging: Paging) => call('get', '/api/gaps', { query: { state, ...paging } }),
    resolveGap: (id: string, departmentCode: string, basis: string) => call('post', '/api/gaps/{id}/resolve', { path: { id }, body: { departmentCode, basis } }),
  },
  subTasks: (filter: { state?: SubTaskState[] }, paging: Paging) => call('get', '/api/sub-tasks', { query: { ...filter, ...paging } }),
  calls: {
    get: (id: string) => call('get', '/api/calls/{id}', { path: { id } }),
  },
  callFlows: {
    list: () => call('get', '/api/call-flows', {}),
    check: (body: BodyOf<'post', '/api/call-flows/check'>) => call('post', '/api/call-flows/check', { body }),
    walk: (body: BodyOf<'post', '/api/call-flows/walk'>) => call('post', '/api/call-flows/walk', { body }),
    apply: (code: string, body: BodyOf<'put', '/api/call-flows/{code}'>) => call('put', '/api/call-flows/{code}', { path: { code }, body }),
  },
  simulator: {
    start: (body: BodyOf<'post', '/api/simulator/calls'>) => call('post', '/api/simulator/calls', { body }),
    get: (id: string) => call('get', '/api/simulator/calls/{id}', { path: { id } }),
    input: (id: string, body: BodyOf<'post', '/api/simulator/calls/{id}/input'>) => call('post', '/api/simulator/calls/{id}/input', { path: { id }, body }),
    agent: (id: string, body: BodyOf<'post', '/api/simulator/calls/{id}/agent'>) => call('post', '/api/simulator/calls/{id}/agent', { path: { id }, body }),
  },
  line: {
    seat: () => call('get', '/api/line/seat', {}),
    say: (body: BodyOf<'put', '/api/line/seat'>) => call('put', '/api/line/seat', { body }),
    takePhone: (tab: string, takeOver: boolean) => call('put', '/api/line/seat/phone', { body: { tab, takeOver } }),
    pass: () => call('post', '/api/line/seat/phone/pass', {}),
    extendWrapUp: () => call('post', '/api/line/seat/wrap-up/extend', {}),
    accept: (id: string, tab: string) => call('post', '/api/line/offers/{id}/accept', { path: { id }, body: { tab } }),
    decline: (id: string) => call('post', '/api/line/offers/{id}/decline', { path: { id } }),
    hold: (id: string) => call('post', '/api/line/calls/{id}/hold', { path: { id } }),
    resume: (id: string) => call('post', '/api/line/calls/{id}/resume', { path: { id } }),
    end: (id: string) => call('post', '/api/line/calls/{id}/end', { path: { id } }),
    transfer: (id: string, body: BodyOf<'post', '/api/line/calls/{id}/transfer'>) => call('post', '/api/line/calls/{id}/transfer', { path: { id }, body }),
    addParty: (id: string, body: BodyOf<'post', '/api/line/calls/{id}/parties'>) => call('post', '/api/line/calls/{id}/parties', { path: { id }, body }),
    recording: (id: string, paused: boolean) => call('post', '/api/line/calls/{id}/recording', { path: { id }, body: { paused } }),
    monitor: (id: string, mode: MonitorMode) => call('post', '/api/line/calls/{id}/monitor', { path: { id }, body: { mode } }),
    colleagues: () => call('get', '/api/line/colleagues', {}),
    wallboard: () => call('get', '/api/line/wallboard', {}),
    logOut: (id: string) => call('post', '/api/line/seats/{id}/log-out', { path: { id } }),
    skills: () => call('get', '/api/line/skills', {}),
    saveSkills: (userName: string, body: BodyOf<'put', '/api/line/skills/{userName}'>) => call('put', '/api/line/skills/{userName}', { path: { userName }, body }),
  },
  topics: () => call('get', '/api/topics', {}),
  releaseAttachment: (id: string) => call('post', '/api/attachments/{id}/release', { path: { id } }),
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
    setAside: (reason: string | undefined, paging: Paging) => call('get', '/api/intake/set-aside', { query: { reason, ...paging } }),
    takeSetAside: (id: string) => call('post', '/api/intake/set-aside/{id}/ticket', { path: { id } }),
    discardSetAside: (id: string) => call('post', '/api/intake/set-aside/{id}/discard', { path: { id } }),
  },
  outgoing: {
    list: (state: OutgoingState | undefined, paging: Paging) => call('get', '/api/outgoing', { query: { state, ...paging } }),
    retry: (id: string) => call('post', '/api/outgoing/{id}/retry', { path: { id } }),
  },
  channels: {
    list: () => call('get', '/api/channels', {}),
    reconciliations: (query: QueryOf<'get', '/api/channels/reconciliations'>) => call('get', '/api/channels/reconciliations', { query }),
    test: (channel: Channel, to?: string) => call('post', '/api/channels/{channel}/test', { path: { channel }, body: { to } }),
  },
  imports: {
    list: () => call('get', '/api/imports', {}),
    get: (id: string) => call('get', '/api/imports/{id}', { path: { id } }),
    upload: (file: File, onProgress: (share: number) => void, system: string) => upload<FileImport>('/api/imports', file, onProgress, system === '' ? {} : { system }),
    map: (id: string, body: BodyOf<'put', '/api/imports/{id}'>) => call('put', '/api/imports/{id}', { path: { id }, body }),
    run: (id: string) => call('post', '/api/imports/{id}/run', { path: { id } }),
    discard: (id: string) => call('delete', '/api/imports/{id}', { path: { id } }),
    resultUrl: (id: string, lang: string) => withQuery(pathTo('get', '/api/imports/{id}/result', { id }), { lang }),
  },
  webhooks: {
    list: () => call('get', '/api/webhooks', {}),
    add: (body: BodyOf<'post', '/api/webhooks'>) => call('post', '/api/webhooks', { body }),
    change: (id: string, body: BodyOf<'put', '/api/webhooks/{id}'>) => call('put', '/api/webhooks/{id}', { path: { id }, body }),
    remove: (id: string) => call('delete', '/api/webhooks/{id}', { path: { id } }),
    rotate: (id: string) => call('post', '/api/webhooks/{id}/secret', { path: { id }, body: {} }),
    replay: (id: string, from: string) => call('post', '/api/webhooks/{id}/replay', { path: { id }, body: { from } }),
    deliveries: (state: DeliveryState, paging: Paging) => call('get', '/api/webhook-deliveries', { query: { state, ...paging } }),
    delivery: (id: string) => call('get', '/api/webhook-deliveries/{id}', { path: { id } }),
    retry: (id: string) => call('post', '/api/webhook-deliveries/{id}/retry', { path: { id } }),
    drop: (id: string, reason: string) => call('post', '/api/webhook-deliveries/{id}/drop', { path: { id }, body: { reason } }),
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
    colleagues: () => call('get', '/api/delegations/colleagues', {}),
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
  ladder: (days: number) => call('get', '/api/ladder', { query: { days } }),
  orders: {
    list: (paging: Paging) => call('get', '/api/supervision-orders', { query: paging }),
    suggestions: () => call('get', '/api/supervision-orders/suggestions', {}),
    get: (id: string) => call('get', '/api/supervision-orders/{id}', { path: { id } }),
    issue: (body: IssueOrderBody) => call('post', '/api/supervision-orders', { body }),
    move: (id: string, action: OrderMove, note?: string) => call('post', `/api/supervision-orders/{id}/${action}`, { path: { id }, body: { note } }),
  },
  flags: {
    list: (filter: { state?: FlagState | undefined; kind?: FlagKind | undefined }, paging: Paging) => call('get', '/api/flags', { query: { ...filter, ...paging } }),
    decide: (id: string, confirmed: boolean, reason: string, proposeReopen: boolean) => call('post', '/api/flags/{id}/decide', { path: { id }, body: { confirmed, reason, proposeReopen } }),
  },
  instructions: (state: 'open' | 'overdue' | 'reported', paging: Paging) => call('get', '/api/instructions', { query: { state, ...paging } }),
  followUps: {
    list: (due: boolean, paging: Paging) => call('get', '/api/follow-ups', { query: { due, ...paging } }),
    claim: (id: string) => call('post', '/api/follow-ups/{id}/claim', { path: { id } }),
    release: (id: string) => call('post', '/api/follow-ups/{id}/release', { path: { id } }),
  },
  accessLog: (query: AccessFilter) => call('get', '/api/access-log', { query }),
  records: {
    dailyRoots: (query: { before?: string | undefined; limit: number }) => call('get', '/api/records/daily-roots', { query }),
    verification: () => call('get', '/api/records/verification', {}),
  },
  holds: {
    list: (query: { before?: string | undefined; limit: number }) => call('get', '/api/holds', { query }),
    place: (ticketNumber: string, reason: string) => call('post', '/api/holds', { body: { ticketNumber, reason } }),
    end: (ticketNumber: string, reason: string) => call('post', '/api/holds/release', { body: { ticketNumber, reason } }),
  },
}
