import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/endpoints'
import type { SetAsideMessage } from '@/api/types'
import { surroundings } from '@/components/testing'
import SetAsidePage from './SetAsidePage.vue'

const mail = (id: string, change: Partial<SetAsideMessage> = {}): SetAsideMessage => ({
  id, channel: 'Email', receivedAt: '2026-03-02T10:00:00+08:00', reasonCode: 'mail.automatic', reason: '自动回复或群发邮件。', sender: 'l***@mail.example', subject: '自动回复', preview: '路灯仍不亮', ...change,
})

async function open() {
  const list = vi.spyOn(api.intake, 'setAside').mockResolvedValue({ items: [mail('m1'), mail('m2', { subject: '', sender: undefined })] } as never)
  const page = mount(SetAsidePage, { global: surroundings() })
  await flushPromises()
  return { page, list }
}

describe('mail set aside', () => {
  afterEach(() => { vi.restoreAllMocks() })

  it('says who, what and why, also where a mail says nothing', async () => {
    const { page } = await open()
    expect(page.text()).toContain('l***@mail.example')
    expect(page.text()).toContain('自动回复或群发邮件。')
    expect(page.text()).toContain('（无主题）')
  })

  it('asks for one kind only', async () => {
    const { page, list } = await open()
    await page.findAll('[role=group] button')[2]!.trigger('click')
    await flushPromises()
    expect(list.mock.calls.at(-1)![0]).toBe('mail.bounce')
  })

  it('makes a ticket of one and takes another off the list', async () => {
    const take = vi.spyOn(api.intake, 'takeSetAside').mockResolvedValue({ ticketId: 't1', ticketNumber: 'HL1' } as never)
    const discard = vi.spyOn(api.intake, 'discardSetAside').mockResolvedValue(undefined as never)
    const { page } = await open()
    await page.findAll('[data-testid=set-aside-take]')[0]!.trigger('click')
    await flushPromises()
    expect(take).toHaveBeenCalledWith('m1')
    expect(page.findAll('[data-testid=set-aside-discard]')).toHaveLength(1)
    await page.get('[data-testid=set-aside-discard]').trigger('click')
    await flushPromises()
    expect(discard).toHaveBeenCalledWith('m2')
    expect(page.text()).toContain('没有搁置的邮件')
  })

  it('keeps what could not become a ticket', async () => {
    vi.spyOn(api.intake, 'takeSetAside').mockResolvedValue({ error: '内容为空。' } as never)
    const { page } = await open()
    await page.findAll('[data-testid=set-aside-take]')[0]!.trigger('click')
    await flushPromises()
    expect(page.findAll('[data-testid=set-aside-take]')).toHaveLength(2)
  })
})
