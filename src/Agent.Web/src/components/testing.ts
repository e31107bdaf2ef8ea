import { createPinia, setActivePinia } from 'pinia'
import type { Plugin } from 'vue'
import type { TicketRow, TicketView } from '@/api/types'
import { i18n } from '@/i18n'

/** What a mounted component needs around it. */
export function surroundings(): { plugins: Plugin[] } {
  const pinia = createPinia()
  setActivePinia(pinia)
  return { plugins: [pinia, i18n] }
}

export function aRow(change: Partial<TicketRow> = {}): TicketRow {
  return {
    id: 't1', number: 'HL0001', state: 'Received', channel: 'Web', type: 'Complaint', urgency: 'Normal', dangers: [],
    subject: '路灯不亮', receivedAt: '2026-11-20T09:00:00+08:00', residentLight: 'Green', headCount: 1, version: 1, ...change,
  }
}

export function aTicket(change: Partial<TicketView> = {}): TicketView {
  return {
    ...aRow(), body: '连续三晚不亮', language: 'zh', confidential: false, anonymous: false, round: 1, suggestions: [], deadlines: [], history: [],
    attachments: [], supplements: [], relayCalls: [], members: [], disputes: { returnCount: 0, inCoordination: false, returnForbidden: false, returns: [], extensions: [], extensionMostDays: 10, extensionTimes: 1, questions: [], longTermDays: 180 }, supervision: { ladder: [], instructions: [], orders: [] }, joint: { subTasks: [], requestItems: [], evidence: 'None', contactProven: false, basisCited: false, itemsAnswered: true, mayWaive: false, needsSupervision: false }, allowedActions: ['accept', 'note'], ...change,
  }
}
