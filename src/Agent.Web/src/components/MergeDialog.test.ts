import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import MergeDialog from './MergeDialog.vue'
import type { MergeField } from './mergeFields'
import { aTicket, surroundings } from './testing'

async function conflict(allowed: ('reply' | 'note')[] = ['reply']) {
  const text = ref('我写了很久的答复')
  const result = ref('Solved')
  const fields: MergeField[] = [
    { key: 'publicText', label: '对外答复', mine: () => text.value, theirs: (now) => now.reply?.publicText ?? '', take: (v) => { text.value = v } },
    { key: 'result', label: '办理结果', mine: () => result.value, theirs: (now) => now.reply?.result ?? '', take: (v) => { result.value = v } },
  ]
  const current = aTicket({
    version: 9, state: 'Handling', allowedActions: allowed,
    reply: { publicText: '同事写的答复', result: 'Solved', repliedBy: '王宁', repliedAt: '2026-11-20T09:00:00+08:00', items: [] },
  })
  const dialog = mount(MergeDialog, { attachTo: document.body, global: surroundings(), props: { current, action: 'reply', fields } })
  await nextTick()
  await nextTick()
  return { dialog, text, result }
}

const inDocument = (selector: string) => document.querySelector<HTMLElement>(selector)

describe('a version conflict', () => {
  afterEach(() => { document.body.innerHTML = '' })

  it('shows both versions of what differs, and what is the same once', async () => {
    await conflict()
    expect(inDocument('[data-testid=merge-mine]')?.textContent).toBe('我写了很久的答复')
    expect(inDocument('[data-testid=merge-theirs]')?.textContent).toBe('同事写的答复')
    expect(document.querySelectorAll('[data-testid=merge-mine]')).toHaveLength(1)
  })

  it('keeps what was typed unless the user says otherwise', async () => {
    const { dialog, text } = await conflict()
    inDocument('[data-testid=merge-retry]')!.click()
    expect(text.value).toBe('我写了很久的答复')
    expect(dialog.emitted('retry')).toHaveLength(1)
  })

  it('takes the other version only for the field it was chosen for', async () => {
    const { text, result } = await conflict()
    const theirs = document.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]!
    theirs.checked = true
    theirs.dispatchEvent(new Event('change'))
    await nextTick()
    inDocument('[data-testid=merge-retry]')!.click()
    expect(text.value).toBe('同事写的答复')
    expect(result.value).toBe('Solved')
  })

  it('loses nothing when it is closed', async () => {
    const { dialog, text } = await conflict()
    dialog.unmount()
    expect(text.value).toBe('我写了很久的答复')
  })

  it('offers no repeat of an action that is no longer possible, but the text to copy', async () => {
    await conflict(['note'])
    expect(inDocument('[data-testid=merge-retry]')).toBeNull()
    expect(document.body.textContent).toContain('办理中')
    expect(inDocument('[data-testid=merge-mine]')?.textContent).toBe('我写了很久的答复')
  })
})
