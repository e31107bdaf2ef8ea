import { request, upload } from './client'
import type {
  AccessLogEntry, AttachmentView, DraftView, IntakeStatus, NewTicketBody, OutgoingMessage, Page, PublicationProposal,
  QuarantinedMessage, QuarantineRetryResult, ReferenceData, ResidentView, SessionView, SimilarTicket, TicketAction,
  TicketCounts, TicketRow, TicketView,
} from './types'

/** What every action on a ticket sends along. */
export interface ActionOptions {
  version?: number
  idempotencyKey?: string
}

export interface TicketFilter {
  state?: string
  department?: string
  q?: string
  channel?: string
  urgency?: string
  type?: string
  category?: string
  due?: 'soon' | 'overdue'
  mine?: boolean
  sort?: 'newest' | 'oldest' | 'due'
}

interface Paging {
  after?: string
  limit?: number
}

const ticket = (id: string) => `/api/tickets/${encodeURIComponent(id)}`

export const api = {
  session: {
    current: () => request<SessionView>('/api/session'),
    signIn: (userName: string, password: string) =>
      request<SessionView>('/api/session', { method: 'POST', body: { userName, password } }),
    signOut: () => request<void>('/api/session', { method: 'DELETE' }),
  },
  tickets: {
    list: (filter: TicketFilter, paging: Paging = {}, signal?: AbortSignal) =>
      request<Page<TicketRow>>('/api/tickets', { query: { ...filter, ...paging }, signal }),
    counts: () => request<TicketCounts>('/api/tickets/counts'),
    get: (id: string, signal?: AbortSignal) => request<TicketView>(ticket(id), { signal }),
    similar: (id: string) => request<SimilarTicket[]>(`${ticket(id)}/similar`),
    create: (body: NewTicketBody, idempotencyKey: string) =>
      request<TicketView>('/api/tickets', { method: 'POST', body, idempotencyKey }),
    act: (id: string, action: TicketAction, body: object, options: ActionOptions = {}) =>
      request<TicketView>(`${ticket(id)}/${action}`, {
        method: 'POST', body, ifMatch: options.version, idempotencyKey: options.idempotencyKey,
      }),
    proposal: (id: string) => request<PublicationProposal>(`${ticket(id)}/publication-proposal`),
    attach: (id: string, file: File, onProgress: (share: number) => void) =>
      upload<AttachmentView>(`${ticket(id)}/attachments`, file, onProgress),
    reveal: (id: string, reason: string) =>
      request<ResidentView>(`${ticket(id)}/resident/reveal`, { method: 'POST', body: { reason } }),
  },
  attachmentUrl: (id: string) => `/api/attachments/${encodeURIComponent(id)}`,
  drafts: {
    list: (ticketId: string) => request<DraftView[]>('/api/drafts', { query: { ticketId } }),
    save: (ticketId: string, field: string, text: string, keepalive = false) =>
      request<{ savedAt: string }>('/api/drafts', { method: 'PUT', body: { ticketId, field, text }, keepalive }),
    remove: (ticketId: string, field: string) =>
      request<void>('/api/drafts', { method: 'DELETE', query: { ticketId, field } }),
  },
  reference: () => request<ReferenceData>('/api/reference'),
  eventsHead: () => request<{ seq: number }>('/api/events/head'),
  intake: {
    status: () => request<IntakeStatus>('/api/intake/status'),
    quarantine: (paging: Paging) => request<Page<QuarantinedMessage>>('/api/intake/quarantine', { query: { ...paging } }),
    retry: (id: string) =>
      request<QuarantineRetryResult>(`/api/intake/quarantine/${encodeURIComponent(id)}/retry`, { method: 'POST', body: {} }),
    resolve: (id: string, note: string) =>
      request<unknown>(`/api/intake/quarantine/${encodeURIComponent(id)}/resolve`, { method: 'POST', body: { note } }),
  },
  outgoing: {
    list: (state: string, paging: Paging) =>
      request<Page<OutgoingMessage>>('/api/outgoing', { query: { state, ...paging } }),
    retry: (id: string) =>
      request<unknown>(`/api/outgoing/${encodeURIComponent(id)}/retry`, { method: 'POST', body: {} }),
  },
  accessLog: (paging: Paging) => request<Page<AccessLogEntry>>('/api/access-log', { query: { ...paging } }),
}
