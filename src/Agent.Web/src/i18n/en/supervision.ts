import type { supervision as Messages } from '../zh-CN/supervision'

export const supervision: typeof Messages = {
  supervision: {
    title: 'Supervision', tabs: { ladder: 'Ladder', orders: 'Orders', flags: 'Flags', instructions: 'Instructions' },
    rungs: { Reminder: 'Reminder', YellowCard: 'Yellow card', RedCard: 'Red card', UrgeNotice: 'Urge notice', Criticism: 'Criticism', Listing: 'Listed supervision' },
    cards: 'Cards by department (last {n} days)', department: 'Department', openRed: 'Red, not met', noCards: 'No cards in this time', due: 'Formal steps that are due', noDue: 'No criticism or listing is due', since: 'may be issued since {at}', missed: 'was due {at}', open: 'Open the ticket',
    panel: 'Supervision', next: 'Next: {rung} (from {at})', demandLabel: 'Demand', ladderNote: 'Reason', urgeNote: 'What you press for', urgeHint: 'The department sees it at once; the resident keeps their own turn.', escalateHint: 'A formal step is issued in your name and kept with the ticket.',
    instruction: 'Instruction', reportBy: 'Report by', instructHint: 'The ticket rises in every queue; what is not reported in time is listed on your page.', report: 'Report', late: 'Overdue', reportDue: 'report by {at}', reported: 'reported by {name}, {at}', waiting: 'Waiting', noInstructions: 'No instructions', instructionStates: { open: 'Waiting', overdue: 'Overdue', reported: 'Reported' },
    orderStates: { Issued: 'Issued', Signed: 'Signed', Answered: 'Answered', Reviewed: 'Reviewed', Closed: 'Closed' },
    orderActions: { Issue: 'Issue', Sign: 'Sign', Answer: 'Answer', Review: 'Accept the answer', SendBack: 'Send back', Close: 'Close', sign: 'Sign', answer: 'Answer', review: 'Accept the answer', 'send-back': 'Send back', close: 'Close' },
    triggers: { Overdue: 'Overdue', DissatisfiedTwice: 'Dissatisfied twice', FalseClosure: 'False closing', LeaderInstruction: 'Leader’s instruction', Other: 'Other' },
    order: 'Supervision order', number: 'Number', issue: 'Issue an order', dueOn: 'Answer by', trigger: 'Reason', demand: 'Demand', tickets: 'Tickets', state: 'State', issued: 'Issued', print: 'Print', answer: 'Answer', steps: 'History', noOrders: 'No orders', suggestions: 'Orders suggested', suggestion: '{department}: {trigger}, {n} tickets', issuedBy: 'issued by {name}, {at}', dueAt: 'answer by {at}', lateOrder: 'Late', words: 'Words', orderDone: '{number}: {action} done', to: 'To {department}:', printTitle: 'City hotline supervision order', choose: 'Choose the day of answer',
    kinds: { SameMatterAgain: 'Same matter again', ResidentDisputes: 'Resident disputes', AuditSample: 'Audit sample', MassClosing: 'Mass closing at midnight', CopiedReply: 'Copied reply', Downgraded: 'Type made smaller' },
    flagStates: { Open: 'Open', Confirmed: 'Confirmed', Dismissed: 'Dismissed' }, noFlags: 'No flags', kind: 'Kind', all: 'All', centre: 'The centre', evidence: 'Evidence', reason: 'Reason', confirm: 'Confirm', dismiss: 'Dismiss', proposeReopen: 'Propose to reopen the tickets', decided: 'decided by {name}, {at}: {reason}', reopenProposed: 'Reopening proposed', toOrder: 'Issue an order',
    facts: {
      SameMatterAgain: 'The same matter came again {days} days after closing, at {place} ({score}% sure)', ResidentDisputes: 'The unit reported "{result}", the resident says "{solved}", {satisfaction}', AuditSample: '{outOf} closed in {week}, {count} drawn', MassClosing: '{count} finished between 23:30 and 24:00 on {day}', CopiedReply: '{count} different matters got nearly the same reply ({score}% alike)', Downgraded: 'The resident chose "{from}", it was taken on as "{to}" ({by})',
    },
  },
  followup: {
    title: 'Call-backs', lead: 'Residents are called in three parts of the day: first whether it is solved, then whether they are satisfied. Nobody is called in the quiet hours.', due: 'To call now', all: 'All', empty: 'Nobody is to be called now', reply: 'The reply', claim: 'Begin the call', release: 'Give back', call: 'Put down the result', claimed: '{name} is calling', tries: '{n} tries', next: 'from {at}', centre: 'Nobody to ask: the centre evaluates', panel: 'Follow-up', waiting: 'Three tries failed; the resident’s own answer is awaited until {at}',
    outcome: 'Outcome', outcomes: { Reached: 'Reached', NoAnswer: 'No answer', Refused: 'Refused', WrongNumber: 'Wrong number' }, solved: 'Is it solved?', extents: { Yes: 'Solved', Partly: 'Partly', No: 'Not solved' }, satisfied: 'Satisfied with the handling?', comment: 'The resident’s words, or a note', finding: 'What was found', findingHint: 'Nobody can be asked: the centre looks at the outcome itself; it never counts as satisfied.', slots: { Morning: 'morning', Afternoon: 'afternoon', Evening: 'evening' },
    ended: { Rated: 'Rated', Unreachable: 'Unreachable', Refused: 'Refused', NotAsked: 'Not asked', Waived: 'Waived' },
  },
}
