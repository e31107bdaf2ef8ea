import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import DataGrid from './DataGrid.vue'
import { surroundings } from './testing'

interface Row { id: string; name: string }
const rowsOf = (n: number): Row[] => Array.from({ length: n }, (_, i) => ({ id: `r${i}`, name: `Row ${i}` }))

function mountGrid(rows: Row[], more = false): VueWrapper {
  return mount(DataGrid<Row>, {
    attachTo: document.body,
    global: surroundings(),
    props: {
      rows, columns: [{ key: 'name', label: 'Name', width: 100, grow: true }], rowKey: (row: Row) => row.id, rowName: (row: Row) => row.name,
      rowHeight: 30, label: 'Rows', selectable: true, more,
    },
    slots: { name: ({ row }: { row: Row }) => row.name },
  })
}

async function settled() {
  for (let i = 0; i < 6; i++) {
    await nextTick()
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}

async function press(key: string, init: KeyboardEventInit = {}) {
  const target = document.activeElement?.closest('[role=row]') ?? document.querySelector('[role=row][tabindex="0"]')!
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  await settled()
  return event
}

const focused = () => document.activeElement?.getAttribute('data-key')

describe('the grid', () => {
  beforeEach(() => {
    // happy-dom lays nothing out: the virtualiser is told of a window ten rows high.
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(300)
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800)
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(300)
    vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(30_000)
    HTMLElement.prototype.scrollTo = function (this: HTMLElement, options?: ScrollToOptions | number) {
      this.scrollTop = typeof options === 'object' ? (options.top ?? 0) : 0
      this.dispatchEvent(new Event('scroll'))
    } as typeof HTMLElement.prototype.scrollTo
  })
  afterEach(() => {
    vi.restoreAllMocks()
    document.body.innerHTML = ''
  })

  it('tells assistive technology how many rows there are, though few are in the document', async () => {
    const grid = mountGrid(rowsOf(1000))
    await settled()
    expect(grid.attributes('aria-rowcount')).toBe('1001')
    expect(grid.findAll('[role=row]').length).toBeLessThan(40)
    expect(grid.find('[data-key=r0]').attributes('aria-rowindex')).toBe('2')
  })

  it('leaves the row count open while more can be loaded', async () => {
    const grid = mountGrid(rowsOf(50), true)
    await settled()
    expect(grid.attributes('aria-rowcount')).toBe('-1')
  })

  it('has one tab stop, which moves with j, k and the arrows', async () => {
    const grid = mountGrid(rowsOf(20))
    await settled()
    const stops = () => grid.findAll('[role=row][tabindex="0"]').map((row) => row.attributes('data-key'))
    expect(stops()).toEqual(['r0'])
    await press('j')
    await press('ArrowDown')
    expect(focused()).toBe('r2')
    await press('k')
    expect(focused()).toBe('r1')
    expect(stops()).toEqual(['r1'])
  })

  it('goes to the last row and back with End and Home', async () => {
    mountGrid(rowsOf(1000))
    await settled()
    await press('End')
    expect(focused()).toBe('r999')
    await press('Home')
    expect(focused()).toBe('r0')
  })

  it('moves by a page and stops at the ends', async () => {
    mountGrid(rowsOf(12))
    await settled()
    await press('PageDown')
    expect(focused()).toBe('r9')
    await press('PageDown')
    expect(focused()).toBe('r11')
    await press('PageUp')
    await press('PageUp')
    expect(focused()).toBe('r0')
  })

  it('opens with Enter and selects with x', async () => {
    const grid = mountGrid(rowsOf(5))
    await settled()
    await press('j')
    await press('x')
    await press('Enter')
    expect([...(grid.emitted('update:selected')![0]![0] as Set<string>)]).toEqual(['r1'])
    expect(grid.emitted('open')![0]).toEqual([{ id: 'r1', name: 'Row 1' }])
  })

  it('does nothing while an input method is composing', async () => {
    const grid = mountGrid(rowsOf(5))
    await settled()
    await press('Enter', { isComposing: true })
    await press('j', { isComposing: true })
    expect(grid.emitted('open')).toBeUndefined()
    expect(grid.find('[tabindex="0"]').attributes('data-key')).toBe('r0')
  })

  it('leaves keys with modifiers to the browser', async () => {
    mountGrid(rowsOf(5))
    await settled()
    expect((await press('j', { ctrlKey: true })).defaultPrevented).toBe(false)
    expect((await press('j')).defaultPrevented).toBe(true)
  })

  it('keeps the current row current when rows come in above it', async () => {
    const grid = mountGrid(rowsOf(10))
    await settled()
    await press('j')
    await grid.setProps({ rows: [{ id: 'new', name: 'New' }, ...rowsOf(10)] })
    await settled()
    expect(grid.find('[tabindex="0"]').attributes('data-key')).toBe('r1')
  })
})
