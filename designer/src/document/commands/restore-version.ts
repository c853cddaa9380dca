import type { Command } from '../command.ts'
import { changeBetween, type Document } from '../document.ts'
import { placeMissing } from '../place-missing.ts'

/** Puts a published version into the draft, as one undoable step; the draft's own edits stay in the history. */
export function restoreVersion({ flow, layout }: Document, number: number): Command {
  return {
    execute: (doc) => ({
      label: { vi: `Khôi phục bản ${number} vào bản nháp`, en: `Take version ${number} into the draft` },
      change: changeBetween(doc, { flow, layout: placeMissing(flow, layout) }),
    }),
  }
}
