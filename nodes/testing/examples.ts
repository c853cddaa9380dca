import { toErrorData } from '#shared/errors/flow-error.ts'
import type { CodeTables } from '#shared/expression/scope.ts'
import type { Message } from '#shared/message/message.ts'
import type { Emission } from '#shared/node/run.ts'
import { type NodeUnderTest, type TestTools, testNode } from '#shared/node/testing.ts'
import { inIsolate } from './isolate.ts'

/** A message as an example writes it: headers and keys may be left out. */
export interface ExampleMessage {
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly keys?: Readonly<Record<string, string>>
}

/** A worked example of a node's README. */
export interface Example {
  readonly settings?: unknown
  readonly input?: ExampleMessage
  /** What leaves, in the form of `viewOf`; only the parts that the example states are compared. */
  readonly output?: Readonly<Record<string, unknown>>
  /** Rows of code tables by table. */
  readonly tables?: Readonly<Record<string, readonly ExampleRow[]>>
  /** At an aggregator: the messages that have arrived. */
  readonly parts?: readonly ExampleMessage[]
}

interface ExampleRow {
  readonly code: string
  readonly name: string
  readonly extra?: Readonly<Record<string, unknown>>
}

/** The examples of a README: its fenced blocks that are marked `json example`. */
export function examplesIn(readme: string): readonly Example[] {
  return [...readme.matchAll(/^```json example\n([\s\S]*?)^```$/gm)].map(
    (found) => JSON.parse(found[1] ?? '') as Example,
  )
}

/** Runs an example through its node and gives what left, in the form in which examples state it. */
export async function runExample(
  node: NodeUnderTest,
  example: Example,
  tools: TestTools = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { settings = {}, input = { body: null }, tables, parts } = example
  const tested = testNode(node, settings, {
    script: inIsolate,
    ...(tables ? { tables: tablesOf(tables) } : {}),
    ...(parts ? { parts: parts.map(messageOf) } : {}),
    ...tools,
  })
  try {
    return viewOf(await tested.send(messageOf(input)))
  } catch (thrown) {
    const { code, message } = toErrorData(thrown)
    return { error: code, message: message.vi }
  }
}

/** An emission in the form of the examples: `port` with `body` and `headers`, or `each`, `outputs`, `reply`, `until`, `call`, `drop`. */
export function viewOf(emission: Emission): Readonly<Record<string, unknown>> {
  switch (emission.kind) {
    case 'emit':
      return { port: emission.port, ...emission.message }
    case 'each':
      return { port: emission.port, each: emission.messages.map((it) => it.body) }
    case 'fan':
      return { outputs: emission.outputs.map((it) => ({ port: it.port, body: it.message.body })) }
    case 'drop':
      return { drop: true }
    case 'reply':
      return { port: emission.port, reply: emission.reply, ...emission.message }
    case 'wait':
      return { port: emission.port, until: isoTime(emission.until), ...emission.message }
    case 'join':
      return { join: emission.key, ...emission.message }
    case 'await':
      return { port: emission.port, late: emission.late, waits: emission.waits, until: isoTime(emission.until) }
    case 'again':
      return { again: isoTime(emission.at), until: isoTime(emission.until) }
    case 'call':
      return { port: emission.port, call: emission.flow, wait: emission.wait, ...emission.message }
  }
}

/** The ports that an emission, in the form of the examples, leaves through. */
export function portsIn(view: Readonly<Record<string, unknown>>): readonly string[] {
  const { port, late, outputs } = view
  const several = Array.isArray(outputs) ? outputs.map((it: Readonly<Record<string, unknown>>) => it.port) : []
  return [port, late, ...several].filter((name) => typeof name === 'string')
}

const isoTime = (at: number): string => new Date(at).toISOString()

function messageOf({ body, headers = {}, keys = {} }: ExampleMessage): Message {
  return { body, headers, keys }
}

function tablesOf(tables: NonNullable<Example['tables']>): CodeTables {
  return {
    lookup: (table, code) =>
      Object.hasOwn(tables, table) ? tables[table]?.find((row) => row.code === code) : undefined,
  }
}
