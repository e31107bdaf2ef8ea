import type jointZh from '../zh-CN/joint'
import type { jointAction as actionZh, jointEvent as eventZh, jointWords as wordsZh } from '../zh-CN/joint'

const joint: typeof jointZh = {
  title: 'Parts with other units', none: 'No parts', due: 'Due', answersTo: 'answers to {name}', under: 'part of {n}', signed: 'signed by {name}, {time}', reply: 'Answer', reasonOf: 'Reason', evidence: 'Evidence', given: 'given by {name}, {time}',
  heads: '{n} people', needsSupervision: 'Still dissatisfied after a rework: for a supervisor', firstRating: 'First rating', finalRating: 'Final rating', lawful: 'Outcome of the review (told to the resident)',
  add: { department: 'Unit', task: 'Task', hint: 'A unit directly below yours is passed down to, any other assists. Whoever gives a part stays responsible; the clock runs on.', days: 'Working days', daysHint: 'Empty: one working day before the deadline above', assisting: 'Assisting departments', assistingHint: 'The instructions are their task' },
  part: { text: 'Answer', textHint: 'The lead’s one reply to the resident rests on it', returnReason: 'Reason for returning', withdrawReason: 'Reason for taking back', override: 'Reason for not waiting', overrideHint: 'Not answered yet: {units}. A reason is needed to go on; it is kept in the history.', sign: 'Your unit takes this part over.', evidence: 'Evidence', noFiles: 'The ticket has no files yet; add them under attachments first.' },
  items: { title: 'Requests', one: 'Request {n}', text: 'What is asked', hint: 'List each request of a message that asks for several; the reply answers each. None left means one request.', add: 'Add a request', remove: 'Remove request {n}', answer: 'Answer to request {n}', answered: 'Answered in the public reply', missing: 'Answer each request, or tick that the reply does', split: 'Split by the system; the centre may correct it' },
  evidenceWanted: { Photo: 'Such a matter needs a photo that says when and where it was taken; state it at the upload where the photo does not.', Document: 'Such a matter needs a document (PDF or Office).' },
  taken: { at: 'Taken at', place: 'Taken where', shown: 'taken {time} · {place}', stated: 'stated', camera: 'by the camera', hint: 'What the photo says itself comes first' },
  review: { title: 'Checklist', onThePoint: 'On the point', everyItemAnswered: 'Every request is answered', contactProven: 'Contact is proven', basisCited: 'The legal basis is cited', notRecorded: 'Not on record, cannot be ticked', override: 'Reason for going without', overrideHint: 'A consultation, or a matter without a contact, may go without contact or basis.', points: 'What it fails in', pointMissing: 'Choose at least one', overrideNotAllowed: 'Where a point fails, send the reply back' },
  lawfulReasons: 'Reasons', lawfulHint: 'The resident reads this text.', facts: 'What is new', factsHint: 'The same department works on it again; the resident’s clock counts on.',
  desk: { tab: 'Parts', empty: 'No parts for your unit', state: 'State', all: 'All', open: 'Open' },
}

export const jointAction: typeof actionZh = {
  'add-sub-task': 'Give a part', 'request-items': 'Split requests', 'confirm-lawful': 'Confirm as lawful', reopen: 'Reopen',
  'sub-tasks/{n}/sign': 'Sign', 'sub-tasks/{n}/reply': 'Answer', 'sub-tasks/{n}/return': 'Return', 'sub-tasks/{n}/withdraw': 'Take back',
}

export const jointEvent: typeof eventZh = {
  'add-sub-task': 'Part given', 'sign-sub-task': 'Part signed', 'reply-sub-task': 'Part answered', 'return-sub-task': 'Part returned', 'withdraw-sub-task': 'Part taken back', 'request-items': 'Requests split', 'add-member': 'Ticket merged in', 'remove-member': 'Ticket taken out',
  'deemed-signed': 'Deemed signed', 'confirm-lawful': 'Confirmed as lawful', reopen: 'Reopened', settle: 'Closed with its master',
}

export const jointWords: typeof wordsZh = {
  subTaskState: { Pending: 'To be signed', Signed: 'In progress', Answered: 'Answered', Returned: 'Returned', Withdrawn: 'Taken back' },
  subTaskKind: { Assisting: 'Assisting', PassedDown: 'Passed down' },
  reviewPoint: { OnThePoint: 'On the point', EveryItemAnswered: 'Every request answered', ContactProven: 'Contact proven', BasisCited: 'Basis cited', Other: 'Other' },
}

export default joint
