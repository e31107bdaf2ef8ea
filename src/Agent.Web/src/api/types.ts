/**
 * The wire contract of the API, in one place. The names are those of the OpenAPI document's schemas, so that this
 * file can give way to `components['schemas'][...]` aliases of a generated schema without touching its readers.
 * Instants are ISO-8601 with an offset; offsets into text are UTF-16 units, as JavaScript indexes strings.
 */

export const ticketStates = [
  'Received', 'Accepted', 'WaitingForResident', 'Dispatched', 'Handling', 'LongTerm', 'Replied', 'Review', 'Evaluation',
  'DissatisfactionReview', 'Closed', 'Archived', 'Answered', 'Redirected', 'Transferred', 'Merged', 'Withdrawn',
] as const
export type TicketState = (typeof ticketStates)[number]

/** States in which somebody still has to do something. */
export const openStates: readonly TicketState[] = [
  'Received', 'Accepted', 'WaitingForResident', 'Dispatched', 'Handling', 'LongTerm', 'Replied', 'Review', 'Evaluation',
  'DissatisfactionReview',
]

export const channels = ['Web', 'Sms', 'Phone', 'Api', 'Email', 'Microblog', 'WeChat', 'Counter'] as const
export type Channel = (typeof channels)[number]

export const ticketTypes = [
  'Consultation', 'HelpRequest', 'Suggestion', 'Criticism', 'Complaint', 'Report', 'Praise',
] as const
export type TicketType = (typeof ticketTypes)[number]

export const urgencies = ['Normal', 'Urgent', 'Critical'] as const
export type Urgency = (typeof urgencies)[number]

export type Danger = 'Fire' | 'Gas' | 'Suicide' | 'Violence' | 'Medical' | 'Traffic' | 'Drowning'

export const replyResults = ['Solved', 'PartlySolved', 'NotSolved', 'Untrue', 'Explained'] as const
export type ReplyResult = (typeof replyResults)[number]

export const firstContactOutcomes = ['Reached', 'NoAnswer', 'Refused', 'Anonymous'] as const
export type FirstContactOutcome = (typeof firstContactOutcomes)[number]

export type Satisfaction = 'VerySatisfied' | 'Satisfied' | 'BasicallySatisfied' | 'Dissatisfied' | 'VeryDissatisfied'

export type Light = 'Green' | 'Yellow' | 'Red' | 'Paused' | 'Met' | 'Missed'

export const redirectReasons = [
  'NotCityDuty', 'EmergencyService', 'OtherOrgan', 'Litigation', 'InOtherProcedure', 'SecretOrPrivate',
  'RepeatedMatter', 'NoSubstance', 'Other',
] as const
export type RedirectReason = (typeof redirectReasons)[number]

export type Role =
  | 'agent' | 'dispatcher' | 'handler' | 'approver' | 'publisher' | 'supervisor' | 'leader' | 'administrator' | 'auditor'

export type Desk = 'queue' | 'department' | 'review' | 'publish' | 'admin'

/** What the caller may do to a ticket now; the same word is the route segment of the request. */
export type TicketAction =
  | 'accept' | 'answer' | 'dispatch' | 'redirect' | 'merge' | 'unmerge' | 'sign' | 'first-contact' | 'reply' | 'approve'
  | 'send-back' | 'close' | 'publish' | 'publish/confirm' | 'publish/withdraw' | 'note' | 'attach'

export interface SessionView {
  userName: string
  displayName: string
  staffNumber: string
  roles: Role[]
  departmentCode?: string | null
  departmentName?: string | null
  desks: Desk[]
  serverTime: string
}

export interface TicketRow {
  id: string
  number: string
  state: TicketState
  channel: Channel
  type: TicketType
  urgency: Urgency
  dangers: Danger[]
  subject: string
  categoryCode?: string | null
  categoryName?: string | null
  leadDepartment?: string | null
  leadDepartmentName?: string | null
  suggestedCategoryCode?: string | null
  suggestedCategoryName?: string | null
  suggestedDepartment?: string | null
  suggestedDepartmentName?: string | null
  suggestedProbability?: number | null
  place?: string | null
  residentName?: string | null
  acceptedBy?: string | null
  receivedAt: string
  residentDueAt?: string | null
  residentLight?: Light | null
  departmentDueAt?: string | null
  departmentLight?: Light | null
  version: number
}

export interface Evidence {
  field: 'Subject' | 'Body'
  start: number
  length: number
  /** Positive speaks for the suggestion, negative against it. */
  weight: number
}

export interface Suggestion {
  rank: number
  categoryCode: string
  categoryName: string
  departmentCode?: string | null
  departmentName?: string | null
  probability: number
  reason: string
  evidence: Evidence[]
}

export interface DeadlineView {
  clock: 'Resident' | 'Department'
  step: string
  startedAt: string
  dueAt: string
  metAt?: string | null
  light: Light
  /** Minutes of working time; negative once overdue. */
  workingMinutesLeft: number
  explanation: string
  /** The working calendar does not reach this far yet: the date is provisional. */
  calendarMissing: boolean
}

export interface HistoryEntry {
  at: string
  action: string
  from?: TicketState | null
  to?: TicketState | null
  actor: string
  actorName: string
  departmentName?: string | null
  note?: string | null
}

