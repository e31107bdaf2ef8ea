import type { records as zh } from '../zh-CN/records'

export const records: typeof zh = {
  tabs: { seals: 'Verification', holds: 'Legal hold' },
  verified: 'The whole history', verifiedAt: 'Verified {at} in {seconds} s: {tickets} tickets, {entries} entries, {days} daily roots.', holdsFirm: 'Every link holds', notVerified: 'Not verified yet. It is done after each midnight, or by the command verify.',
  beforeChain: '{n} of them were written before there was a chain; nothing vouches for them.', brokenTicket: 'Ticket {number}, entry {sequence}: {fault}', brokenDay: 'The root of {day}: {fault}', broken: 'Broken',
  faults: {
    EntryMissing: 'the entry is missing', EntryAdded: 'there are more entries than counted', EntryChanged: 'the entry, or one before it, was changed', HashMissing: 'the entry has no hash', NoteChanged: 'the note was changed', NoteErased: 'a note was erased and no anonymisation says so', HeadDiffers: 'the last hash is not that of the last entry',
    TicketMissing: 'the ticket is gone, its history is there', RootMissing: 'missing', RootChanged: 'changed', RootNotChained: 'not chained to the day before', DayRewritten: 'the entries of that day are not those that were sealed',
  },
  roots: 'Daily roots', rootsHint: 'After each midnight every ticket that changed that day is sealed, chained to the day before. Download them for a notary to keep.', day: 'Day', tickets: 'Tickets', entries: 'Entries', root: 'Root', madeAt: 'Made', noRoots: 'No daily root yet', download: 'Download CSV',
  holds: 'Tickets under legal hold', noHolds: 'No ticket is under legal hold', number: 'Ticket number', reason: 'Reason', by: 'By', since: 'Since', place: 'Place a hold', end: 'Release', endTitle: 'Release the legal hold', placed: 'The hold is placed', ended: 'The hold is released',
  holdHint: 'While it is held, the ticket is not anonymised and its recordings are not deleted.', held: 'Legal hold', heldSince: '{by}, {at}: {reason}', anonymised: 'Anonymised', anonymisedAt: 'Personal data was removed after its term, {at}',
  relayText: 'Words to relay', relayHint: 'The hotline sends them; you do not see to whom. The answer comes as added information. At most 300 characters.', release: 'Release', released: 'Released', withheld: 'Not shown to the department', releaseDone: 'Released: the department sees it now',
  filter: 'Filter', user: 'Person', ticket: 'Ticket number', what: 'What', from: 'From', to: 'To', apply: 'Search', centre: 'Centre',
  kinds: { resident: 'Contact', attachment: 'File', recording: 'Recording', call: 'Call listened to' },
  roles: { agent: 'Agent', dispatcher: 'Dispatcher', handler: 'Handler', approver: 'Approver', publisher: 'Publisher', supervisor: 'Supervisor', leader: 'Leader', administrator: 'Administrator', auditor: 'Auditor' },
  columns: { at: 'When', user: 'Person', role: 'Role', unit: 'Unit', ticket: 'Ticket', what: 'What', reason: 'Reason' },
}
