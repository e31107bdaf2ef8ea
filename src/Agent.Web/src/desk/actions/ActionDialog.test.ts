import { mount } from '@vue/test-utils'
import { ElDialog } from 'element-plus'
import { expect, it } from 'vitest'
import { nextTick } from 'vue'
import { aTicket, surroundings } from '@/components/testing'
import ActionDialog from './ActionDialog.vue'

it('puts the cursor into the first field once the dialog is open', async () => {
  const dialog = mount(ActionDialog, { attachTo: document.body, props: { ticket: aTicket(), action: 'relay-call' }, global: surroundings() })
  await nextTick()
  await nextTick()
  dialog.findComponent(ElDialog).vm.$emit('opened')
  expect(document.activeElement?.id).toBe('relay-number')
  dialog.unmount()
})
