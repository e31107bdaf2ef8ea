import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useLive } from '@/stores/live'
import ConnectionBanner from './ConnectionBanner.vue'
import { surroundings } from './testing'

function aBanner() {
  const global = surroundings()
  const live = useLive()
  const mounted = mount(ConnectionBanner, { global })
  return { live, banner: () => mounted.find('[data-testid=connection-banner]') }
}

describe('the connection banner', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-22T08:00:00+08:00') }))
  afterEach(() => vi.useRealTimers())

  it('is not there while all is well', () => {
    expect(aBanner().banner().exists()).toBe(false)
  })

  it('counts the attempts, then offers a retry after half a minute', async () => {
    const { live, banner } = aBanner()
    live.state = { kind: 'reconnecting', attempt: 3, since: Date.now() }
    await nextTick()
    expect(banner().classes()).toContain('amber')
    expect(banner().text()).toContain('第 3 次')
    await vi.advanceTimersByTimeAsync(29_000)
    expect(banner().find('button').exists()).toBe(false)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(banner().classes()).toContain('red')
    expect(banner().find('button').exists()).toBe(true)
  })

  it('goes on counting from the loss, not from the latest attempt', async () => {
    const { live, banner } = aBanner()
    const since = Date.now()
    live.state = { kind: 'reconnecting', attempt: 1, since }
    await vi.advanceTimersByTimeAsync(31_000)
    live.state = { kind: 'reconnecting', attempt: 2, since }
    await nextTick()
    expect(banner().classes()).toContain('red')
  })

  it('tells how much was caught up', async () => {
    const { live, banner } = aBanner()
    live.state = { kind: 'restored', missed: 12 }
    await nextTick()
    expect(banner().classes()).toContain('green')
    expect(banner().text()).toContain('补收 12 条')
  })
})
