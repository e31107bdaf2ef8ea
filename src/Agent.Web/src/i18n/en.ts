import appraisal from './en/appraisal'
import callFlows from './en/callFlows'
import calls from './en/calls'
import phone from './en/phone'
import rules from './en/rules'
import units from './en/units'
import { actions as disputeActions, disputes, events as disputeEvents, states as disputeStates } from './en/disputes'
import { supervision } from './en/supervision'
import { records } from './en/records'
import { systems } from './en/systems'
import type { Messages } from './zh-CN'
import joint, { jointAction, jointEvent, jointWords } from './en/joint'

const en: Messages = {
  disputes,
  ...supervision,
  records,
  systems,
  app: { name: '12345 City Hotline', title: '12345 City Hotline console', skip: 'Skip to main content', notFound: 'There is no such page', noAccess: 'You have no access to this desk', home: 'Back to your desk' },
  common: {
    search: 'Search', clear: 'Clear', cancel: 'Cancel', confirm: 'Confirm', close: 'Close', retry: 'Retry',
    refresh: 'Refresh', more: 'Load more', loading: 'Loading…', none: 'None', all: 'All', optional: 'optional', required: 'Required',
    failed: 'Could not load', copied: 'Copied', copy: 'Copy', back: 'Back', selected: '{n} selected',
  },
  signIn: {
    title: 'Sign in', user: 'User name', password: 'Password', submit: 'Sign in', lead: 'Intake, dispatch, handling, review and publishing on one desk.',
    emergency: 'In an emergency call 110 / 119 / 120 at once.', signedOut: 'Your session has ended; please sign in again. Unsaved text is still on this computer.', needBoth: 'Enter your user name and password',
  },
  nav: {
    main: 'Desks', queue: 'Intake', topics: 'Topics', disputes: 'Disputes', department: 'Department', review: 'Review', publish: 'Publishing', supervision: 'Supervision', callbacks: 'Call-backs', appraisal: 'Appraisal', brief: 'Day brief', admin: 'Admin', newTicket: 'New ticket',
    palette: 'Find a ticket or go to', user: '{name} (staff no. {number})', signOut: 'Sign out', shortcuts: 'Shortcuts', density: 'Density',
    densities: { compact: 'Compact', standard: 'Standard', comfortable: 'Comfortable' }, shortcutsOn: 'Keyboard shortcuts', serverTime: 'City time',
  },
  topics: {
    title: 'Rising topics', lead: 'Matters that many residents report all at once, clearly more than on the same weekdays before. Kept up to date as tickets arrive.', none: 'Nothing is rising at the moment', count: '{n} tickets', isNew: 'New', times: '{n} times the usual',
    noPlace: 'No single place', told: 'Found {at}', last: 'Latest {at}', days: 'Tickets of each of the last fourteen days: {days}', tickets: 'Tickets (newest {n})',
  },
  appraisal,
  callFlows,
  calls,
  phone,
  rules,
  units,
  banner: {
    reconnecting: 'Reconnecting (attempt {n})… keep typing, it is saved when the connection is back', lost: 'No connection for {s} seconds; lists may be out of date. Keep typing, your text stays on this computer.',
    restored: 'Connected again, {n} updates caught up', retry: 'Retry now',
  },
  queue: {
    title: 'Intake', views: { received: 'To accept', accepted: 'To dispatch', open: 'All open', mine: 'Mine', soon: 'Due soon', overdue: 'Overdue' },
    search: 'Subject, text, number, place', channel: 'Channel', category: 'Category', department: 'Department', urgency: 'Urgency', type: 'Type', state: 'State',
    sort: 'Sort', sorts: { queue: 'Danger, longest wait', newest: 'Newest first', oldest: 'Oldest first', due: 'Due first' },
    columns: { number: 'Number', subject: 'Subject', category: 'Category', department: 'Department', due: 'Deadline', channel: 'Channel', received: 'Received', looking: 'Viewing', state: 'State' },
    arrivalsBehind: '{n} new at the end of the queue, show the newest first', arrivals: '{n} new, show them', arrivalsSpoken: '{n} new requests', danger: '{n} requests report danger: act now', dangerShow: 'Show them', dangerCall: 'Transfer to {lines} at once', loaded: '{n} loaded', loadedAll: '{n} in all',
    empty: 'No tickets here', emptyFiltered: 'No ticket matches the filters', clearFilters: 'Clear filters', gone: 'Now {state}', suggested: 'suggested', listLabel: 'Tickets',
    bulkAccept: 'Accept as suggested', bulkDispatch: 'Dispatch as suggested', bulkSign: 'Sign for all', select: 'Select', pageHint: 'j/k move · Enter open · x select · / search · ? shortcuts',
  },
  bulk: {
    title: '{action} in bulk', intro: 'The {n} tickets below are done one by one. You may stop at any time; nothing is done twice.', start: 'Start', stop: 'Stop', waiting: 'Waiting', running: 'Running', ok: 'Done', failed: 'Failed', skipped: 'No suggestion, skipped',
    summary: '{ok} done, {failed} failed',
  },
  ticket: {
    loading: 'Opening the ticket', notFound: 'There is no such ticket, or it is outside your data scope', round: 'Round {n}', body: 'Request', place: 'Place', received: 'Received', type: 'Type', channel: 'Channel',
    category: 'Category', department: 'Department', urgency: 'Urgency', acceptedBy: 'Accepted by', confidential: 'Confidential', anonymous: 'Anonymous', supplements: 'Supplements', deadlines: 'Deadlines', history: 'History',
    attachments: 'Attachments', noAttachments: 'No attachments', recording: 'Call recording', evidence: 'Evidence', fromResident: 'From the resident', similar: 'Similar tickets', noSimilar: 'No similar tickets', score: '{n}% likely the same matter', reasons: { SameText: 'Same text', SameMatter: 'Same matter', SamePlace: 'Same place' }, mergeInto: 'Merge into this ticket',
    pastReply: 'Reply then', reply: 'Department reply', publicText: 'Public reply', innerNote: 'Inner note', result: 'Result', legalBasis: 'Legal basis', firstContact: 'First contact', rating: 'Resident’s rating', solved: 'Solved', notSolved: 'Not solved',
    mergedInto: 'Merged into', members: 'Tickets merged into this one', looking: '{names} viewing', editing: '{name} is typing', actions: 'Actions', noActions: 'Nothing for you to do at the moment', unassigned: 'Not set',
    summary: 'Ticket', updatedBy: '{name} has just acted on this ticket: {action}', useReply: 'Quote in the reply',
    resident: 'Resident', residentHidden: 'Confidential or anonymous: the resident is not shown', reveal: 'Show in full', revealTitle: 'Show the resident’s full details', revealWhy: 'This is written to the access log. State what you need it for.', revealReason: 'Purpose', revealed: 'Shown in full; masked again in 60 seconds', hide: 'Mask',
    name: 'Name', phone: 'Phone', email: 'Email', address: 'Address', download: 'Download {name}', addFile: 'Add evidence', uploading: 'Uploading {name}', uploadFailed: '{name} could not be uploaded', tooLarge: 'At most 20 MB per file',
    calendarMissing: 'Calendar of that year not imported: the deadline may change',
  },
  suggestion: {
    title: 'Suggested category and department', none: 'No suggestion; choose by hand', towards: 'For', against: 'Against', acceptWith: 'Use and accept', dispatchWith: 'Use and dispatch', evidence: 'Evidence is marked in the text',
    probability: '{n}% sure', low: 'Low confidence: check by hand',
  },
  sla: {
    left: '{time} left', over: '{time} over', due: 'Due {time}', overSince: 'Overdue {time}', paused: 'Paused', met: 'In time', missed: 'Late', unit: ' (working time, h:mm)', dueAt: 'Due {time}', metAt: 'Met {time}', startedAt: 'Started {time}',
    clocks: { Resident: 'Resident’s deadline', Department: 'Department’s deadline' },
    steps: { Answer: 'Answer', Dispatch: 'Dispatch', Sign: 'Sign', FirstContact: 'First contact', Handle: 'Handle', Review: 'Review', FollowUp: 'Follow-up', Publish: 'Publish' },
  },
  joint,
  ...jointWords,
  action: {
    ...jointAction,
    accept: 'Accept', answer: 'Answer directly', dispatch: 'Dispatch', redirect: 'Redirect', merge: 'Merge', unmerge: 'Unmerge', sign: 'Sign', 'first-contact': 'First contact', reply: 'Submit reply', approve: 'Approve', 'send-back': 'Send back', recall: 'Recall', rework: 'Rework', close: 'Close', publish: 'Propose publication',
    'publish/confirm': 'Confirm publication', 'publish/withdraw': 'Withdraw publication', note: 'Note', attach: 'Attach', categorise: 'Correct category', ...disputeActions,
    urge: 'Urge', escalate: 'Formal step', instruct: 'Instruct', 'report-instruction': 'Report back', 'call-back': 'Call back', evaluate: 'Evaluate',
relay: 'Relay words', 'relay-call': 'Relayed call', hold: 'Legal hold', 'release-hold': 'Release hold',
    done: '{action}: {number} done', sending: 'Submitting…', again: 'Submit again', unanswered: 'The server did not answer. Submitting again will not do it twice.',
  },
  dialog: {
    accept: { place: 'Place', hint: 'The resident’s clock starts on acceptance.' },
    answer: { text: 'Answer', knowledge: 'Knowledge reference', hint: 'The resident receives this text and the ticket ends.', knowledgeHint: 'Article number or document name' },
    dispatch: { department: 'Department', note: 'Instructions', suggested: 'Suggested', hint: 'The department’s clock starts on dispatch.', choose: 'Choose a department' },
    redirect: { reason: 'Ground', guidance: 'Guidance', hint: 'Point the resident to the right channel; do not just refuse.' },
    merge: { search: 'Find the master by number or subject', hint: 'It is handled with the master; every resident still gets a reply and rates it.', choose: 'Choose the master ticket', none: 'No ticket to merge into' },
    categorise: { hint: 'The ticket stays where it is; corrections improve the suggestions.' },
    note: { text: 'Note', hint: 'Only staff can see it.' },
    recall: { reason: 'Reason', hint: 'The ticket goes back to be dispatched; the department sees the reason.' },
    rework: { reason: 'Reason', hint: 'The department handles it once more and sees the reason.' },
    sendBack: { reason: 'Reason', hint: 'The handler sees the reason, and the return is counted.' },
    firstContact: { outcome: 'Outcome', note: 'Note' },
    reply: { title: 'Submit reply', publicText: 'Public reply', publicHint: 'The resident sees this text: answer the request, state facts and basis, name nobody else.', innerNote: 'Inner note', innerHint: 'For the department and the centre only, never public.', legalBasis: 'Legal basis', legalHint: 'Document and number', result: 'Result' },
    withdraw: { reason: 'Reason' },
    confirmTitle: '{action}: {number}', confirmSign: 'Your department takes the ticket on; its clock keeps running.', confirmApprove: 'The reply goes on to the next step.', confirmClose: 'The resident is told and the ticket no longer changes.', confirmUnmerge: 'It becomes a ticket of its own again.', confirmConfirm: 'It appears on the public site at once.', confirmTrivial: 'Go ahead?',

  },
  conflict: {
    title: 'The ticket has been updated', intro: 'While you were typing it moved to version {n}. Choose field by field; nothing you typed is lost.', mine: 'Mine', theirs: 'Now', same: 'Both the same', empty: '(empty)', retry: 'Submit again with these',
    gone: 'The ticket is now “{state}”: {action} is no longer possible. You can copy what you typed.', copyMine: 'Copy what I typed', lostTo: '{name} has acted on this ticket (now “{state}”). Nothing you typed is lost.', lost: 'The ticket is now “{state}”: {action} is no longer possible. Nothing you typed is lost.',
  },
  draft: { typing: 'Typing', saving: 'Saving…', saved: 'Saved {time}', local: 'Kept on this computer until connected' },
  handle: {
    title: 'Department', tabs: { sign: 'To sign', handling: 'Handling', soon: 'Due soon', review: 'To approve', parts: joint.desk.tab }, empty: 'No tickets waiting',
    saved: 'Saved as you type',
  },
  review: {
    title: 'Review', tabs: { review: 'Replies to review', evaluation: 'Awaiting rating', dissatisfied: 'Dissatisfied' }, request: 'Request', reply: 'Reply', checklist: 'Checks', empty: 'No replies to review', pick: 'Choose one from the list',
    checks: { contact: 'First contact is recorded', basis: 'Legal basis is stated', privacy: 'No personal data seen' }, missing: { contact: 'No first contact recorded', basis: 'No legal basis stated', privacy: 'The reply may hold personal data' }, noReply: 'No reply yet', auto: 'checked by the system',
  },
  publish: {
    title: 'Publishing', tabs: { candidates: 'Can be published', proposed: 'Awaiting the second person', published: 'Published' }, empty: 'Nothing to publish', emptyProposed: 'Nothing awaits confirmation', pick: 'Choose one from the list', original: 'Original (for checking only, never public)', proposal: 'Public text',
    fields: { Title: 'Title', Question: 'Question', Answer: 'Answer' }, redactions: '{n} redacted', kinds: { Name: 'Name', Phone: 'Phone', IdCard: 'ID number', Passport: 'Passport or permit', Plate: 'Number plate', BankCard: 'Bank card', Email: 'Email', Account: 'WeChat/QQ account', Room: 'Room', Address: 'Address' },
    replaced: 'was “{original}”', confirmOther: 'Somebody else must confirm the publication.', own: 'You proposed this; another publisher must confirm it.', proposedBy: 'Proposed by {name}, {time}', confirmedBy: 'Confirmed by {name}', confidential: 'A confidential ticket must not be published', leftover: 'Possibly not redacted: {text}', suspected: '{n} possible personal data', clean: 'No personal data suspected',
    states: { Proposed: 'Awaiting confirmation', Published: 'Published', Withdrawn: 'Withdrawn' },
  },
  newTicket: {
    title: 'New ticket', channel: 'Came by', subject: 'Subject', body: 'Request', bodyHint: 'Who, when, where, cause, course', type: 'Type', resident: 'Resident', phone: 'Phone', place: 'Place', anonymous: 'Anonymous', confidential: 'Confidential', submit: 'Register', created: '{number} registered',
    phoneHint: 'For call-back and reply only', anonymousHint: 'No name kept', confidentialHint: 'The department does not see the resident',
  },
  admin: {
    title: 'Administration', tabs: { intake: 'Intake', outgoing: 'Messages not sent', accessLog: 'Access log', classifier: 'Classifier' }, depth: 'Queued', committed: 'Committed', duplicates: 'Duplicates', refused: 'Refused', quarantined: 'Quarantined', lastBatchSize: 'Last batch',
    quarantine: 'Quarantined messages', quarantineEmpty: 'No message is quarantined', channel: 'Channel', receivedAt: 'Received', error: 'Reason', attempts: 'Attempts', preview: 'Text (masked)', retry: 'Retry', resolve: 'Handled by hand', resolveTitle: 'Handled by hand', resolveNote: 'What was done', resolved: 'Marked as handled by hand',
    retried: 'Became ticket {number}', retryFailed: 'Still failing: {error}', outgoingEmpty: 'No such messages', to: 'To', text: 'Text', state: 'State', reason: 'Reason', created: 'Created', sent: 'Sent', requeued: 'Queued again', ticket: 'Ticket', user: 'User', what: 'What', at: 'Time', accessEmpty: 'No access recorded', usage: 'Queue {n}% full',
    outgoingStates: { NotSent: 'Not sent', Pending: 'Pending', Sent: 'Sent', Failed: 'Failed', OptedOut: 'Declined' },
    delivery: { Accepted: 'Taken by the provider', Sent: 'On its way', Delivered: 'Delivered', Failed: 'Not delivered' }, segments: '{n} short messages',
  },
  setAside: {
    title: 'Mail set aside', hint: 'Mail taken for a machine’s: bounces, automatic answers, loops. It is kept and opens no ticket; where the judgement is wrong, make it one.', kind: 'Judged to be', kinds: { all: 'All', loop: 'Loops', bounce: 'Bounces', automatic: 'Automatic answers', report: 'Delivery reports' },
    receivedAt: 'Received', sender: 'Sender', subject: 'Subject and text (masked)', reason: 'Reason', take: 'Make a ticket', taken: 'Became ticket {number}', notTaken: 'Did not become a ticket: {error}', discard: 'Leave it aside', discarded: 'Off the list; the mail is kept', empty: 'No mail is set aside', noSubject: '(no subject)',
  },
  classifier: {
    title: 'Classifier', now: 'Present model', off: 'Suggestions are off', running: 'Version {n} advises', examples: 'Decided by people: {n} tickets ({dropped} dropped)', newest: 'newest {time}', offBanner: 'Suggestions are off; tickets wait for people.',
    train: 'Train a new model', rollBack: 'Roll back', promote: 'Promote', askTrain: 'Train a challenger from the city’s examples and what people decided? It runs in the background and does not hold up the intake; you decide about promotion afterwards.', trainStarted: 'Training has started', trainingBy: 'Training started by {by}', trainFailed: 'Training failed: {problem}',
    askPromote: 'Promote version {n}? It advises on new messages from now on; existing tickets stay as they are.', promoteDone: 'Version {n} advises now', askRollBack: 'Go back to the model before this one?', rollBackDone: 'The former model advises again', askDrop: 'No longer train on this decision about {number}? The ticket stays as it is.', dropDone: 'Dropped',
    states: { Champion: 'advises', Challenger: 'challenger', Retired: 'retired' }, version: 'Version {n}', champion: 'champion then (version {n})', trained: 'Trained {time} by {by}', promoted: 'promoted {time} by {by}',
    fileDeleted: 'file deleted', fileDeletedAt: 'file deleted {time}; it cannot advise again', passed: 'Meets the conditions to be promoted by itself: no less accurate than the champion, and no category loses more than {margin} points of F1.', notPassed: 'Not promoted by itself (a category may lose {margin} points of F1): {why}.', and: '; ', between: ', ', obstacles: { NoChampion: 'there was no champion to compare with', LessAccurate: 'less accurate than the champion as a whole', CategoryLoses: 'these categories lose more: {losing}' },
    figure: 'Figure', dataCount: 'Training examples', categories: 'Categories', accuracy: 'Accuracy', macroF1: 'Macro F1', ece: 'Calibration error', threshold: 'Abstains below', coverage: 'Not abstained on', precision: 'Right when not abstaining', coverageAtPrecision98: 'Coverage at 98% precision',
    crossValidated: 'Cross-validation', holdOut: 'Compared on messages that neither was trained on: {people} decided by people (the newest fifth) and {base} of the city’s examples.', comparison: 'Beside the champion', reliability: 'Confidence and rate of right answers', confidence: 'Confidence', right: 'Right', riskCoverage: 'Coverage and errors', covered: 'Covered', wrong: 'Wrong',
    byCategory: 'By category (F1)', category: 'Category', count: 'Messages', change: 'Change (points)', confusion: 'Categories taken for one another', truth: 'Is', given: 'Taken for', shadow: 'Answered {n} live messages unseen; agrees with the champion on {rate}', shadowNone: 'Answers live messages unseen; none so far', shadowBy: 'Live agreement by category', championSaid: 'Champion’s answer', agreed: 'Agreed', noAnswer: '(no answer)',
    drift: 'Drift', driftHint: 'Acceptance: of the advised tickets that a person took on, the share with the suggested category. Mix distance: the share of messages that would have to be of another category for the mix to equal the training data’s.', driftByWeek: 'Acceptance, abstention and mix by week', week: 'Week', share: 'Share', tickets: 'Messages', decided: 'Taken on by people', acceptanceRate: 'Acceptance', abstentionRate: 'Abstention', alone: 'Dispatched alone', mixDistance: 'Mix distance', mix: 'Messages beside the training data', trainingShare: 'Training', liveShare: 'Messages',
    contradictions: 'Contradictory decisions', contradictionsHint: 'The same or nearly the same text with another category. Drop the wrong ones; they are not trained on any more.', noContradictions: 'No decisions contradict each other', drop: 'Drop', dropOne: 'Drop the decision about {number}', asTable: 'as a table',
    why: { Confirmed: 'suggestion taken', CategoryChosen: 'chosen without a suggestion', CategoryCorrected: 'category corrected', DispatchDiffers: 'other department', Redispatched: 'dispatched again', Returned: 'return approved' },
  },
  palette: { title: 'Find and go', placeholder: 'Ticket number, subject, or a desk', desks: 'Go to', tickets: 'Tickets', empty: 'Nothing found', hint: '↑↓ choose · Enter go · Esc close' },
  shortcuts: {
    title: 'Keyboard shortcuts', anywhere: 'Anywhere', inList: 'In lists', inTicket: 'On a ticket', palette: 'Find and go', sheet: 'This sheet', newTicket: 'New ticket', move: 'Up / down', page: 'Page up / down', ends: 'First / last row', open: 'Open', select: 'Select', search: 'Go to search', submit: 'Submit', accept: 'Accept', dispatch: 'Dispatch', answer: 'Answer', merge: 'Merge', back: 'Back to the list', ime: 'Never while an input method is composing.',
  },
  state: {
    Received: 'Received', Accepted: 'Accepted', Dispatched: 'Dispatched', Handling: 'Handling', Replied: 'For approval', Review: 'In review', Evaluation: 'Awaiting rating', DissatisfactionReview: 'Dissatisfied', Closed: 'Closed', Archived: 'Archived', Answered: 'Answered', Redirected: 'Redirected', Merged: 'Merged', Withdrawn: 'Withdrawn', ...disputeStates,
  },
  channel: { Web: 'Web', Sms: 'SMS', Phone: 'Phone', Api: 'API', Email: 'Email', Microblog: 'Microblog', WeChat: 'WeChat', Counter: 'Counter' },
  type: { Consultation: 'Consultation', HelpRequest: 'Help request', Suggestion: 'Suggestion', Criticism: 'Criticism', Complaint: 'Complaint', Report: 'Report', Praise: 'Praise' },
  urgency: { Normal: 'Normal', Urgent: 'Urgent', Critical: 'Critical' },
  danger: { Fire: 'Fire', Gas: 'Gas leak', Suicide: 'Suicide risk', Violence: 'Violence', Medical: 'Medical emergency', Traffic: 'Traffic accident', Drowning: 'Drowning' },
  replyResult: { Solved: 'Solved', PartlySolved: 'Partly solved', NotSolved: 'Not solved', Untrue: 'Not confirmed', Explained: 'Explained' },
  firstContact: { Reached: 'Reached', NoAnswer: 'No answer', Refused: 'Refused', Anonymous: 'Anonymous' },
  satisfaction: { VerySatisfied: 'Very satisfied', Satisfied: 'Satisfied', BasicallySatisfied: 'Basically satisfied', Dissatisfied: 'Dissatisfied', VeryDissatisfied: 'Very dissatisfied' },
  redirectReason: {
    NotCityDuty: 'Not the city’s duty', EmergencyService: 'Emergency services (110/119/120)', OtherOrgan: 'Another organ of state', Litigation: 'Court, arbitration or reconsideration', InOtherProcedure: 'Already in another procedure', SecretOrPrivate: 'Secret or private', RepeatedMatter: 'Same matter under way or closed', NoSubstance: 'No substance', Other: 'Other',
  },
  event: {
    ...jointEvent,
    'ask-exclusion': 'Asked to leave out', 'decide-exclusion': 'Leaving out decided', 'appeal-exclusion': 'Appealed', 'decide-exclusion-appeal': 'Appeal decided', receive: 'Received', received: 'Received', suggest: 'Suggestion made', accept: 'Accepted', answer: 'Answered directly', dispatch: 'Dispatched', redirect: 'Redirected', merge: 'Merged', unmerge: 'Unmerged', sign: 'Signed', 'first-contact': 'First contact', reply: 'Reply submitted', approve: 'Approved', 'send-back': 'Sent back', recall: 'Recalled', rework: 'Sent back to rework', close: 'Closed', 'propose-publication': 'Publication proposed', publish: 'Published', 'withdraw-publication': 'Publication withdrawn', rehome: 'Handed to the succeeding unit', recount: 'Deadlines recounted', 'audit-passed': 'Audit found it done', 'audit-failed': 'Audit found it not done', categorise: 'Category corrected', note: 'Note', attach: 'Attachment added', relay: 'Words relayed', 'relay-call': 'Relayed call asked for', 'relay-call-ended': 'Relayed call ended', 'release-attachment': 'File released to the department', hold: 'Legal hold placed', 'release-hold': 'Legal hold released', anonymise: 'Anonymised', 'delete-recording': 'Recording deleted', rate: 'Rated', urge: 'Urged', 'centre-urge': 'Urged by the supervisor', instruct: 'Leader’s instruction', 'report-instruction': 'Instruction reported', criticise: 'Criticised', list: 'Listed supervision', 'propose-reopen': 'Reopening proposed', 'call-back': 'Called back', evaluate: 'Evaluated by the centre', 'give-up': 'Unreachable, closed', supplement: 'Supplemented', withdraw: 'Withdrawn', archive: 'Archived', reveal: 'Resident details shown', transfer: 'Transferred', reopen: 'Reopened', extend: 'Extended', ...disputeEvents,
  },
  departmentKind: { Bureau: 'City bureau', District: 'District', Street: 'Sub-district', Community: 'Community', Utility: 'Utility', Other: 'Other' },
  actor: { resident: 'Resident', system: 'System' },
  problem: {
    network: 'The server cannot be reached; try again later', 'session.wrong_credentials': 'Wrong user name or password', 'session.locked_out': 'Too many tries: the account is locked for a while', 'request.invalid': 'Please check what you entered', 'request.malformed': 'The request could not be read', 'antiforgery.invalid': 'The page is out of date; reload it',
    'ticket.not_found': 'There is no such ticket', 'ticket.transition_not_allowed': 'The ticket’s state does not allow this', 'ticket.version_conflict': 'Somebody has updated the ticket', 'ticket.forbidden': 'You may not act on this ticket', 'ticket.same_person': 'You cannot confirm your own proposal; somebody else must', 'rate.limited': 'Too many requests; try again in {seconds} seconds', 'intake.full': 'The intake queue is full; try again later',
    'http.401': 'Please sign in again', 'http.403': 'You have no permission', 'http.404': 'Not found', 'http.413': 'The file is too large', 'http.429': 'Too many requests; try again later', unknown: 'It did not work ({code})',
  },
}

export default en
