import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import type { HistoryEntry } from '@/api/types'
import { surroundings } from '@/components/testing'
import { setLanguage } from '@/i18n'
import HistoryPanel from './HistoryPanel.vue'

const contact: HistoryEntry = {
  at: '2026-11-20T09:00:00+08:00', action: 'FirstContact', actor: 'handler1', actorName: '王宁', departmentName: '城市管理局', outcome: 'NoAnswer', note: '下午再打',
}
const shown = (entry: HistoryEntry) => mount(HistoryPanel, { global: surroundings(), props: { entries: [entry] } })

describe('the history', () => {
  afterEach(() => setLanguage('zh-CN'))

  it('tells an outcome in words, apart from the note', () => {
    expect(shown(contact).get('[data-testid=history-outcome]').text()).toBe('无人接听')
    expect(shown(contact).get('.note').text()).toBe('下午再打')
    setLanguage('en')
    expect(shown(contact).get('[data-testid=history-outcome]').text()).toBe('No answer')
  })

  it('shows nothing where nothing came of it', () => {
    const { outcome: _, ...note } = contact
    expect(shown({ ...note, action: 'Note' }).find('[data-testid=history-outcome]').exists()).toBe(false)
  })
})
