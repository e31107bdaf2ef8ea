import type { AnswerOf, BodyOf, PathOf, QueryOf } from './contract'
import type { components } from './schema'

/**
 * The wire contract under the console's names. Shapes come from the OpenAPI document (`npm run generate`); written by
 * hand is only what it cannot say: the hub's messages, the extensions of problems, words it has as plain strings.
 * Instants are ISO-8601 with an offset; offsets into text are UTF-16 units, as JavaScript indexes strings.
 */
type Schemas = components['schemas']

export type TicketState = Schemas['TicketState']
export type Channel = Schemas['Channel']
export type TicketType = Schemas['TicketType']
export type Urgency = Schemas['Urgency']
export type ReviewPoint = Schemas['ReviewPoint']
export const reviewPoints: readonly ReviewPoint[] = ['OnThePoint', 'EveryItemAnswered', 'ContactProven', 'BasisCited', 'Other']
export type ReplyResult = Schemas['ReplyResult']
export type FirstContactOutcome = Schemas['FirstContactOutcome']
export type Light = Schemas['DeadlineLight']
export type RedirectReason = Schemas['RedirectReason']

/** States in which somebody still has to do something. */
export const openStates: readonly TicketState[] = [
  'Received', 'Accepted', 'WaitingForResident', 'Dispatched', 'Handling', 'LongTerm', 'Replied', 'Review', 'Evaluation', 'DissatisfactionReview',
]
export const channels: readonly Channel[] = ['Web', 'Sms', 'Phone', 'Api', 'Email', 'Microblog', 'WeChat', 'Counter']
export const ticketTypes: readonly TicketType[] = [
  'Consultation', 'HelpRequest', 'Suggestion', 'Criticism', 'Complaint', 'Report', 'Praise',
]
export const urgencies: readonly Urgency[] = ['Normal', 'Urgent', 'Critical']
export const replyResults: readonly ReplyResult[] = ['Solved', 'PartlySolved', 'NotSolved', 'Untrue', 'Explained']
export const firstContactOutcomes: readonly FirstContactOutcome[] = ['Reached', 'NoAnswer', 'Refused', 'Anonymous']
export const redirectReasons: readonly RedirectReason[] = [
  'NotCityDuty', 'EmergencyService', 'OtherOrgan', 'Litigation', 'InOtherProcedure', 'SecretOrPrivate',
  'RepeatedMatter', 'NoSubstance', 'Other',
]

export type Role = Schemas['Role']

export type Desk = Schemas['Desk']
export const allDesks: readonly Desk[] = ['queue', 'callbacks', 'topics', 'disputes', 'department', 'review', 'publish', 'supervision', 'appraisal', 'brief', 'admin']

/** The actions on a ticket that have a request of their own; the word is the last part of its path. */
export type TicketAction = {
  [P in PathOf<'post'>]: P extends `/api/tickets/{id}/${infer Action}` ? AnswerOf<'post', P> extends Schemas['TicketView'] ? Action : never : never
}[PathOf<'post'>]

export type ActionPath<A extends TicketAction> = `/api/tickets/{id}/${A}` & PathOf<'post'>
export type ActionBody<A extends TicketAction> = BodyOf<'post', ActionPath<A>>

/** Whether the caller may do this to the ticket now. Words this console does not know are passed over. */
export function allows(ticket: Pick<TicketView, 'allowedActions'> | undefined, action: TicketAction | 'attach'): boolean {
  return ticket?.allowedActions.includes(action) ?? false
}

