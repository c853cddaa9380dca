import { UNDO_OUT, withBranch } from '../branches.ts'
import type { Command } from '../command.ts'
import { nodeOf } from '../document.ts'
import { judgeWire } from '../rules.ts'
import { changeNode } from './change-node.ts'

/** Says which node begins the branch that undoes this one; `undefined`: nothing undoes it. */
export function setCompensation(id: string, to: string | undefined): Command {
  const change = changeNode(
    id,
    (name) => ({ vi: `Bù trừ của nút "${name.vi}"`, en: `Compensation of node "${name.en}"` }),
    (node) => withBranch(node, 'undo', to),
  )
  return {
    execute(doc, catalogue) {
      if (to !== undefined && to !== nodeOf(doc.flow, id)?.compensate) {
        const verdict = judgeWire(doc.flow, catalogue, { from: id, port: UNDO_OUT, to })
        if (verdict.is === 'refused') return { refused: verdict.reason }
      }
      return change.execute(doc, catalogue)
    },
  }
}
