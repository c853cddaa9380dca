import type { FixedPort } from '#shared/node/define.ts'
import { branchOf, branchPorts, branchTitles } from './branches.ts'
import { useCatalogue, useNode, useOutPorts } from './DocumentProvider.tsx'

/** Everything that a wire can begin at: the output ports of a node, then its branches. */
export function usePortsAndBranches(id: string): readonly Pick<FixedPort, 'name' | 'title'>[] {
  const catalogue = useCatalogue()
  const node = useNode(id)
  const ports = useOutPorts(id)
  const branches = (node ? branchPorts(catalogue, node) : []).flatMap((name) => {
    const branch = branchOf(name)
    return branch ? [{ name, title: branchTitles[branch] }] : []
  })
  return [...ports, ...branches]
}
