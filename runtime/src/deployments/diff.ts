import { isDeepStrictEqual } from 'node:util'
import type { FlowDiff } from '#shared/api/flows.ts'
import type { Flow, FlowNode } from '#shared/flow/flow.ts'
import { canonicalFlow } from '#shared/flow/serialise.ts'
import { labelOf } from '#shared/flow/setting-label.ts'
import { settingsSchema } from '#shared/node/walk-fields.ts'
import type { Text } from '#shared/text/text.ts'
import type { Registry } from './registry.ts'
import { definitionOf } from './surroundings.ts'

/** One difference, with a sentence for officers. */
export type Change = FlowDiff['changes'][number]

type Known = Pick<Registry, 'definitions'>

/** What differs between two flows, by meaning: nodes, wires and settings by the words that the forms show. Layout does not count. */
export function diffFlows(from: Flow, to: Flow, registry: Known): Change[] {
  const before = plain(from)
  const after = plain(to)
  return [
    ...headChanges(before, after),
    ...nodeChanges(before, after, registry),
    ...wireChanges(before, after),
    ...settingsOfFlow(before, after),
  ]
}

function plain(flow: Flow): Flow {
  return JSON.parse(JSON.stringify(canonicalFlow(flow)))
}

const heads: readonly { readonly path: 'title' | 'summary'; readonly label: Text }[] = [
  { path: 'title', label: { vi: 'Tên luồng', en: 'Title' } },
  { path: 'summary', label: { vi: 'Mô tả', en: 'Summary' } },
]

function headChanges(from: Flow, to: Flow): Change[] {
  return heads.flatMap(({ path, label }) => valueChange(undefined, path, label, from[path], to[path]))
}

function nodeChanges(from: Flow, to: Flow, registry: Known): Change[] {
  const ids = [...new Set([...Object.keys(from.nodes), ...Object.keys(to.nodes)])].sort()
  return ids.flatMap((id) => {
    const before = from.nodes[id]
    const after = to.nodes[id]
    if (before && after) return changesOfNode(id, before, after, registry)
    const node = after ?? before
    if (!node) return []
    const kind = after ? 'added' : 'removed'
    const name = `"${titleOf(id, node)}"`
    const type = definitionOf(node.use, registry)?.title ?? { vi: node.use, en: node.use }
    const sentence = after
      ? { vi: `Thêm nút ${name} (${type.vi})`, en: `Added the node ${name} (${type.en})` }
      : { vi: `Xoá nút ${name} (${type.vi})`, en: `Removed the node ${name} (${type.en})` }
    return [{ kind, node: id, path: `nodes.${id}`, ...(after ? { after: node } : { before: node }), sentence }]
  })
}

function changesOfNode(id: string, before: FlowNode, after: FlowNode, registry: Known): Change[] {
  const schema = definitionOf(after.use, registry)
  const look = schema ? settingsSchema(schema) : {}
  const name = titleOf(id, after)
  const at = `nodes.${id}`
  const leaf = (path: string, label: Text, a: unknown, b: unknown): Change[] =>
    valueChange({ id, name }, `${at}.${path}`, label, a, b)
  return [
    ...leaf('use', { vi: 'Loại nút', en: 'Node type' }, before.use, after.use),
    ...leaf('title', { vi: 'Tên nút', en: 'Title' }, before.title, after.title),
    ...leaf('note', { vi: 'Ghi chú', en: 'Note' }, before.note, after.note),
    ...leaf('disabled', { vi: 'Tắt nút', en: 'Disabled' }, before.disabled ?? false, after.disabled ?? false),
    ...leaf('onError.retry', { vi: 'Cách thử lại', en: 'Retry policy' }, before.onError?.retry, after.onError?.retry),
    ...leaf(
      'onError.then',
      { vi: 'Khi lỗi chuyển tới', en: 'Errors go to' },
      before.onError?.then,
      after.onError?.then,
    ),
    ...leaf('schema', { vi: 'Cấu trúc dữ liệu ra', en: 'Declared output' }, before.schema, after.schema),
    ...leaf('accepted', { vi: 'Điểm đã chấp nhận', en: 'Accepted findings' }, before.accepted, after.accepted),
    ...settingLeaves([], before.settings, after.settings).flatMap(({ path, a, b }) =>
      leaf(`settings.${path.join('.')}`, labelOf(look, path), a, b),
    ),
  ]
}

interface Leaf {
  readonly path: readonly string[]
  readonly a: unknown
  readonly b: unknown
}

/** Down to the fields that differ. Lists whose rows have ids are compared row by row, others by position. */
function settingLeaves(path: readonly string[], a: unknown, b: unknown): readonly Leaf[] {
  if (isDeepStrictEqual(a, b)) return []
  const before = parts(a)
  const after = parts(b)
  if (!before || !after || (path.length > 0 && Array.isArray(a) !== Array.isArray(b))) return [{ path, a, b }]
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return keys.flatMap((key) => settingLeaves([...path, key], before.get(key), after.get(key)))
}

