import { type Command, refuse } from '../command.ts'
import { nodeOf } from '../document.ts'
import { judgeCompensation } from '../rules.ts'
import { changeNode } from './change-node.ts'

/** Says which node begins the branch that undoes this one; `undefined`: nothing undoes it. */
export function setCompensation(id: string, to: string | undefined): Command {
  const change = changeNode(
    id,
    (name) => ({ vi: `Bù trừ của nút "${name.vi}"`, en: `Compensation of node "${name.en}"` }),
    (node) => {
      if (node.compensate === to) return node
      const { compensate: _old, ...rest } = node
      return to === undefined ? rest : { ...rest, compensate: to }
    },
  )
  return {
    execute(doc, catalogue) {
      if (to !== undefined && to !== nodeOf(doc.flow, id)?.compensate) {
        const verdict = judgeCompensation(doc.flow, catalogue, id, to)
        if (verdict.is === 'refused') return refuse(verdict.reason.vi, verdict.reason.en)
      }
      return change.execute(doc, catalogue)
    },
  }
}
