import type { systems as zh } from '../zh-CN/systems'

export const systems: typeof zh = {
  tabs: { channels: 'Channels', imports: 'File import', webhooks: 'Other systems' },
  health: { NotConfigured: 'Not set up', Working: 'Working', Alarm: 'Needs attention' },
  channel: 'Channel', state: 'State', last: 'Last message', day: '24 hours', lag: 'Time to disk', errors: 'Errors', compared: 'Compared with the provider', act: 'Test', refresh: 'Refresh',
  ms: '{n} ms', never: 'None yet', quarantined: '{n} in quarantine', failedOut: '{n} not sent', waiting: '{n} waiting, the oldest since {at}', missing: '{n} missing', noErrors: 'None', cannotCount: 'Cannot be compared', notCompared: 'Not compared yet',
  readAt: 'Read at {at}', neverRead: 'Not read yet', unreadSince: 'Not readable since {at}: {why}', tokenEnds: 'The token ends at {at}',
  counted: 'The hour from {from}: provider {theirs}, here {ours}', recovered: '{n} fetched', reconState: { Complete: 'Complete', Missing: 'Missing', Failed: 'Could not compare' },
  test: 'Test {channel}', testTitle: 'Test a channel: {channel}', testHint: 'Sends a test message through the real door. It is kept and opens no ticket.', testTo: 'Also send to my number (optional)', testStart: 'Start', testOk: 'All is well', testBad: 'Something is wrong', notTried: 'not tried',
  parts: { Incoming: 'Door (signature, reception, disk)', Intake: 'Reception and disk', Provider: 'Question to the provider', Outgoing: 'Sending' },
  history: 'Comparisons with something missing or failed', noHistory: 'Nothing was missing', window: 'Hour', missingIds: 'Missing messages', attempts: 'try {n}',
  imports: {
    title: 'File import', lead: 'CSV or XLSX files from departments (10 MB and 20,000 rows at most, headings in the first row). Look first, then import; one number of one source system makes one ticket.', choose: 'Choose a file', uploading: 'Uploading…', recent: 'Recent imports', none: 'No file was imported yet',
    whenHead: 'Who and when', outcomeHead: 'Outcome', file: 'File', system: 'Source system', systemHint: 'letters and digits, such as city-works', channel: 'Original channel', rows: '{n} rows', by: '{name} {at}', mapping: 'Which column holds what', unmapped: '(left out)', column: 'Column', field: 'Field', preview: 'Preview', apply: 'Preview again', run: 'Import', discard: 'Discard', open: 'Open',
    summary: '{rows} rows: {wrong} with errors, {known} known already, {repeated} repeated in the file', wrongLeft: 'Rows with errors are left out; the result file says why.', line: 'Line', known: 'known', repeated: 'repeated', problems: 'Problems', running: 'Importing {n} / {all}', done: 'Imported', result: 'Download the result',
    outcome: '{taken} new, {known} known, {refused} left out', states: { Draft: 'Draft', Queued: 'Queued', Running: 'Importing', Done: 'Done' }, discarded: 'Discarded', started: 'The import has begun',
    fields: { sourceNumber: 'Source number', subject: 'Subject', body: 'Body', receivedAt: 'Received at', name: 'Name', phone: 'Phone', email: 'E-mail', place: 'Place', address: 'Address', type: 'Type', confidential: 'Confidential' },
  },
  webhooks: {
    lead: 'Tells other systems of changes to tickets by signed requests, as the Standard Webhooks specification says.', add: 'Add', edit: 'Change', name: 'Name', address: 'Address', scope: 'Content', kinds: 'Events (empty: all; comma separated)', sources: 'Only tickets of these systems (empty: all)', paused: 'Paused', pause: 'Pause', resume: 'Go on', remove: 'Remove', removeAsk: 'Remove "{name}"? What waits for it is forgotten.',
    scopes: { Facts: 'Numbers, states, times only', Texts: 'Also texts without personal data', Contact: 'Also the resident, unless confidential' }, secret: 'Secret', secretOnce: 'The secret is shown this once. Store it in the other system now.', rotate: 'New secret', rotateAsk: 'Make a new secret? The old one signs beside it for 24 hours.', replay: 'Send again', replayFrom: 'From', replayDone: 'Sending again from event {n} on',
    behind: '{n} events behind', waiting: '{n} waiting', dead: '{n} given up', lastAt: 'last delivered {at}', none: 'No subscription yet', desk: 'Dead-letter desk', deskHint: 'What was not taken after many tries stays here and holds back the later events of its ticket until somebody decides.', deskEmpty: 'Nothing here', event: 'Event', ticket: 'Ticket', answer: 'Answer', retry: 'Try again', drop: 'Give up', dropWhy: 'Why it is given up', payload: 'Content', retried: 'In the line again', dropped: 'Given up', saved: 'Saved', held: 'waits for an earlier event',
    states: { Pending: 'Waiting', Delivered: 'Delivered', Dead: 'Given up', Dropped: 'Dropped' }, tries: '{n} tries',
  },
  source: 'Source system', relayCalls: 'Relayed calls', relayNumber: 'Your telephone', relayNumberHint: 'We ring you first, then the resident. Neither sees the other\'s number, and the call is recorded.', relayRecorded: 'recorded', relaySeconds: '{n} seconds', relayRunning: 'Ringing',
  relayOutcomes: { Connected: 'Connected', CallerUnreached: 'You did not answer', ResidentBusy: 'Busy', ResidentUnreached: 'No answer', Failed: 'Could not be made' },
}
