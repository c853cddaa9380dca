import { type BoxColour, MAX_BOXES, MAX_NOTE, type Note } from '#shared/flow/layout.ts'
import { type Command, refuse } from '../command.ts'
import type { Position } from '../document.ts'
import { freeKey } from '../groups.ts'

/** The size of a new note, in pixels. */
export const NOTE_SIZE: Position = [240, 120]
/** The smallest note. */
export const NOTE_MIN: Position = [120, 48]

const GONE = ['Ghi chú này không còn nữa', 'This note no longer exists'] as const

/** Puts an empty note on the canvas; `id` says which it became when asked with the layout of before. */
export function addNote(at: Position, text = ''): Command {
  return {
    execute(doc) {
      if (Object.keys(doc.layout.notes ?? {}).length >= MAX_BOXES)
        return refuse(`Một luồng có nhiều nhất ${MAX_BOXES} ghi chú`, `A flow has at most ${MAX_BOXES} notes`)
      const note: Note = { text, at: [Math.round(at[0]), Math.round(at[1])], size: NOTE_SIZE }
      return {
        label: { vi: 'Thêm ghi chú', en: 'Add note' },
        change: { notes: { [freeKey(doc.layout.notes, 'ghi-chu')]: note } },
      }
    },
  }
}

/** Changes words, colour, place or size of a note; typing is one undo step. */
export function changeNote(
  id: string,
  part: { readonly text?: string; readonly colour?: BoxColour; readonly at?: Position; readonly size?: Position },
): Command {
  return {
    coalesce: `note:${id}:${Object.keys(part).join()}`,
    execute(doc) {
      const note = doc.layout.notes?.[id]
      if (!note) return refuse(...GONE)
      const [w, h] = part.size ?? note.size
      const [x, y] = part.at ?? note.at
      const next: Note = {
        ...note,
        text: (part.text ?? note.text).slice(0, MAX_NOTE),
        ...(part.colour ? { colour: part.colour } : {}),
        at: [Math.round(x), Math.round(y)],
        size: [Math.max(NOTE_MIN[0], Math.round(w)), Math.max(NOTE_MIN[1], Math.round(h))],
      }
      const label =
        part.text !== undefined || part.colour
          ? { vi: 'Sửa ghi chú', en: 'Edit note' }
          : part.size
            ? { vi: 'Đổi cỡ ghi chú', en: 'Resize note' }
            : { vi: 'Di chuyển ghi chú', en: 'Move note' }
      return { label, change: JSON.stringify(next) === JSON.stringify(note) ? {} : { notes: { [id]: next } } }
    },
  }
}

/** Removes notes. */
export function removeNotes(ids: readonly string[]): Command {
  return {
    execute(doc) {
      const known = ids.filter((id) => doc.layout.notes && Object.hasOwn(doc.layout.notes, id))
      return {
        label:
          known.length === 1
            ? { vi: 'Xoá ghi chú', en: 'Delete note' }
            : { vi: `Xoá ${known.length} ghi chú`, en: `Delete ${known.length} notes` },
        change: known.length > 0 ? { notes: Object.fromEntries(known.map((id) => [id, null])) } : {},
      }
    },
  }
}
