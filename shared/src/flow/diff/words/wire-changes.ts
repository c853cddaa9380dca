import type { Text } from '../../../text/text.ts'
import type { Change } from '../change.ts'
import type { Edit } from '../edits.ts'
import { type Compared, nameNow, nodeOf, portsOfNode } from './known-flow.ts'
import { listed, same, say } from './value-words.ts'

/** Changes of the wires that leave a node which was there before: one sentence a port. */
export function wireChanges(id: string, edits: readonly Edit[], compared: Compared): Change[] {
  const ports = [...new Set(edits.map((edit) => edit.path[3] ?? ''))]
  return ports.map((port) => portChange(id, port, edits, compared))
}

function portChange(id: string, port: string, edits: readonly Edit[], compared: Compared): Change {
  const before = nodeOf(compared.before, id)?.to?.[port] ?? []
  const after = nodeOf(compared.after, id)?.to?.[port] ?? []
  const gone = before.filter((target) => !after.includes(target))
  const come = after.filter((target) => !before.includes(target))
  const from = say('{name}{port}', '{name}{port}', { name: nameNow(id, compared), port: portWords(id, port, compared) })
  const names = (ids: readonly string[]): Text => listed(ids.map((it) => nameNow(it, compared)))
  const words = { from, come: names(come), gone: names(gone) }
  return {
    kind: gone.length === 0 && come.length > 0 ? 'added' : come.length === 0 && gone.length > 0 ? 'removed' : 'changed',
    effect: 'routing',
    node: id,
    path: `nodes.${id}.to.${port}`,
    ...(before.length > 0 ? { before } : {}),
    ...(after.length > 0 ? { after } : {}),
    sentence: edits.length > 0 ? sentence(gone.length, come.length, words) : same(''),
  }
}

function sentence(gone: number, come: number, words: Readonly<Record<'from' | 'come' | 'gone', Text>>): Text {
  if (gone > 0 && come > 0)
    return say(
      'Dây từ {from} nay nối đến {come} (trước: {gone})',
      'The wire from {from} now leads to {come} (was: {gone})',
      words,
    )
  if (come > 0) return say('Thêm dây từ {from} đến {come}', 'Added a wire from {from} to {come}', words)
  if (gone > 0) return say('Bỏ dây từ {from} đến {gone}', 'Removed the wire from {from} to {gone}', words)
  return say('Đổi thứ tự các dây từ {from}', 'Put the wires from {from} into another order', words)
}

/** ` (Còn lại)` when the node has several ports. */
function portWords(id: string, port: string, { before, after, know }: Compared): Text {
  const now = nodeOf(after, id)
  const old = nodeOf(before, id)
  const ports = [now, old].flatMap((node) => (node ? portsOfNode(node, know) : []))
  const different = new Set([...ports.map((it) => it.name), port])
  if (different.size < 2) return same('')
  const title = ports.find((it) => it.name === port)?.title ?? same(port)
  return { vi: ` (${title.vi})`, en: ` (${title.en})` }
}

/** Where an added node leads to: `, nối đến “A”, “B”`; empty when nowhere. */
export function leadsTo(id: string, compared: Compared): Text {
  const targets = [...new Set(Object.values(nodeOf(compared.after, id)?.to ?? {}).flat())]
  if (targets.length === 0) return same('')
  const names = listed(targets.map((it) => nameNow(it, compared)))
  return say(', nối đến {names}', ', wired to {names}', { names })
}
