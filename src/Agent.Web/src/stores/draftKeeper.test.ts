import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DraftKeeper, draftStorageKey, forgetLocalDrafts, type DraftState } from './draftKeeper'

const key = draftStorageKey('agent1', 't1', 'reply')

function aKeeper(save: (text: string) => Promise<{ savedAt: string }> = () => Promise.resolve({ savedAt: '10:32:05' })) {
  const states: DraftState[] = []
  const saves = vi.fn((text: string) => save(text))
  const remove = vi.fn(() => Promise.resolve())
  const keeper = new DraftKeeper({
    server: { save: saves, remove }, storage: localStorage, storageKey: key, onChange: (state) => states.push(state),
  })
  return { keeper, saves, remove, states }
}

describe('a draft', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    localStorage.clear()
  })

  it('is saved once, a second after the last key', async () => {
    const { keeper, saves, states } = aKeeper()
    keeper.type('您')
    await vi.advanceTimersByTimeAsync(900)
    keeper.type('您好')
    await vi.advanceTimersByTimeAsync(999)
    expect(saves).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(saves.mock.calls.map(([text]) => text)).toEqual(['您好'])
    expect(states.at(-1)).toBe('saved')
  })

  it('is in the browser with every key and on the server every three seconds, however fast somebody types', async () => {
    const { keeper, saves } = aKeeper()
    for (let i = 1; i <= 70; i++) {
      keeper.type('字'.repeat(i))
      expect(localStorage.getItem(key)).toBe('字'.repeat(i))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(saves.mock.calls.length).toBe(2)
    await vi.advanceTimersByTimeAsync(1000)
    expect(saves.mock.calls.at(-1)?.[0]).toBe('字'.repeat(70))
    expect(localStorage.getItem(key)).toBeNull()
  })

  it('is saved at once when the field is left, and not again later', async () => {
    const { keeper, saves } = aKeeper()
    keeper.type('您好')
    await keeper.flush()
    await vi.advanceTimersByTimeAsync(5000)
    expect(saves).toHaveBeenCalledTimes(1)
  })

  it('stays in the browser while the server cannot be reached, and goes there afterwards', async () => {
    let reachable = false
    const { keeper, states } = aKeeper(() => (reachable ? Promise.resolve({ savedAt: 'x' }) : Promise.reject(new Error('offline'))))
    keeper.type('不能丢')
    await vi.advanceTimersByTimeAsync(1000)
    expect(localStorage.getItem(key)).toBe('不能丢')
    expect(states.at(-1)).toBe('local')
    reachable = true
    await keeper.flush()
    expect(localStorage.getItem(key)).toBeNull()
    expect(states.at(-1)).toBe('saved')
  })

  it('restores the unsaved text of this browser before the older one of the server', () => {
    localStorage.setItem(key, '较新')
    expect(aKeeper().keeper.restore({ text: '较旧', savedAt: 'x' })).toBe('较新')
  })

  it('never lets an older text overtake a newer one', async () => {
    const answers: (() => void)[] = []
    const { keeper, saves } = aKeeper(() => new Promise((resolve) => answers.push(() => resolve({ savedAt: 'x' }))))
    keeper.type('一')
    await vi.advanceTimersByTimeAsync(1000)
    keeper.type('一二')
    await vi.advanceTimersByTimeAsync(1000)
    expect(saves).toHaveBeenCalledTimes(1)
    answers[0]!()
    await vi.advanceTimersByTimeAsync(0)
    expect(saves.mock.calls.map(([text]) => text)).toEqual(['一', '一二'])
  })

  it('is copied into the browser when the page goes away in the middle of typing', () => {
    const { keeper, saves } = aKeeper()
    keeper.type('正在写')
    keeper.leave()
    expect(localStorage.getItem(key)).toBe('正在写')
    expect(saves.mock.calls.map(([text]) => text)).toEqual(['正在写'])
  })

  it('disappears everywhere once it has become part of the ticket', async () => {
    const { keeper, saves, remove, states } = aKeeper()
    keeper.type('完成')
    await keeper.flush()
    keeper.type('完成了')
    await keeper.discard()
    await vi.advanceTimersByTimeAsync(5000)
    expect(remove).toHaveBeenCalledTimes(1)
    expect(saves).toHaveBeenCalledTimes(1)
    expect(states.at(-1)).toBe('empty')
  })

  it('is forgotten in this browser on signing out, while other settings stay', () => {
    localStorage.setItem(key, 'x')
    localStorage.setItem(draftStorageKey('agent2', 't9', 'note'), 'y')
    localStorage.setItem('hotline.language', 'en')
    forgetLocalDrafts()
    expect([...Array(localStorage.length).keys()].map((i) => localStorage.key(i))).toEqual(['hotline.language'])
  })
})
