import type zh from '../zh-CN/appraisal'

const en: typeof zh = {
  title: 'Appraisal', lead: 'By the day of closing. Every figure opens to the tickets behind it; units are compared from thirty cases on, in bands and not in ranks.',
  from: 'From', to: 'To', group: 'Kind of unit', groups: { departments: 'Departments and utilities', districts: 'Districts', streets: 'Streets and towns' }, read: 'Count', ranks: 'Show ranks too', exportAs: 'Export {format}',
  table: 'Figures of each unit', unit: 'Unit', city: 'Whole city', whole: 'Whole group', none: 'No ticket ended in this time', tooFew: 'fewer than 30 cases: no band', leftOut: '{n} left out', rank: 'rank {n}',
  band: { A: 'clearly better than the group', B: 'not clearly different from the group', C: 'clearly worse than the group' }, bandShort: 'Band {band}', duration: 'Whole duration', hours: '{n} h', p50: 'half within', p90: 'nine in ten within',
  open: '{unit}, {metric}: {value}, {numerator} of {denominator}. Show tickets', noValue: 'none', interval: '95 % confidence: {low} to {high}', cases: 'numerator {numerator}, denominator {denominator}, left out {leftOut}',
  parts: { numerator: 'Numerator', rest: 'Rest of the denominator', denominator: 'Denominator', excluded: 'Left out' }, noTickets: 'No tickets', ticket: 'Ticket', closedOn: 'Ended', stillOpen: 'open, due {at}', took: 'Took', outcome: 'Judgement', onTime: 'in time', late: 'late',
  resolution: { Solved: 'solved', Partly: 'solved in part', NotSolved: 'not solved' }, why: 'Left out: {reason}',
  exclusions: 'Requests to leave tickets out', exclusionCounts: 'Left out: {asked} waiting, {granted} granted, {refused} refused, {appealed} appealed', ask: 'Ask to leave out', askLead: 'Say why it should not count for your unit. The supervisor decides; a refusal can be appealed against once, the leader decides for good.', reason: 'Reason', send: 'Send', asked: 'Sent',
  state: { Asked: 'waiting', Granted: 'granted', Refused: 'refused', Appealed: 'appealed', GrantedOnAppeal: 'granted on appeal', RefusedOnAppeal: 'refused on appeal' },
  grant: 'Grant', refuse: 'Refuse', appeal: 'Appeal', decided: 'Decided', noExclusions: 'No requests', by: '{name}, {at}', decision: 'Decision', appealReason: 'Appeal', finalDecision: 'Final decision',
  promises: 'Three promises', promise: { received: 'Received', handled: 'Handled', published: 'Published' }, promiseWhat: { received: 'of what came in is taken up', handled: 'of what is due has ended', published: 'of what may be public is public' }, periods: { Day: 'Day', Month: 'Month', Year: 'Year' },
  brief: 'Day brief', day: 'Day', print: 'Print', volume: 'Volume', received: '{n} received', ended: '{n} ended', against: 'mean of the same weekday over four weeks: {mean}', change: '{sign}{n} %', onTimeTitle: 'On time', original: 'by the original term', extended: 'with approved extension', kept: "resident's term",
  stuck: 'Stuck longest (five)', pastDue: "{n} past the resident's term as of {at}", noStuck: "No ticket is past the resident's term", over: '{n} over', days: '{n} days', unassigned: 'not dispatched', topics: 'Rising topics', noTopics: 'No rising topics', instructions: 'Leader’s instructions', instructionCounts: '{open} not reported back, {late} of them late', reportBy: 'report by {at}', topic: '{n} tickets, {expected} expected',
}
export default en
