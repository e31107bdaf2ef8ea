import type { SubTaskView } from '@/api/types'

/** What can be done to a part, in the order of its buttons. */
export const partActions = ['sign', 'reply', 'return', 'withdraw'] as const
export type PartAction = (typeof partActions)[number]

export const partTones: Record<SubTaskView['state'], string> = { Pending: 'amber', Signed: 'blue', Answered: 'green', Returned: 'red', Withdrawn: '' }

/** Parts that somebody still waits for, directly under the ticket or under one of its parts. */
export function missingParts(parts: readonly SubTaskView[], under?: number): SubTaskView[] {
  return parts.filter((one) => one.under === under && ['Pending', 'Signed', 'Returned'].includes(one.state))
}