export type SessionView = Schemas['SessionView']
export type CallView = Schemas['CallView']
export type CallFlowView = Schemas['CallFlowView']
export type FlowCheckView = Schemas['FlowCheckView']
export type FlowNodeView = Schemas['FlowNodeView']
export type WalkedStep = Schemas['WalkedStep']
export type WalkInput = Schemas['WalkInput']
export type SimulatedCallView = Schemas['SimulatedCallView']
export type SimulatedInputKind = Schemas['SimulatedInputKind']
export type SeatView = Schemas['SeatView']
export type Offer = Schemas['OfferView']
export type AgentState = Schemas['AgentState']
export type MonitorMode = Schemas['MonitorMode']
export type ReadyColleague = Schemas['ReadyColleague']
export type Wallboard = Schemas['WallboardView']
export type WallboardSeat = Schemas['SeatLine']
export type WallboardWaiter = Schemas['WaiterLine']
export type SkillLine = Schemas['SkillLine']
/** Reasons a person may give for a break. */
export const breakReasons = ['Meal', 'Rest', 'Errand', 'Meeting'] as const satisfies readonly Schemas['StateReason'][]
export type BreakReason = (typeof breakReasons)[number]
export type TicketRow = Schemas['TicketRow']
export type TicketView = Schemas['TicketView']
export type TicketCounts = Schemas['TicketCounts']
export type DeadlinePreview = Schemas['DeadlinePreview']
export type DeadlineQuestion = QueryOf<'get', '/api/deadlines/preview'>
export type PolicyView = Schemas['PolicyView']
export type PolicyVersionView = Schemas['PolicyVersionView']
export type CalendarsView = Schemas['CalendarsView']
export type CalendarPreview = Schemas['CalendarPreview']
export type UnitsView = Schemas['UnitsView']
export type UnitLine = Schemas['UnitLine']
export type CategoriesView = Schemas['CategoriesView']
export type CategoryDetail = Schemas['CategoryDetail']
export type DutiesView = Schemas['DutiesView']
export type ClauseView = Schemas['ClauseView']
export type StaffView = Schemas['StaffView']
export type DelegationView = Schemas['DelegationView']
export type Colleague = Schemas['Colleague']
export type TopicView = Schemas['TopicView']
export type RequestState = Schemas['RequestState']
export const requestStates: readonly RequestState[] = ['Pending', 'Approved', 'Rejected', 'Lapsed']
export type ReturnRow = Schemas['ReturnRow']
export type ExtensionRow = Schemas['ExtensionRow']
export type LongTermRow = Schemas['LongTermRow']
export type HardCase = Schemas['HardCase']
export type Precedent = Schemas['PrecedentView']
export type Gap = Schemas['GapView']
export type LadderBoard = Schemas['LadderBoard']
export type LadderRung = Schemas['LadderRung']
export type OrderRow = Schemas['OrderRow']
export type OrderView = Schemas['OrderView']
export type OrderSuggestion = Schemas['OrderSuggestion']
export type OrderTrigger = Schemas['OrderTrigger']
export type IssueOrderBody = Schemas['IssueOrder']
export type FlagView = Schemas['FlagView']
export type FlagKind = Schemas['FlagKind']
export type FlagState = Schemas['FlagState']
export type InstructionLine = Schemas['InstructionLine']
export type FollowUpLine = Schemas['FollowUpLine']
export type CallOutcome = Schemas['CallOutcome']
export type SolvedExtent = Schemas['SolvedExtent']
export type Satisfaction = Schemas['Satisfaction']
export const orderTriggers: readonly OrderTrigger[] = ['Overdue', 'DissatisfiedTwice', 'FalseClosure', 'LeaderInstruction', 'Other']
export const flagKinds: readonly FlagKind[] = ['SameMatterAgain', 'ResidentDisputes', 'AuditSample', 'MassClosing', 'CopiedReply', 'Downgraded']
export const flagStates: readonly FlagState[] = ['Open', 'Confirmed', 'Dismissed']
export const callOutcomes: readonly CallOutcome[] = ['Reached', 'NoAnswer', 'Refused', 'WrongNumber']
export const solvedExtents: readonly SolvedExtent[] = ['Yes', 'Partly', 'No']
export const satisfactions: readonly Satisfaction[] = ['VerySatisfied', 'Satisfied', 'BasicallySatisfied', 'Dissatisfied', 'VeryDissatisfied']
export type Appraisal = Schemas['AppraisalView']
export type AppraisalUnit = Schemas['UnitView']
export type AppraisalMetric = Schemas['MetricView']
export type AppraisedTicket = Schemas['AppraisedTicket']
export type Exclusion = Schemas['ExclusionView']
export type Promises = Schemas['PromisesView']
export type Brief = Schemas['BriefView']
export type AppraisalQuestion = QueryOf<'get', '/api/appraisal'>
export type AppraisedTicketsQuestion = QueryOf<'get', '/api/appraisal/tickets'>
export type AppraisalGroup = NonNullable<AppraisalQuestion['group']>
export type AppraisalPart = NonNullable<AppraisedTicketsQuestion['part']>
export type SimilarTicket = Schemas['SimilarTicket']
export type Suggestion = Schemas['SuggestionView']
export type Evidence = Schemas['EvidenceView']
export type DeadlineView = Schemas['DeadlineView']
export type HistoryEntry = Schemas['HistoryView']
export type SubTaskView = Schemas['SubTaskView']
export type SubTaskState = Schemas['SubTaskState']
export type AttachmentView = Schemas['AttachmentView']
export type ResidentView = Schemas['ResidentView']
export type PublicationProposal = Schemas['PublicationProposal']
export type Redaction = Schemas['RedactionView']
export type DraftView = Schemas['DraftView']
export type CategoryReference = Schemas['CategoryView']
export type DepartmentReference = Schemas['DepartmentView']
export type IntakeStatus = Schemas['IntakeStatus']
export type QuarantinedMessage = Schemas['QuarantinedView']
export type SetAsideMessage = Schemas['SetAsideView']
export type OutgoingMessage = Schemas['OutgoingView']
export type ChannelStatus = Schemas['ChannelView']
export type ChannelTest = Schemas['ChannelTestResult']
export type Reconciliation = Schemas['ReconciliationView']
export type FileImport = Schemas['ImportView']
/** What a column of a file may hold; the words are the keys of a mapping. */
export type ImportField = 'sourceNumber' | 'subject' | 'body' | 'receivedAt' | 'name' | 'phone' | 'email' | 'place' | 'address' | 'type' | 'confidential'
export type WebhookSubscription = Schemas['SubscriptionView']
export type WebhookDelivery = Schemas['DeliveryView']
export type WebhookScope = Schemas['WebhookScope']
export const webhookScopes: readonly WebhookScope[] = ['Facts', 'Texts', 'Contact']
export type DeliveryState = Schemas['WebhookDeliveryState']
export const deliveryStates: readonly DeliveryState[] = ['Dead', 'Pending', 'Delivered', 'Dropped']
export type ClassifierStatus = Schemas['ClassifierView']
export type ClassifierModel = Schemas['ModelView']
export type Drift = Schemas['DriftView']
export type Contradiction = Schemas['Contradiction']
export type LabelledExample = Schemas['ExampleView']
export type AccessLogEntry = Schemas['AccessView']
export type Verification = Schemas['Verification']
export type DailyRoot = Schemas['DailyRootView']
export type HoldView = Schemas['HoldView']
export type NewTicketBody = Schemas['TakeDownTicket']

