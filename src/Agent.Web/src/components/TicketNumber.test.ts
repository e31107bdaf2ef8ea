import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import TicketNumber from './TicketNumber.vue'

describe('a ticket number in a list', () => {
  it('is read and copied whole, though only what tells it apart is seen', () => {
    const number = mount(TicketNumber, { props: { number: '9901002611223000128' } })
    expect(number.text()).toBe('9901002611223000128')
    expect(number.attributes('title')).toBe('9901002611223000128')
    expect(number.find('.visually-hidden').text()).toBe('990100')
    expect(number.find('strong').text()).toBe('3000128')
  })

  it('stays as it is where it has another form', () => {
    expect(mount(TicketNumber, { props: { number: 'HL0001' } }).find('strong').text()).toBe('HL0001')
  })
})
