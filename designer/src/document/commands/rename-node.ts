import { definitionOf } from '../catalogue.ts'
import type { Command } from '../command.ts'
import { changeNode } from './change-node.ts'

/** The longest title of a node, as the flow format allows. */
export const MAX_TITLE = 200

/** Gives a node another title; the id stays (design §5). Empty, or the title of its type, goes back to the type's. */
export function renameNode(id: string, title: string): Command {
  const next = title.normalize('NFC').trim().slice(0, MAX_TITLE)
  return changeNode(
    id,
    (name) => ({ vi: `Đổi tên nút "${name.vi}"`, en: `Rename node "${name.en}"` }),
    (node, _doc, catalogue) => {
      const own = definitionOf(catalogue, node)?.title
      const { title: old, ...rest } = node
      if (next === '' || next === own?.vi || next === own?.en) return old === undefined ? node : rest
      return old === next ? node : { ...rest, title: next }
    },
    `title:${id}`,
  )
}
