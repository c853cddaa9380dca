import type { Command } from '../command.ts'
import type { Position } from '../document.ts'
import { moveNodes } from './move-nodes.ts'

/** Takes over the positions that the tidy layout computed, as one step. */
export function tidyLayout(to: Readonly<Record<string, Position>>): Command {
  const move = moveNodes(to)
  return {
    execute(doc, catalogue) {
      const done = move.execute(doc, catalogue)
      return 'refused' in done ? done : { ...done, label: { vi: 'Sắp xếp gọn', en: 'Tidy layout' } }
    },
  }
}
