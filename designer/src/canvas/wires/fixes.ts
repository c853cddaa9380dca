import type { Flow } from '#shared/flow/flow.ts'
import type { Mapping } from '#shared/mapping/mapping.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import { walkFields } from '#shared/node/walk-fields.ts'
import { fieldAt, isUnknown, propertiesOf } from '#shared/schema/body-schema.ts'
import type { Finding, WireCheck } from '#shared/schema/check-wires.ts'
import { exampleOf } from '#shared/schema/example.ts'
import { schemaOfSamples } from '#shared/schema/from-sample.ts'
import { mayDeclare } from '#shared/schema/infer.ts'
import { type Catalogue, definitionOf, knownNode, outPortsOf, schemasOf } from '../../document/catalogue.ts'
import { type Command, compound } from '../../document/command.ts'
import { changeSettings } from '../../document/commands/change-settings.ts'
import { declareSchema } from '../../document/commands/declare-schema.ts'
import { insertNewOnWire } from '../../document/commands/insert-on-wire.ts'
import { type Document, nodeOf, type Position, positionOf } from '../../document/document.ts'
import { freeNodeId } from '../../document/node-id.ts'
import { parsePath } from '../../document/settings-path.ts'
import { type Wire, wiresInto } from '../../document/wires.ts'
import { fieldsOf, nameInPath } from '../../formula/source-tree.ts'
import { applyMatches, proposeMatches } from '../../mapper/auto-match.ts'
import { freePlace } from '../geometry.ts'
import { shownPorts } from '../view/shown-ports.ts'
import { nodeHeight, onGrid } from '../view/sizes.ts'

/** The row of a mapping that a finding is about, as settings paths; empty when a formula elsewhere reads the field. */
export function mappingRows(flow: Flow, catalogue: Catalogue, to: string, finding: Finding): readonly string[] {
  const node = nodeOf(flow, to)
  const known = node && knownNode(catalogue, node)
  if (!known) return []
  const mappings = walkFields(known.form, known.settings).filter((it) => it.look.kind === 'mapping')
  return finding.settings.flatMap((setting) => {
    const row = /^(.+\.\d+)\.value(?:\.expr)?$/.exec(setting)?.[1]
    return row !== undefined && mappings.some((it) => row.startsWith(`${it.path}.`)) ? [row] : []
  })
}

/** Changes one part (`missing`, `default`, `as`) of mapping rows, as one step. */
export function changeRows(node: string, rows: readonly string[], part: string, value: unknown): Command {
  return compound(
    value === 'text' && part === 'as'
      ? { vi: 'Giữ mã ở dạng chữ', en: 'Keep the code as text' }
      : { vi: 'Cho phép thiếu trường nguồn', en: 'Let the source field be missing' },
    rows.map((row) => changeSettings(node, parsePath(`${row}.${part}`), value)),
  )
}

/** The mapping that would make the fields that are missing: sources by name where one is alike, else still to be chosen. */
export function mappingFor(check: WireCheck, arrives: JsonSchema): Mapping {
  const missing = check.findings.filter((it) => it.is === 'absent' && it.accepted === undefined && it.field !== '$')
  const wanted = missing.reduce<Mapping>((rows, { field }) => withTarget(rows, field.split('.')), [])
  return applyMatches(wanted, proposeMatches(wanted, fieldsOf(exampleOf(arrives))))
}

function withTarget(rows: Mapping, [name, ...rest]: readonly string[]): Mapping {
  if (name === undefined) return rows
  const old = rows.find((it) => it.target === name)
  if (rest.length === 0) return old ? rows : [...rows, { target: name }]
  const fields = withTarget(old?.fields ?? [], rest)
  return [...rows.filter((it) => it !== old), { target: name, fields }]
}

/** Puts a mapping that keeps what came into the wire; undefined when no such node type is installed or nothing is missing. */
export function insertMapper(
  check: WireCheck,
  doc: Document,
  catalogue: Catalogue,
): { readonly command: Command; readonly id: string; readonly rows: Mapping } | undefined {
  const definition = catalogue.nodes.find((it) => it.infers === 'mapping')
  const rows = mappingFor(check, schemasOf(doc.flow, catalogue).out(check.from, check.port))
  if (!definition || rows.length === 0) return undefined
  const id = freeNodeId(doc.flow, definition.type)
  const command = compound({ vi: 'Chèn nút ánh xạ vào dây nối', en: 'Insert a mapping into the wire' }, [
    insertNewOnWire(check, { definition, at: between(doc, catalogue, check) }),
    changeSettings(id, ['mapping'], rows),
    changeSettings(id, ['keep'], 'all'),
  ])
  return { command, id, rows }
}

/** Between the two ends and below both, where no node stands. */
function between({ flow, layout }: Document, catalogue: Catalogue, { from, to }: Wire): Position {
  const bottom = (id: string): number => {
    const node = nodeOf(flow, id)
    return positionOf(layout, id)[1] + nodeHeight(node ? shownPorts(catalogue, node).length : 1)
  }
  const x = (positionOf(layout, from)[0] + positionOf(layout, to)[0]) / 2
  return freePlace(layout, onGrid([x, Math.max(bottom(from), bottom(to)) + 40]))
}

/** The node that says what arrives over a wire: back through nodes that pass the body on. Undefined where several do. */
export function originOf(flow: Flow, catalogue: Catalogue, from: string): string | undefined {
  const seen = new Set<string>()
  let at: string | undefined = from
  while (at !== undefined && !seen.has(at)) {
    seen.add(at)
    const node = nodeOf(flow, at)
    const definition = definitionOf(catalogue, node)
    if (!node || !definition) return undefined
    if (!definition.input || (definition.output !== 'same' && !node.disabled)) return at
    const into: readonly Wire[] = wiresInto(flow, at)
    at = into.length === 1 ? into[0]?.from : undefined
  }
  return undefined
}

/** Where what arrives may be declared, and what is declared there now. */
export interface Declarable {
  readonly node: string
  readonly declared: boolean
  /** Names of the fields at the top, for the officer to recognise it by. */
  readonly fields: readonly string[]
}

/** The place at which what arrives over a wire may be declared; undefined when the settings tell it already. */
export function declarableAt(flow: Flow, catalogue: Catalogue, wire: Wire): Declarable | undefined {
  const id = originOf(flow, catalogue, wire.from)
  const node = id === undefined ? undefined : nodeOf(flow, id)
  const known = node && knownNode(catalogue, node)
  if (id === undefined || !node || !known || !mayDeclare(known)) return undefined
  const [first] = outPortsOf(catalogue, node)
  if (id === wire.from && wire.port !== first?.name) return undefined
  return { node: id, declared: node.schema !== undefined, fields: Object.keys(propertiesOf(node.schema ?? {})) }
}

/** Declares that bodies look like this one. */
export function declareFrom(node: string, body: unknown): Command {
  return declareSchema(node, schemaOfSamples([body]))
}

/** The fields that arrive over a wire, as paths, at most this many; undefined when nobody knows. */
export function arrivingFields(
  flow: Flow,
  catalogue: Catalogue,
  wire: Wire,
  most: number,
): readonly string[] | undefined {
  const schema = schemasOf(flow, catalogue).out(wire.from, wire.port)
  if (isUnknown(schema)) return undefined
  return Object.keys(propertiesOf(schema)).map(nameInPath).slice(0, most)
}

/** True when a sample has the field that was not declared. */
export function sampleHas(body: unknown, field: string): boolean {
  return fieldAt(schemaOfSamples([body]), field.split('.')).is === 'sure'
}
