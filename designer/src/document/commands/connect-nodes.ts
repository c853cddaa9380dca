import type { Text } from '#shared/text/text.ts'
import { type Branch, branchOf } from '../branches.ts'
import { titleOfNode } from '../catalogue.ts'
import { type Command, refuse } from '../command.ts'
import { nodeOf } from '../document.ts'
import { judgeWire } from '../rules.ts'
import { type Wire, withWire } from '../wires.ts'

/** Draws a wire, if the rules allow it. */
export function connectNodes(wire: Wire): Command {
  return {
    execute(doc, catalogue) {
      const verdict = judgeWire(doc.flow, catalogue, wire)
      if (verdict.is === 'refused') return { refused: verdict.reason }
      const source = nodeOf(doc.flow, wire.from)
      if (!source) return refuse('Nút này không còn nữa', 'This node no longer exists')
      const from = titleOfNode(catalogue, doc.flow, wire.from)
      const to = titleOfNode(catalogue, doc.flow, wire.to)
      const branch = branchOf(wire.port)
      return {
        label: branch
          ? branchLabel(branch, from, to)
          : { vi: `Nối "${from.vi}" với "${to.vi}"`, en: `Connect "${from.en}" to "${to.en}"` },
        change: { nodes: { [wire.from]: withWire(source, wire.port, wire.to) } },
      }
    },
  }
}

function branchLabel(branch: Branch, from: Text, to: Text): Text {
  return branch === 'undo'
    ? { vi: `Bù trừ "${from.vi}" bằng "${to.vi}"`, en: `Undo "${from.en}" by "${to.en}"` }
    : { vi: `Lỗi ở "${from.vi}" chuyển tới "${to.vi}"`, en: `Errors of "${from.en}" go to "${to.en}"` }
}
