import type zh from '../zh-CN/callFlows'

const en: typeof zh = {
  title: 'Call flows', lead: 'What callers hear on their way to a person or to the tone. Before it is kept a flow is checked: every way comes to a person or a message, with no dead end and no endless loop.', choose: 'Flow', newFlow: 'New flow', code: 'Code', codeHint: 'Small letters, digits and hyphens', content: 'The flow as text (YAML)',
  version: 'version {n}', delivered: 'as delivered', versions: 'Earlier versions', by: '{name}, {at}', faults: '{n} to mend', line: 'Line {n}', noFaults: 'Nothing to mend', note: 'Note', apply: 'Apply', applied: 'Applied; the next caller meets it', checking: 'Checking…', answers: 'Answers {numbers}', answersAll: 'Answers all other numbers',
  tree: 'The flow as a tree', again: 'see above', ways: { Silent: 'nothing done', Input: 'keys or words', AfterPerson: 'after the talk' },
  kinds: { prompt: 'Prompt', menu: 'Menu', gather: 'Question', language: 'Language', ticket: 'Ticket enquiry', hours: 'Office hours', queue: 'Line', callback: 'Call back', voicemail: 'Message', rating: 'Rating', emergency: 'Emergency hint', transfer: 'Put through', hangup: 'End' },
  walk: 'Walk through', walkLead: 'Go through it as a caller would; nobody is called.', restart: 'Begin again', officeOpen: 'Within office hours', lineOpen: 'The line takes callers', key: 'Press {key}', say: 'Say', says: 'Words',
  moves: { Silence: 'Do nothing', AgentAnswers: 'An agent answers', TalkEnds: 'The talk ends', MessageLeft: 'Message left', HangUp: 'Hang up', TicketFound: 'Ticket found', TicketUnknown: 'Not found' },
  then: { Ask: 'Listening for keys or words', LookUp: 'Looking up', Wait: 'Waiting in line', Record: 'Recording', Talk: 'Speaking with an agent', Dial: 'Being put through', HangUp: 'Ended' },
  simulator: 'Telephone simulator', simulatorLead: 'In Development only: a whole call without a provider.', from: 'Caller', withheld: 'Empty for a withheld number', dialled: 'Dialled number', call: 'Call', hangUp: 'Hang up', keypad: 'Keypad', speech: 'Words', speak: 'Say', message: 'Message', leave: 'Leave the message', silence: 'Do nothing', talkEnded: 'The other side hangs up',
  heard: 'What is heard', state: 'State', position: 'Number {n} in line', agentSide: "The agent's side (you)", answer: 'Answer', decline: 'Decline', hangUpAgent: 'Hang up', whisper: 'Told before', rating: 'Rated {n}', ended: 'The call has ended', callBack: 'A call back is promised', openCallBack: 'Open the call back', telephones: 'Telephones', node: 'Node {name}',
  legState: { Intended: 'being called', Ringing: 'ringing', Talking: 'talking', Ended: 'ended' },
}
export default en
