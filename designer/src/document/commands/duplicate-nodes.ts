import type { Command } from '../command.ts'
import type { Position } from '../document.ts'
import { copyFragment } from '../fragment.ts'
import { pasteNodes } from './paste-nodes.ts'

/** Copies nodes with the wires between them, moved by `offset`. */
export function duplicateNodes(ids: readonly string[], offset: Position = [32, 32]): Command {
  return {
    execute(doc, catalogue) {
      const { fragment, origin } = copyFragment(doc, ids)
      const at: Position = [origin[0] + offset[0], origin[1] + offset[1]]
      return pasteNodes(fragment, at, 'duplicate').execute(doc, catalogue)
    },
  }
}