function parts(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (value === undefined) return new Map()
  if (typeof value !== 'object' || value === null) return undefined
  if (!Array.isArray(value)) return isDynamic(value) ? undefined : new Map(Object.entries(value))
  if (value.every((item) => typeof item === 'string')) return undefined
  return new Map(value.map((item: unknown, i) => [String(i), item]))
}

/** `{ field }` and `{ expr }` are one value in the form. */
function isDynamic(value: object): boolean {
  const keys = Object.keys(value)
  return keys.length === 1 && (keys[0] === 'field' || keys[0] === 'expr')
}

function wireChanges(from: Flow, to: Flow): Change[] {
  const before = wireMap(from)
  const after = wireMap(to)
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, wire]) => wireChange('removed', wire, from))
  const added = [...after].filter(([key]) => !before.has(key)).map(([, wire]) => wireChange('added', wire, to))
  return [...gone, ...added]
}

interface Wire {
  readonly node: string
  readonly port: string
  readonly target: string
}

function wireMap(flow: Flow): ReadonlyMap<string, Wire> {
  return new Map(
    Object.entries(flow.nodes).flatMap(([node, { to }]) =>
      Object.entries(to ?? {}).flatMap(([port, targets]) =>
        targets.map((target): [string, Wire] => [`${node} ${port} ${target}`, { node, port, target }]),
      ),
    ),
  )
}

function wireChange(kind: 'added' | 'removed', { node, port, target }: Wire, flow: Flow): Change {
  const a = titleOf(node, flow.nodes[node])
  const b = titleOf(target, flow.nodes[target])
  const sentence =
    kind === 'added'
      ? { vi: `Nối "${a}" → "${b}" (cổng ${port})`, en: `Connected "${a}" → "${b}" (port ${port})` }
      : { vi: `Bỏ dây nối "${a}" → "${b}" (cổng ${port})`, en: `Disconnected "${a}" → "${b}" (port ${port})` }
  return {
    kind,
    node,
    path: `nodes.${node}.to.${port}`,
    ...(kind === 'added' ? { after: target } : { before: target }),
    sentence,
  }
}

const flowSettingLabels: Readonly<Record<string, Text>> = {
  keys: { vi: 'Mã nghiệp vụ', en: 'Business key' },
  partition: { vi: 'Giữ thứ tự theo mã', en: 'Order kept by key' },
  timeout: { vi: 'Thời hạn chờ kết quả', en: 'Time limit' },
  durability: { vi: 'Lưu trữ thông điệp', en: 'Durability' },
  retry: { vi: 'Cách thử lại', en: 'Retry policy' },
  priority: { vi: 'Mức ưu tiên', en: 'Priority' },
  limits: { vi: 'Giới hạn', en: 'Limits' },
}

function settingsOfFlow(from: Flow, to: Flow): Change[] {
  return settingLeaves([], from.settings, to.settings).flatMap(({ path, a, b }) => {
    const [first = '', ...rest] = path
    const known = flowSettingLabels[first] ?? { vi: first, en: first }
    const tail = rest.length > 0 ? ` ${rest.join('.')}` : ''
    const label = { vi: `${known.vi}${tail}`, en: `${known.en}${tail}` }
    return valueChange(undefined, `settings.${path.join('.')}`, label, a, b)
  })
}

function valueChange(
  node: { readonly id: string; readonly name: string } | undefined,
  path: string,
  label: Text,
  before: unknown,
  after: unknown,
): Change[] {
  if (isDeepStrictEqual(before, after)) return []
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  const where = node ? { vi: `Nút "${node.name}": `, en: `Node "${node.name}": ` } : { vi: '', en: '' }
  return [
    {
      kind,
      ...(node ? { node: node.id } : {}),
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      sentence: { vi: where.vi + words(label.vi, before, after).vi, en: where.en + words(label.en, before, after).en },
    },
  ]
}

function words(label: string, before: unknown, after: unknown): Text {
  const a = shown(before)
  const b = shown(after)
  if (before === undefined && b) return { vi: `đặt "${label}" là ${b}`, en: `set "${label}" to ${b}` }
  if (after === undefined) return { vi: `bỏ giá trị của "${label}"`, en: `cleared "${label}"` }
  if (a && b) return { vi: `"${label}" đổi từ ${a} thành ${b}`, en: `"${label}" changed from ${a} to ${b}` }
  return { vi: `đã sửa "${label}"`, en: `changed "${label}"` }
}

/** A value short enough for a sentence. */
function shown(value: unknown): string | undefined {
  const inner = typeof value === 'object' && value !== null && isDynamic(value) ? Object.values(value)[0] : value
  if (typeof inner === 'boolean') return inner ? '✓' : '✗'
  if (typeof inner === 'number') return String(inner)
  return typeof inner === 'string' && inner.length <= 80 ? `"${inner}"` : undefined
}

function titleOf(id: string, node: FlowNode | undefined): string {
  return node?.title ?? id
}
