import type { Command } from '../command.ts'
import { changeNode } from './change-node.ts'

const LONGEST = 500

/** Accepts, with a reason, that a field which a node reads may not arrive as it should; undefined takes that back. */
export function acceptField(id: string, field: string, reason: string | undefined): Command {
  return changeNode(
    id,
    (name) =>
      reason === undefined
        ? { vi: `Thôi chấp nhận "${field}" ở nút "${name.vi}"`, en: `No longer accept "${field}" at node "${name.en}"` }
        : { vi: `Chấp nhận "${field}" ở nút "${name.vi}"`, en: `Accept "${field}" at node "${name.en}"` },
    (node) => {
      const { accepted, ...rest } = node
      const { [field]: _old, ...others } = accepted ?? {}
      const text = reason?.normalize('NFC').trim().slice(0, LONGEST)
      const next = text ? { ...others, [field]: text } : others
      return Object.keys(next).length > 0 ? { ...rest, accepted: next } : rest
    },
  )
}
