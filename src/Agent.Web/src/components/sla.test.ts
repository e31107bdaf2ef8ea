import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { DeadlineView } from '@/api/types'
import SlaChip from './SlaChip.vue'
import { hoursAndMinutes, slaText } from './sla'
import { surroundings } from './testing'

const dueAt = '2026-11-28T18:00:00+08:00'
const asIs = (instant: string) => instant

describe('what a deadline chip says', () => {
  it.each([[0, '0:00'], [9, '0:09'], [60, '1:00'], [1215, '20:15'], [-65, '1:05']])('writes %i minutes as %s', (minutes, text) => {
    expect(hoursAndMinutes(minutes)).toBe(text)
  })

  it('shows the working time the server computed', () => {
    expect(slaText({ light: 'Green', dueAt, workingMinutesLeft: 200 }, asIs)).toEqual({ key: 'left', time: '3:20' })
  })

  it('shows by how much it is late', () => {
    expect(slaText({ light: 'Red', dueAt, workingMinutesLeft: -65 }, asIs)).toEqual({ key: 'over', time: '1:05' })
  })

  it('names the date where working time is unknown, never a difference of clock times', () => {
    expect(slaText({ light: 'Yellow', dueAt }, asIs)).toEqual({ key: 'due', time: dueAt })
    expect(slaText({ light: 'Red', dueAt }, asIs)).toEqual({ key: 'overSince', time: dueAt })
  })

  it.each([['Paused', 'paused'], ['Met', 'met'], ['Missed', 'missed']] as const)('says %s in a word', (light, key) => {
    expect(slaText({ light, dueAt, workingMinutesLeft: 10 }, asIs)).toEqual({ key })
  })

  it('carries text and an icon, so that colour is never alone', () => {
    const chip = mount(SlaChip, { global: surroundings(), props: { light: 'Red', dueAt, bare: true } })
    expect(chip.text()).toContain('超时')
    expect(chip.find('svg').exists()).toBe(true)
  })

  it('explains itself in its accessible name', () => {
    const deadline: DeadlineView = {
      clock: 'Department', step: 'Handle', startedAt: '2026-11-20T09:00:00+08:00', dueAt, light: 'Green', workingMinutesLeft: 615,
      explanation: '十个工作日', calendarMissing: true,
    }
    const chip = mount(SlaChip, { global: surroundings(), props: { light: 'Green', dueAt, deadline } })
    const name = chip.find('[aria-label]').attributes('aria-label')
    expect(name).toContain('剩 10:15')
    expect(name).toContain('2026-11-28 18:00')
    expect(name).toContain('十个工作日')
    expect(name).toContain('日历未导入')
  })
})
