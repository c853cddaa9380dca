import { ERROR_INBOX, type OnError } from '#shared/flow/flow.ts'
import { ERROR_OUT } from '../branches.ts'
import type { Command } from '../command.ts'
import { nodeOf } from '../document.ts'
import { judgeWire } from '../rules.ts'
import { sameValue } from '../settings-path.ts'
import { changeNode } from './change-node.ts'

/** Says what happens when a node fails. `then: 'hop-loi'` is the default and is left out; `undefined` goes back to the defaults. */
export function setOnError(id: string, onError: OnError | undefined): Command {
  const next: OnError = {
    ...(onError?.retry === undefined ? {} : { retry: onError.retry }),
    ...(onError?.then === undefined || onError.then === ERROR_INBOX ? {} : { then: onError.then }),
  }
  const change = changeNode(
    id,
    (name) => ({ vi: `Cách xử lý lỗi ở nút "${name.vi}"`, en: `Error handling of node "${name.en}"` }),
    (node) => {
      const { onError: old, ...rest } = node
      if (sameValue(old ?? {}, next)) return node
      return Object.keys(next).length > 0 ? { ...rest, onError: next } : rest
    },
  )
  return {
    execute(doc, catalogue) {
      const old = nodeOf(doc.flow, id)?.onError?.then
      if (next.then !== undefined && next.then !== old) {
        const verdict = judgeWire(doc.flow, catalogue, { from: id, port: ERROR_OUT, to: next.then })
        if (verdict.is === 'refused') return { refused: verdict.reason }
      }
      return change.execute(doc, catalogue)
    },
  }
}
