import { permanent } from '../errors/flow-error.ts'
import { compileExpression } from '../expression/compile.ts'
import type { CodeTables, ExpressionScope } from '../expression/scope.ts'
import type { Message } from '../message/message.ts'
import type { NodeDefinition, SettingsOf } from './define.ts'
import { createPrepare } from './prepare.ts'
import type { Emission, NodeRun, Prepare, StepContext } from './run.ts'

/** The instant that test runs see unless told otherwise: 5 January 2026, 08:00 in Vietnam. */
export const TEST_INSTANT = '2026-01-05T01:00:00.000Z'

/** What a test gives to the node: parts of the context, names for expressions, code tables. */
export interface TestTools extends Partial<Omit<StepContext, 'scope'>> {
  readonly scope?: Partial<ExpressionScope>
  readonly tables?: CodeTables
}

/** A node ready for messages in a test. */
export interface TestedNode {
  /** The settings after validation, with defaults. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Runs one message (or just a body) through the node. */
  send(input: unknown, overrides?: TestTools): Promise<Emission>
  /** Asks the node whether an interrupted step happened; only nodes with a probe. */
  probe(input: unknown, overrides?: TestTools): Promise<Emission | 'not-done' | 'unknown'>
}

/** A node as its folder exports it. */
export interface NodeUnderTest {
  readonly definition: NodeDefinition
  readonly run: NodeRun
}

/**
 * Prepares a node as a deployment does: validates the settings (throws the ZodError), compiles its expressions, then runs messages.
 * What touches the outside (`http`, `connection`, `script`) throws `test.no-answer` unless the test gives it.
 */
export function testNode(node: NodeUnderTest, settings: unknown = {}, tools: TestTools = {}): TestedNode {
  const valid = node.definition.settings.parse(settings)
  // The settings were just parsed by the definition's own schema, which is what `NodeRun` of this definition expects.
  const prepare = createPrepare(valid, compileExpression) as Prepare<SettingsOf<NodeDefinition>> as Prepare<never>
  const step = node.run.prepare(prepare)
  const ask = node.run.probe?.(prepare)
  return {
    settings: valid,
    async send(input, overrides = {}) {
      const message = toMessage(input)
      return step(message, testContext(message, { ...tools, ...overrides }))
    },
    async probe(input, overrides = {}) {
      if (!ask) throw new Error(`${node.definition.type} has no probe`)
      const message = toMessage(input)
      return ask(message, testContext(message, { ...tools, ...overrides }))
    },
  }
}

/** A whole message is taken as it is; anything else is the body of a new one. */
export function toMessage(input: unknown): Message {
  return isMessage(input) ? input : { body: input, headers: {}, keys: {} }
}

/** The context of one step in a test; equal on every call. */
export function testContext(message: Message, tools: TestTools = {}): StepContext {
  const { scope, tables, ...given } = tools
  const run = given.run ?? { id: 'run-1', flow: 'luong-thu', at: TEST_INSTANT, test: true }
  const open = new Map<string, Promise<unknown>>()
  return {
    run,
    path: 'nut-thu',
    attempt: 1,
    idempotencyKey: `${run.id}/nut-thu`,
    signal: new AbortController().signal,
    now: () => Date.parse(run.at),
    log: () => {},
    http: refuse,
    connection: refuse,
    script: refuse,
    deliver: refuse,
    recordLookup: refuse,
    async shared<T>(key: string, make: () => Promise<T>): Promise<T> {
      const known = open.get(key) ?? make()
      open.set(key, known)
      // One key is opened by one kind of caller, so what is stored under it is a T.
      return known as Promise<T>
    },
    async drop(key, held) {
      if ((await open.get(key)) === held) open.delete(key)
    },
    ...given,
    scope: {
      body: message.body,
      headers: message.headers,
      keys: message.keys,
      steps: {},
      run,
      ...(tables ? { tables } : {}),
      ...scope,
    },
  }
}

async function refuse(): Promise<never> {
  throw permanent('test.no-answer')
}

function isMessage(input: unknown): input is Message {
  if (typeof input !== 'object' || input === null) return false
  return Object.keys(input).length === 3 && 'body' in input && 'headers' in input && 'keys' in input
}
