import type zh from '../zh-CN/units'

const en: typeof zh = {
  title: 'Units', catalogueTitle: 'Categories and duties', staffTitle: 'Accounts and absences', search: 'Name or code',
  code: 'Code', name: 'Name', nameEn: 'English name', kind: 'Kind', parent: 'Unit above', phone: 'Phone', duties: 'Duties', open: 'In hand', staff: 'Accounts', onDuty: 'On duty', none: '(none)', top: '(top)',
  add: 'Add', edit: 'Change', save: 'Save', remove: 'Delete', saved: 'Saved', askRemove: 'Delete “{name}”?', actions: 'Actions',
  rehome: 'Re-home tickets', rehomeLead: 'Hands the {n} open tickets of “{name}” to another unit; clocks run on.', to: 'Goes to', reason: 'Reason', rehomed: '{moved} handed over, {left} left',
  duty: 'Duty', dutyLead: 'Whom to call now, looked up for urgent tickets.', from: 'From', until: 'Until', contact: 'Name',
  categories: 'Categories', clauses: 'Duty directory', category: 'Category', district: 'District', everywhere: 'Everywhere', department: 'Department', basis: 'Clause', urgency: 'Default urgency', type: 'Default type',
  accounts: 'Accounts', user: 'User name', number: 'Staff number', roles: 'Roles', active: 'May sign in', closed: 'Closed', password: 'Password', passwordKeep: 'Left empty, it stays', standsIn: 'stands in for {names}',
  roleNames: { agent: 'Agent', dispatcher: 'Dispatcher', handler: 'Handler', approver: 'Approver', publisher: 'Publisher', supervisor: 'Supervisor', leader: 'Leader', administrator: 'Administrator', auditor: 'Auditor' },
  myAbsence: 'My absence', absences: 'Absences', absenceLead: 'A colleague of the same unit does one’s work, under their own name in the history.', fromUser: 'Absent', toUser: 'Stands in', appoint: 'Appoint', end: 'End', noAbsences: 'Nobody is standing in',
}
export default en
