import type zh from '../zh-CN/calls'

const en: typeof zh = {
  title: 'Incoming call', states: { Ringing: 'Ringing', Talking: 'Talking', Ended: 'Ended' }, withheld: 'Number withheld', dialled: 'dialled {number}', unknown: 'First call', danger: 'Danger on an open request: {kinds}',
  counts: '{open} open, {past} finished', takeDown: 'New ticket', close: 'Put the call away', phoneFromCall: 'Left empty, the number of this call is used',
}
export default en
