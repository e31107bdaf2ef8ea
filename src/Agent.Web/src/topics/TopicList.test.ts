import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import type { TopicView } from '@/api/types'
import { aRow, surroundings } from '@/components/testing'
import { setLanguage } from '@/i18n'
import TopicList from './TopicList.vue'

const topic: TopicView = {
  id: 'k1', name: '云岭花园 搅拌站', districtCode: '01', districtName: '云岭区', count: 12, inWindow: 10, expected: 0.05, toldAt: '2026-11-20T09:00:00+08:00', lastAt: '2026-11-20T10:00:00+08:00',
  days: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 10], tickets: [aRow({ id: 't7', subject: '搅拌站扰民' })],
}
const shown = (topics: TopicView[]) => mount(TopicList, { global: { ...surroundings(), stubs: { RouterLink: { props: ['to'], template: '<a :href="to"><slot /></a>' } } }, props: { topics } })

describe('the rising topics', () => {
  afterEach(() => setLanguage('zh-CN'))

  it('say name, place, number, trend and the tickets behind them', () => {
    const list = shown([topic])
    expect(list.get('h2').text()).toBe('云岭花园 搅拌站')
    expect(list.text()).toContain('云岭区')
    expect(list.get('[data-testid=topic-count]').text()).toBe('共 12 件')
    expect(list.get('[data-testid=topic-trend]').text()).toBe('新出现')
    expect(list.get('a').attributes('href')).toBe('/tickets/t7?from=/topics')
  })

  it('tell how much more than before it is', () => {
    setLanguage('en')
    expect(shown([{ ...topic, expected: 4 }]).get('[data-testid=topic-trend]').text()).toBe('2.5 times the usual')
  })

  it('say so when there is none', () => {
    expect(shown([]).find('[data-testid=no-topics]').exists()).toBe(true)
  })
})
