import type { Run, RunStep } from '#shared/api/runs.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { isUnknown } from '#shared/schema/body-schema.ts'
import { exampleOf } from '#shared/schema/example.ts'
import { type Catalogue, definitionOf, isRecord, outPortsOf, schemasOf } from '../document/catalogue.ts'
import { nodeOf } from '../document/document.ts'
import { entryNode } from '../document/triggers.ts'
import { wiresInto } from '../document/wires.ts'
import { bodyOf, type Sample, textsOf } from '../session/sample.ts'

/** A message as formulas see it. */
export interface ScopeMessage {
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  readonly keys: Readonly<Record<string, string>>
}

/** Where the example came from: the last test run, the chosen sample, or what node types declare. */
export type ScopeOrigin = 'run' | 'sample' | 'declared' | 'none'

/** An example of what arrives at a node: source of completion, field trees and previews. */
export interface MessageScope {
  readonly origin: ScopeOrigin
  readonly message: ScopeMessage
  /** Output bodies of the nodes before it, by node id. */
  readonly steps: Readonly<Record<string, unknown>>
}

const NOTHING: ScopeMessage = { body: undefined, headers: {}, keys: {} }
/** A scope without any example. */
export const EMPTY_SCOPE: MessageScope = { origin: 'none', message: NOTHING, steps: {} }

/** What an example is looked for in. */
export interface ScopeSources {
  readonly flow: Flow
  readonly catalogue: Catalogue
  readonly run: Pick<Run, 'steps'> | undefined
  readonly sample: Sample | undefined
  /** The trigger that the sample enters by; the first when undefined. */
  readonly trigger?: string | undefined
}

interface Found {
  readonly origin: ScopeOrigin
  readonly message: ScopeMessage
}

/** The message at a node's input: from the last test run where it came by, else the sample or declared examples followed along the wires. */
export function scopeAt(node: string, sources: ScopeSources): MessageScope {
  const found = inputOf(node, sources, new Set())
  return { ...found, steps: stepsBefore(node, sources) }
}

function inputOf(id: string, sources: ScopeSources, seen: Set<string>): Found {
  const { flow, catalogue, run } = sources
  const node = nodeOf(flow, id)
  if (!node || seen.has(id)) return { origin: 'none', message: NOTHING }
  seen.add(id)
  const step = run?.steps.find((it) => it.node === id)
  if (step) return { origin: 'run', message: messageIn(step.input) }
  const wires = wiresInto(flow, id)
  if (wires.length === 0) return fromSample(id, sources)
  let best: Found = { origin: 'none', message: NOTHING }
  for (const { from, port } of wires) {
    const found = outputOf(from, port, sources, seen)
    if (weight[found.origin] > weight[best.origin]) best = found
  }
  // A type that is not known passes nothing on, so the wires gave no example.
  return best.origin === 'none' && !definitionOf(catalogue, node) ? fromSample(id, sources) : best
}

const weight: Readonly<Record<ScopeOrigin, number>> = { run: 3, sample: 2, declared: 1, none: 0 }

function outputOf(id: string, port: string, sources: ScopeSources, seen: Set<string>): Found {
  const { flow, catalogue, run } = sources
  const passed = run?.steps.find((it) => it.node === id && it.output !== undefined && (it.port ?? 'out') === port)
  if (passed) return { origin: 'run', message: messageOut(passed) }
  const node = nodeOf(flow, id)
  const definition = definitionOf(catalogue, node)
  const into = inputOf(id, sources, seen)
  if (!node || !definition || definition.output === 'same' || node.disabled || !definition.input) return into
  const { headers, keys } = into.message
  const ports = outPortsOf(catalogue, node)
  const schema = node.schema ? undefined : ports.find((it) => it.name === port)?.schema
  const body = schema
    ? exampleOf(schema)
    : exampleAt(id, port, ports[0]?.name === port ? definition.sample : undefined, sources)
  return body === undefined
    ? { origin: 'none', message: NOTHING }
    : { origin: 'declared', message: { body, headers, keys } }
}

/** An example of what leaves a port: as declared for this node, as its type declares, or as its settings tell. */
function exampleAt(id: string, port: string, declared: unknown, { flow, catalogue }: ScopeSources): unknown {
  if (declared !== undefined && nodeOf(flow, id)?.schema === undefined) return declared
  const schema = schemasOf(flow, catalogue).out(id, port)
  return isUnknown(schema) ? declared : exampleOf(schema)
}

/** What enters the flow: the chosen sample, else what the trigger declares. */
function fromSample(id: string, sources: ScopeSources): Found {
  const { flow, catalogue } = sources
  const other = definitionOf(catalogue, nodeOf(flow, id))?.input === false && id !== entryNode(sources)
  const sample = other ? undefined : sources.sample
  const read = sample ? bodyOf(sample.text) : undefined
  if (sample && read && 'body' in read && read.body !== null)
    return { origin: 'sample', message: { body: read.body, headers: sample.headers, keys: {} } }
  const node = nodeOf(flow, id)
  const definition = definitionOf(catalogue, node)
  if (!node || definition?.input !== false) return { origin: 'none', message: NOTHING }
  const port = outPortsOf(catalogue, node)[0]?.name ?? 'out'
  const body = exampleAt(id, port, definition.sample, sources)
  return body === undefined
    ? { origin: 'none', message: NOTHING }
    : { origin: 'declared', message: { body, headers: {}, keys: {} } }
}

/** The output bodies of every node that a message may have passed before this one. */
function stepsBefore(id: string, { flow, catalogue, run }: ScopeSources): Readonly<Record<string, unknown>> {
  const open = [id]
  const seen = new Set([id])
  const steps: Record<string, unknown> = {}
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const { from } of wiresInto(flow, at)) {
      if (seen.has(from)) continue
      seen.add(from)
      open.push(from)
      const step = run?.steps.find((it) => it.node === from && it.output !== undefined)
      const body = step ? messageOut(step).body : definitionOf(catalogue, nodeOf(flow, from))?.sample
      if (body !== undefined) steps[from] = body
    }
  }
  return steps
}

/** Reads `{ body, headers, keys }` as a step carries it. */
export function messageIn(value: unknown): ScopeMessage {
  if (!isRecord(value)) return NOTHING
  return { body: value.body, headers: textsOf(value.headers), keys: textsOf(value.keys) }
}

/** The message that left a step; the first of several. */
export function messageOut(step: Pick<RunStep, 'output'>): ScopeMessage {
  return messageIn(Array.isArray(step.output) ? step.output[0] : step.output)
}
