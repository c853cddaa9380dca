import { ERROR_INBOX } from '#shared/flow/flow.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import { isUnknown } from '#shared/schema/body-schema.ts'
import type { Text } from '#shared/text/text.ts'
import { type Catalogue, outPortsOf, schemasOf, titleOfNode } from '../catalogue.ts'
import { type Document, nodeOf } from '../document.ts'
import { type Wire, wiresFrom } from '../wires.ts'
import { obstaclesInside } from './obstacles.ts'

/** What would become a flow of its own: where messages enter it, where they leave it, and what is known of them. */
export interface Extraction {
  readonly nodes: ReadonlySet<string>
  readonly entry: string
  /** Missing when nothing goes on after it. */
  readonly exit?: { readonly node: string; readonly port: string; readonly to: readonly string[] }
  readonly takes?: JsonSchema
  readonly gives?: JsonSchema
}

/** An extraction, or every reason why the selection cannot become a flow of its own. */
export type Planned =
  | { readonly is: 'possible'; readonly extraction: Extraction }
  | { readonly is: 'refused'; readonly reasons: readonly Text[] }

/** Looks whether nodes can become a flow that this one calls and still do the same. */
export function planExtraction(doc: Document, catalogue: Catalogue, ids: Iterable<string>): Planned {
  const nodes = new Set([...ids].filter((id) => Object.hasOwn(doc.flow.nodes, id)))
  const name = (id: string): Text => titleOfNode(catalogue, doc.flow, id)
  if (nodes.size === 0) return refused([{ vi: 'Hãy chọn các nút cần tách.', en: 'Select the nodes to extract.' }])
  const wires = Object.entries(doc.flow.nodes).flatMap(([id, node]) => wiresFrom(id, node))
  const entries = entriesOf(doc, nodes, wires)
  const leaving = wires.filter((wire) => nodes.has(wire.from) && !nodes.has(wire.to))
  const exits = new Map(leaving.map((wire) => [`${wire.from}|${wire.port}`, wire]))
  const [exit] = exits.values()
  const reasons: Text[] = [...branchesAcross(doc, name, nodes)]
  const [entry] = entries
  if (entries.length > 1) reasons.push(several('entry', entries.map(name)))
  if (entry === undefined)
    reasons.push({
      vi: 'Các nút này nối vòng với nhau và không có dây nào đi vào, nên không rõ thông điệp bắt đầu từ nút nào.',
      en: 'These nodes form a loop that no wire leads into: it is not clear where a message begins.',
    })
  if (exits.size > 1)
    reasons.push(
      several(
        'exit',
        [...exits.values()].map((wire) => portName(doc, catalogue, wire)),
      ),
    )
  reasons.push(...obstaclesInside(doc, catalogue, nodes, exits.size === 1 ? exit : undefined))
  if (reasons.length > 0 || entry === undefined) return refused(reasons)
  const schemas = schemasOf(doc.flow, catalogue)
  const takes = schemas.into(entry)
  const gives = exit && schemas.out(exit.from, exit.port)
  const extraction: Extraction = {
    nodes,
    entry,
    ...(exit ? { exit: { node: exit.from, port: exit.port, to: leaving.map((wire) => wire.to) } } : {}),
    ...(isUnknown(takes) ? {} : { takes }),
    ...(gives === undefined || isUnknown(gives) ? {} : { gives }),
  }
  return { is: 'possible', extraction }
}

const refused = (reasons: readonly Text[]): Planned => ({ is: 'refused', reasons })

/** The nodes that wires from outside lead to; when there are none, those that nothing inside leads to. */
function entriesOf(doc: Document, nodes: ReadonlySet<string>, wires: readonly Wire[]): readonly string[] {
  const entered = wires.filter((wire) => nodes.has(wire.to) && !nodes.has(wire.from)).map((wire) => wire.to)
  if (entered.length > 0) return [...new Set(entered)]
  const led = new Set(wires.map((wire) => wire.to))
  for (const id of nodes) {
    const then = nodeOf(doc.flow, id)?.onError?.then
    if (then !== undefined) led.add(then)
  }
  return [...nodes].filter((id) => !led.has(id))
}

/** Error branches and compensation that would lead from one flow into the other. */
function* branchesAcross(doc: Document, name: (id: string) => Text, nodes: ReadonlySet<string>): Generator<Text> {
  for (const [id, node] of Object.entries(doc.flow.nodes)) {
    const then = node.onError?.then
    const crosses = then !== undefined && then !== ERROR_INBOX && nodes.has(id) !== nodes.has(then)
    if (crosses) {
      const [a, b] = [name(id), name(then)]
      yield {
        vi: `Nhánh lỗi từ "${a.vi}" tới "${b.vi}" sẽ nằm giữa hai luồng. Chọn cả hai nút, hoặc bỏ cả hai.`,
        en: `The error branch from "${a.en}" to "${b.en}" would lie between two flows. Select both nodes or neither.`,
      }
    }
    const undo = node.compensate
    if (undo !== undefined && (nodes.has(id) || nodes.has(undo))) {
      const a = name(id)
      yield {
        vi: `"${a.vi}" có nhánh bù trừ: luồng con xong rồi thì lỗi về sau không hoàn lại nó nữa.`,
        en: `"${a.en}" has a compensation: once the sub-flow is done, a later failure would no longer undo it.`,
      }
    }
  }
}

/** `Chờ thanh toán › Quá hạn`: a node with several ports is told with its port. */
function portName({ flow }: Document, catalogue: Catalogue, { from, port }: Wire): Text {
  const name = titleOfNode(catalogue, flow, from)
  const node = nodeOf(flow, from)
  const ports = node ? outPortsOf(catalogue, node) : []
  const title = ports.length > 1 ? ports.find((it) => it.name === port)?.title : undefined
  return title ? { vi: `${name.vi} › ${title.vi}`, en: `${name.en} › ${title.en}` } : name
}

function several(what: 'entry' | 'exit', names: readonly Text[]): Text {
  const list = (language: 'vi' | 'en') => names.map((name) => `"${name[language]}"`).join(', ')
  return what === 'entry'
    ? {
        vi: `Có nhiều lối vào: ${list('vi')}. Luồng con chỉ có một lối vào; hãy chọn phần mà mọi dây từ ngoài đều vào cùng một nút.`,
        en: `There are several entries: ${list('en')}. A sub-flow has one; select a part that all wires from outside enter at one node.`,
      }
    : {
        vi: `Có nhiều lối ra: ${list('vi')}. Nút "Gọi luồng khác" chỉ trả về một kết quả; hãy chọn phần chỉ có một cổng đi tiếp ra ngoài.`,
        en: `There are several exits: ${list('en')}. "Call flow" brings one result back; select a part that one port alone leads out of.`,
      }
}
