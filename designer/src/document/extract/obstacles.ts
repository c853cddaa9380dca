import type { FlowNode } from '#shared/flow/flow.ts'
import type { Text } from '#shared/text/text.ts'
import { type Catalogue, definitionOf, outPortsOf, titleOfNode } from '../catalogue.ts'
import { type Document, nodeOf } from '../document.ts'
import { targetsOf, type Wire, wiresFrom } from '../wires.ts'
import { stepsReadBy } from './steps-read.ts'

/** Nodes that send several messages on for one that came, without a frame. */
const COPIES = new Set(['wire-tap', 'recipient-list'])
/** Nodes that answer whoever called this flow. */
const ANSWERS = new Set(['http-reply', 'soap-reply'])

/** Why nodes would do something else in a flow of their own. `exit`: the one wire through which messages go on. */
export function* obstaclesInside(
  doc: Document,
  catalogue: Catalogue,
  nodes: ReadonlySet<string>,
  exit: Wire | undefined,
): Generator<Text> {
  const name = (id: string): Text => titleOfNode(catalogue, doc.flow, id)
  for (const [id, node] of Object.entries(doc.flow.nodes)) {
    yield* strangeSteps(id, node, nodes, name)
    if (!nodes.has(id)) continue
    const definition = definitionOf(catalogue, node)
    const { vi, en } = name(id)
    if (definition?.input === false)
      yield {
        vi: `"${vi}" là nút khởi phát: nó phải ở lại luồng này.`,
        en: `"${en}" is a trigger: it has to stay in this flow.`,
      }
    if (definition && (ANSWERS.has(definition.type) || answersCaller(definition.type, node)))
      yield {
        vi: `"${vi}" trả lời bên gọi luồng này: trong luồng con, câu trả lời sẽ không tới bên đó.`,
        en: `"${en}" answers whoever called this flow: from a sub-flow the answer would not get there.`,
      }
    if (exit && definition?.input !== false) yield* ends(id, node, catalogue, exit, name)
  }
  if (exit) yield* multiplied(doc, catalogue, nodes, exit, name)
}

function answersCaller(type: string, node: FlowNode): boolean {
  return type === 'deliver-callback' && node.settings?.answer !== false
}

/** Steps are known by name only inside one run, and the sub-flow is another run. */
function* strangeSteps(
  id: string,
  node: FlowNode,
  nodes: ReadonlySet<string>,
  name: (id: string) => Text,
): Generator<Text> {
  const reads = stepsReadBy(node)
  const { vi, en } = name(id)
  if (reads === 'all') {
    if (!nodes.has(id)) return
    yield {
      vi: `"${vi}" dùng $steps theo cách không rõ đọc bước nào. Ghi rõ tên bước trước khi tách.`,
      en: `"${en}" uses $steps in a way that does not tell which step it reads. Name the step first.`,
    }
    return
  }
  for (const step of reads) {
    if (nodes.has(step) === nodes.has(id)) continue
    const read = name(step)
    yield {
      vi: `"${vi}" đọc kết quả của bước "${read.vi}" bằng $steps, mà hai bước sẽ ở hai luồng. Hãy đưa giá trị đó vào thông điệp trước.`,
      en: `"${en}" reads the result of "${read.en}" through $steps, but the two would be in different flows. Put the value into the message first.`,
    }
  }
}

/** Places where a message would end inside, while the calling flow went on with nothing. */
function* ends(
  id: string,
  node: FlowNode,
  catalogue: Catalogue,
  exit: Wire,
  name: (id: string) => Text,
): Generator<Text> {
  const { vi, en } = name(id)
  const ports = outPortsOf(catalogue, node)
  if (ports.length === 0 && definitionOf(catalogue, node)?.type !== 'stop-with-error')
    yield {
      vi: `Thông điệp dừng ở "${vi}", còn luồng này sẽ đi tiếp sau luồng con. Hãy chọn phần mà mọi nhánh đều ra cùng một chỗ.`,
      en: `Messages end at "${en}", while this flow would go on after the sub-flow. Select a part whose branches all leave at one place.`,
    }
  for (const port of ports) {
    if (targetsOf(node, port.name).length > 0 || (id === exit.from && port.name === exit.port)) continue
    yield {
      vi: `Cổng "${port.title.vi}" của "${vi}" không nối đi đâu: thông điệp dừng ở đó, còn luồng này sẽ đi tiếp sau luồng con.`,
      en: `Port "${port.title.en}" of "${en}" leads nowhere: messages end there, while this flow would go on after the sub-flow.`,
    }
  }
}

/** Several messages for one, not gathered again: the call would bring back one of them. */
function* multiplied(
  doc: Document,
  catalogue: Catalogue,
  nodes: ReadonlySet<string>,
  exit: Wire,
  name: (id: string) => Text,
): Generator<Text> {
  for (const id of nodes) {
    const node = nodeOf(doc.flow, id)
    if (!node) continue
    const definition = definitionOf(catalogue, node)
    const many = definition !== undefined && (definition.splits || COPIES.has(definition.type))
    const forks = Object.values(node.to ?? {}).some((to) => to.length > 1 && to.some((it) => nodes.has(it)))
    if (!forks && (node.disabled || !many)) continue
    if (!leadsToUngathered(doc, catalogue, nodes, id, exit.from)) continue
    const { vi, en } = name(id)
    yield {
      vi: `"${vi}" làm một thông điệp thành nhiều và không được gom lại trước lối ra: luồng con chỉ trả về được một kết quả.`,
      en: `"${en}" makes several messages of one, and nothing gathers them before the exit: a sub-flow brings back one result.`,
    }
  }
}

function leadsToUngathered(
  doc: Document,
  catalogue: Catalogue,
  nodes: ReadonlySet<string>,
  start: string,
  end: string,
): boolean {
  const seen = new Set<string>([start])
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodeOf(doc.flow, id)
    if (!node || (id !== start && definitionOf(catalogue, node)?.gathers)) continue
    if (id === end) return true
    for (const { to } of wiresFrom(id, node)) {
      if (!nodes.has(to) || seen.has(to)) continue
      seen.add(to)
      open.push(to)
    }
  }
  return false
}
