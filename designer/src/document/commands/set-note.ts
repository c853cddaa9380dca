import type { Command } from '../command.ts'
import { changeNode } from './change-node.ts'

/** Writes the note of a node; empty takes it away. */
export function setNote(id: string, text: string): Command {
  const next = text.normalize('NFC').slice(0, 4000)
  return changeNode(
    id,
    (name) => ({ vi: `Ghi chú ở nút "${name.vi}"`, en: `Note on node "${name.en}"` }),
    (node) => {
      const { note: old, ...rest } = node
      if (next === '') return old === undefined ? node : rest
      return old === next ? node : { ...rest, note: next }
    },
    `note:${id}`,
  )
}
