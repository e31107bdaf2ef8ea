import type { FlowNodeView } from '@/api/types'

export interface Branch {
  /** How one comes here, such as `keys.1`; empty for the start. */
  member: string
  kind: 'Silent' | 'Input' | 'AfterPerson' | ''
  node: FlowNodeView
  /** Shown in full further up: its ways are not repeated. */
  again: boolean
  branches: Branch[]
}

/** The flow as a tree from its start; each node unfolds once, where it is first met, breadth first, so that the main way is the shortest. */
export function treeOf(nodes: readonly FlowNodeView[], start: string): Branch | undefined {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const first = byName.get(start)
  if (first === undefined) return undefined
  const root: Branch = { member: '', kind: '', node: first, again: false, branches: [] }
  const unfolded = new Set([start])
  const open = [root]
  for (let branch = open.shift(); branch !== undefined; branch = open.shift()) {
    for (const edge of branch.node.edges) {
      const node = byName.get(edge.to)
      if (node === undefined) continue
      const again = unfolded.has(edge.to)
      const below: Branch = { member: edge.member, kind: edge.kind, node, again, branches: [] }
      branch.branches.push(below)
      if (again) continue
      unfolded.add(edge.to)
      open.push(below)
    }
  }
  return root
}