/** A page of a keyset-paged list; `next` is the cursor of the page after it, absent at the end. */
export interface Page<T> {
  items: T[]
  next?: string
}

type TicketQuery = QueryOf<'get', '/api/tickets'>
export type TicketFilter = Omit<TicketQuery, 'after' | 'limit'>
export type TicketSort = NonNullable<TicketQuery['sort']>
export const ticketSorts: readonly TicketSort[] = ['queue', 'newest', 'oldest', 'due']
export type Paging = Pick<TicketQuery, 'after' | 'limit'>

/** Kinds of personal data the redaction names. */
export type PersonalDataKind = Schemas['PersonalDataKind']

type AccessQuery = QueryOf<'get', '/api/access-log'>
export type AccessFilter = AccessQuery
export const accessKinds: readonly NonNullable<AccessQuery['what']>[] = ['resident', 'attachment', 'recording', 'call']

export type OutgoingState = Schemas['OutgoingState']
export const outgoingStates: readonly OutgoingState[] = ['NotSent', 'Pending', 'Sent', 'Failed', 'OptedOut']

export type Notice = Schemas['Notice']

/** Hub message `notices`. */
export interface NoticeBatch {
  /** The sequence number this batch follows. */
  after: number
  upTo: number
  items: Notice[]
  serverTime: string
}

/** Hub message `presence`: everybody who looks at a ticket. */
export interface Presence {
  ticketId: string
  userName: string
  displayName: string
  editing: boolean
}

/** A problem document with the API's own extensions. */
export type ProblemDetails = Schemas['ProblemDetails'] & {
  code?: string
  errors?: Record<string, string[]>
  allowed?: string[]
  current?: TicketView
  by?: string
  retryAfter?: number
}
