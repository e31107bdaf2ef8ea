import type zh from '../zh-CN/rules'

const en: typeof zh = {
  policiesTitle: 'Handling times', calendarsTitle: 'Working calendar',
  calculator: 'Deadline calculator', from: 'Clock starts on', workingDays: 'Working days', orTerm: 'Left empty, the policy’s own term counts', policy: 'Policy', type: 'Type', urgency: 'Urgency', step: 'Step', calculate: 'Calculate',
  due: 'Due', warn: 'Yellow light', half: 'Half time', because: 'Because', guess: 'The calendar of a year that it touches is not loaded: the date is a guess',
  chosen: 'In use here', onFile: 'On file', version: 'Version {version}, from {from}', inForce: 'in force', planned: 'not yet in force', earlier: 'earlier version',
  terms: { type: 'Type', handling: 'Handling', urgent: 'Urgent', critical: 'Critical', sign: 'Sign', firstContact: 'First contact', returnWindow: 'Return window', extension: 'Extension', longTerm: 'Long-term at most', publish: 'Publish', evaluation: 'Call-backs', dueTime: 'Ends at' },
  extensionRule: 'at most {most} each, {times} times', newVersion: 'Add a version', newVersionLead: 'Paste it in the form of the policy files (YAML). It counts for clocks that start from its day on; clocks that run keep theirs.', content: 'Content', note: 'Note', apply: 'Apply', applied: 'Applied',
  term: { wd: '{n} working days', d: '{n} days', h: '{n} hours', min: '{n} minutes' },
  missing: 'Next year’s holidays are not loaded: deadlines beyond New Year are guesses', years: 'Years loaded', year: '{year}', offDays: '{n} days off', makeUp: '{n} make-up days', by: 'imported by {name}, {at}', file: 'installed with the system', days: 'Show {n} special days',
  off: 'off', work: 'works', import: 'Import a year', importLead: 'Paste or choose a file: JSON (year, papers, days) or CSV (date,isOffDay,name). Preview which open deadlines would move, then apply.', choose: 'Choose a file', preview: 'Preview',
  changed: '{n} days change', becomesOff: 'becomes a day off', becomesWork: 'becomes a working day', moved: '{open} open deadlines, {moved} of them move', ticket: 'Ticket', was: 'Due so far', becomes: 'Due then', noChange: 'No day changes', noMoved: 'No open deadline moves',
}
export default en
