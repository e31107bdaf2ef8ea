import type * as zh from '../zh-CN/disputes'

export const disputes: typeof zh.disputes = {
  title: 'Disputes', lead: 'The centre decides returns and extensions; the second dispute goes to coordination, and its outcome is a precedent that routing cites.',
  tabs: { returns: 'Returns', extensions: 'Extensions', coordination: 'Coordination', 'long-term': 'Long-term', precedents: 'Precedents', gaps: 'Gaps' },
  show: 'Show', states: { Pending: 'Pending', Approved: 'Approved', Rejected: 'Rejected', Lapsed: 'Lapsed' }, empty: 'Nothing here', all: 'All',
  clause: 'Clause', clauseHint: 'Which clause of which document says whose duty it is', suggested: 'Suggested department', reason: 'Reason', note: 'Note', basis: 'Basis', basisHint: 'Minutes or document with its number',
  returnHint: 'The return window is open until {time}. The clock runs on while it is decided.', approveReturnHint: 'A department gets it at once; left empty, it waits to be dispatched.', secondHint: 'This is dispute {n}: once decided it goes to coordination and cannot be sent on here.', keepHint: 'The ticket stays with the department, which reads the reason.', coordinateHint: 'The unit named here may not return it.',
  workingDays: 'Working days', legalBasis: 'Basis', extensionReasonHint: 'The resident reads this reason once it is approved.', extensionHint: 'At most {most} working days at once, {times} time(s) in this round.', dueMoves: 'Due {after} instead of {before}',
  question: 'What is missing', questionHint: 'The resident reads it as it stands. The department’s clock stands still; after 3 working days without an answer work goes on.', resumeNote: 'Why work goes on', waitsUntil: 'Waiting until {time}',
  longReason: 'Why it takes long', longHint: 'The resident reads reason, steps and last day; at most {n} days.', until: 'Last day', milestones: 'Milestones', milestoneAt: 'Day', milestoneText: 'What is done by then', addMilestone: 'Add a milestone', removeMilestone: 'Remove the milestone', confirmHint: 'The department’s clock stands still from now on and the resident is told.',
  progress: 'Progress', progressHint: 'The resident reads it. At least once a month.', progressOverdue: 'No news for more than a month', progressDue: 'Next news by {time}', noProgress: 'No news yet',
  gapNote: 'Why no unit owns it', gapHint: 'Goes into the register of gaps by category and place.',
  panel: 'Returns, extensions, waiting', count: '{n} return(s) decided', hardCase: 'Hard case: in coordination', forbidden: 'May not be returned', asked: 'Asked by {name}, {time}', decided: 'Decided by {name}, {time}', original: 'Originally due {time}', pausedSince: 'Stands still since {time}',
  toDepartment: 'belongs to {name}', duty: '{name} is responsible', disputed: 'Precedent and directory differ: please check',
  matter: 'Matter', place: 'Place', wholeCity: 'Whole city', department: 'Department', origin: 'From', origins: { Return: 'Return', Coordination: 'Coordination', Gap: 'Gap' }, ticket: 'Ticket', decidedBy: 'Decided by', tickets: 'Tickets', state: 'State', gapStates: { Open: 'Open', Resolved: 'Resolved' }, opened: 'Opened',
  withdraw: 'Withdraw', withdrawWhy: 'Routing stops citing it; the record stays.', withdrawReason: 'Reason', withdrawn: 'Withdrawn', showWithdrawn: 'Withdrawn precedents', resolve: 'Name the unit', resolved: 'Resolved', resolveWhy: 'It becomes a precedent: the same matter in the same place is suggested to this unit.', days: '{n} working day(s)', open: 'Open',
}

export const actions: typeof zh.actions = {
  'request-return': 'Ask to return', 'approve-return': 'Approve the return', 'reject-return': 'Refuse the return', coordinate: 'Coordinate', 'request-extension': 'Ask for an extension', 'approve-extension': 'Approve the extension', 'reject-extension': 'Refuse the extension',
  'ask-resident': 'Ask the resident', resume: 'Resume', 'list-long-term': 'List as long-term', 'confirm-long-term': 'Confirm the listing', 'reject-long-term': 'Refuse the listing', milestone: 'Tell progress', gap: 'Nobody owns it',
}

export const events: typeof zh.events = {
  'request-return': 'Return asked for', 'approve-return': 'Returned', 'reject-return': 'Return refused', coordinate: 'Unit named by coordination', 'request-extension': 'Extension asked for', 'approve-extension': 'Extended', 'reject-extension': 'Extension refused',
  'ask-resident': 'Resident asked', resume: 'Resumed', 'list-long-term': 'Listed as long-term', 'confirm-long-term': 'Listing confirmed', 'reject-long-term': 'Listing refused', milestone: 'Progress told', gap: 'Gap recorded', 'propose-long-term': 'Listing proposed', 'mark-gap': 'Gap recorded',
}

export const states: typeof zh.states = { WaitingForResident: 'Waiting for resident', LongTerm: 'Long-term' }
