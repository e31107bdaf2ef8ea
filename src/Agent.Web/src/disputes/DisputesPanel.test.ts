import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { aTicket, surroundings } from '@/components/testing'
import { setLanguage } from '@/i18n'
import DisputesPanel from './DisputesPanel.vue'

const none = aTicket().disputes
const shown = (change: Partial<typeof none>) => mount(DisputesPanel, { global: surroundings(), props: { disputes: { ...none, ...change } } })
const asked = {
  id: 'r1', state: 'Pending' as const, department: 'CG', departmentName: '城市管理局', clause: '派单目录第3条', reason: '治安事项', attachments: [], requestedByName: '经办人', requestedAt: '2026-03-02T10:00:00+08:00',
  suggestedDepartment: 'GA', suggestedDepartmentName: '公安局',
}

describe('what is disputed about a ticket', () => {
  afterEach(() => setLanguage('zh-CN'))

  it('takes no room when there is nothing', () => {
    expect(shown({}).find('[data-testid=disputes-panel]').exists()).toBe(false)
  })

  it('shows a pending return with its clause and where it should go', () => {
    const text = shown({ returns: [asked] }).text()
    expect(text).toContain('待决定')
    expect(text).toContain('派单目录第3条')
    expect(text).toContain('公安局')
  })

  it('marks a hard case, and a unit that may not return it', () => {
    expect(shown({ inCoordination: true }).get('[data-testid=hard-case]').text()).toBe('疑难：待协调定责')
    setLanguage('en')
    expect(shown({ returnForbidden: true }).get('[data-testid=return-forbidden]').text()).toBe('May not be returned')
  })

  it('says when a long-term matter has had no news for a month', () => {
    const longTerm = {
      id: 'l1', state: 'Approved' as const, departmentName: '城市管理局', reason: '需招标', milestones: [{ at: '2026-04-30', text: '完成招标' }], until: '2026-05-29T23:59:59+08:00', requestedByName: '审批人',
      requestedAt: '2026-03-02T10:00:00+08:00', progress: [], progressOverdue: true,
    }
    expect(shown({ longTerm }).text()).toContain('超过一个月没有更新进展')
  })
})
