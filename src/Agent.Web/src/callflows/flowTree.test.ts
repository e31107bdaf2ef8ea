import { describe, expect, it } from 'vitest'
import type { FlowNodeView } from '@/api/types'
import { treeOf } from './flowTree'

const node = (name: string, ...to: string[]): FlowNodeView => ({ name, kind: 'menu', says: {}, line: 1, edges: to.map((one) => ({ member: one, to: one, kind: 'Input' })) })

describe('treeOf', () => {
  it('unfolds each node once, where it is first met, also in a ring', () => {
    const tree = treeOf([node('a', 'b', 'c'), node('b', 'c', 'a'), node('c', 'c')], 'a')
    expect(tree?.branches.map((one) => [one.node.name, one.again])).toEqual([['b', false], ['c', false]])
    expect(tree?.branches[0]?.branches.map((one) => [one.node.name, one.again])).toEqual([['c', true], ['a', true]])
    expect(tree?.branches[1]?.branches.map((one) => one.again)).toEqual([true])
  })

  it('leaves out what is not there', () => {
    expect(treeOf([node('a', 'gone')], 'a')?.branches).toEqual([])
    expect(treeOf([], 'a')).toBeUndefined()
  })
})