export interface AttachmentView {
  id: string
  fileName: string
  contentType: string
  /** Bytes. */
  size: number
  kind: 'Resident' | 'Evidence' | 'Recording'
  addedAt: string
  addedBy: string
}

export interface ResidentView {
  name?: string | null
  phone?: string | null
  email?: string | null
  address?: string | null
}

export interface ReplyView {
  publicText: string
  innerNote?: string | null
  result: ReplyResult
  legalBasis?: string | null
  repliedBy: string
  repliedAt: string
}

export interface FirstContactView {
  outcome: FirstContactOutcome
  note?: string | null
  at: string
  by: string
}

export interface RatingView {
  solved: boolean
  satisfaction: Satisfaction
  comment?: string | null
  at: string
}

export interface PublicationView {
  state: 'Proposed' | 'Published' | 'Withdrawn'
  title: string
  question: string
  answer: string
  proposedBy: string
  proposedAt: string
  confirmedBy?: string | null
  publishedAt?: string | null
}

export interface TicketReference {
  id: string
  number: string
}

export interface TicketView extends TicketRow {
  body: string
  language?: string | null
  confidential: boolean
  anonymous: boolean
  round: number
  acceptedAt?: string | null
  dispatchedAt?: string | null
  closedAt?: string | null
  resident?: ResidentView | null
  suggestions: Suggestion[]
  deadlines: DeadlineView[]
  history: HistoryEntry[]
  attachments: AttachmentView[]
  supplements: { at: string; text: string }[]
  reply?: ReplyView | null
  firstContact?: FirstContactView | null
  rating?: RatingView | null
  publication?: PublicationView | null
  mergedInto?: TicketReference | null
  members: (TicketReference & { subject: string })[]
  allowedActions: TicketAction[]
}

export interface SimilarTicket {
  ticket: TicketRow
  /** 0..1 */
  score: number
  publicReply?: string | null
}

/** A page of a keyset-paged list; `next` is the cursor of the page after it. */
export interface Page<T> {
  items: T[]
  next?: string | null
}

export interface TicketCounts {
  states: Partial<Record<TicketState, number>>
  overdue: number
  dueSoon: number
  danger: number
}

export type RedactionKind = 'Name' | 'Phone' | 'IdCard' | 'Plate' | 'BankCard' | 'Email' | 'Room' | 'Address'

export interface Redaction {
  field: 'Title' | 'Question' | 'Answer'
  /** Offset into the returned, already redacted text. */
  start: number
  length: number
  kind: RedactionKind
  original: string
}

export interface PublicationProposal {
  title: string
  question: string
  answer: string
  redactions: Redaction[]
}

export interface DraftView {
  ticketId: string
  field: string
  text: string
  savedAt: string
}

export interface CategoryReference {
  code: string
  name: string
  nameEn: string
  parent?: string | null
}

export interface DepartmentReference {
  code: string
  name: string
  nameEn: string
  parent?: string | null
  kind: string
  phone?: string | null
}

export interface ReferenceData {
  categories: CategoryReference[]
  departments: DepartmentReference[]
}

export interface Notice {
  seq: number
  topic: 'ticket' | 'intake' | 'outgoing'
  entity: string
  id: string
  version: number
  kind: string
}

export interface NoticeBatch {
  /** The sequence number this batch follows. */
  after: number
  upTo: number
  items: Notice[]
  serverTime: string
}

export interface Presence {
  ticketId: string
  userName: string
  displayName: string
  editing: boolean
}

export interface IntakeStatus {
  depth: number
  capacity: number
  committed: number
  duplicates: number
  refused: number
  quarantined: number
  lastBatchSize: number
}

export interface QuarantinedMessage {
  id: string
  channel: Channel
  channelAccount?: string | null
  providerId: string
  receivedAt: string
  error: string
  attempts: number
  /** Masked by the server. */
  preview: string
}

export interface QuarantineRetryResult {
  ticketId?: string | null
  ticketNumber?: string | null
  error?: string | null
}

export const outgoingStates = ['NotSent', 'Pending', 'Sent', 'Failed'] as const
export type OutgoingState = (typeof outgoingStates)[number]

export interface OutgoingMessage {
  id: string
  ticketId?: string | null
  ticketNumber?: string | null
  channel: Channel
  /** Masked by the server. */
  to: string
  text: string
  state: OutgoingState
  reason?: string | null
  createdAt: string
  sentAt?: string | null
  attempts: number
}

export interface AccessLogEntry {
  at: string
  userName: string
  ticketNumber?: string | null
  what: string
  reason?: string | null
}

export interface ProblemDetails {
  type?: string
  title?: string
  status?: number
  detail?: string
  code?: string
  errors?: Record<string, string[]>
  allowed?: TicketAction[]
  current?: TicketView
  yours?: Record<string, unknown>
  by?: string
  retryAfter?: number
}

export interface AcceptBody {
  categoryCode?: string
  type?: TicketType
  urgency?: Urgency
  place?: string
}

export interface ReplyBody {
  publicText: string
  innerNote?: string
  result: ReplyResult
  legalBasis?: string
}

export interface NewTicketBody {
  channel: 'Counter' | 'Phone'
  subject: string
  body: string
  type?: TicketType
  residentName?: string
  phone?: string
  place?: string
  anonymous?: boolean
  confidential?: boolean
}
