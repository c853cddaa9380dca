import type { Instant, RunId } from '#runtime/engine/engine.ts'
import type { CodeTables } from '#shared/expression/compile.ts'
import type { Message } from '#shared/message/message.ts'
import type { CompiledFlow } from '../compile.ts'

/** The message with its business keys, and the value that orders it. */
export interface Keyed {
  readonly message: Message
  readonly partition: string | undefined
}

/** Longest key that is kept; a key is for finding, not for storing. */
const MAX_KEY = 200

/**
 * Computes a message's business keys. A key that is missing or cannot be computed is left out: the message itself is never refused for it.
 * Synchronous unless an expression takes the slow path.
 */
export function businessKeys(
  compiled: CompiledFlow,
  message: Message,
  run: { readonly run: RunId; readonly at: Instant },
  tables: CodeTables,
): Keyed | Promise<Keyed> {
  if (compiled.keys.length === 0) return { message, partition: undefined }
  const scope = {
    body: message.body,
    headers: message.headers,
    keys: message.keys,
    steps: {},
    run: { id: run.run, at: new Date(run.at).toISOString(), flow: compiled.flow.id },
    tables,
  }
  const values = compiled.keys.map(({ expression }): unknown => {
    try {
      return expression.evaluate(scope)
    } catch {
      return undefined
    }
  })
  if (!values.some((value) => value instanceof Promise)) return keyed(compiled, message, values)
  return Promise.all(values.map((value) => Promise.resolve(value).catch(() => undefined))).then((ready) =>
    keyed(compiled, message, ready),
  )
}

function keyed(compiled: CompiledFlow, message: Message, values: readonly unknown[]): Keyed {
  const keys: Record<string, string> = { ...message.keys }
  compiled.keys.forEach(({ name }, i) => {
    const value = values[i]
    if ((typeof value === 'string' && value !== '') || typeof value === 'number')
      keys[name] = String(value).slice(0, MAX_KEY)
  })
  return {
    message: { ...message, keys },
    partition:
      compiled.partition !== undefined && Object.hasOwn(keys, compiled.partition)
        ? keys[compiled.partition]
        : undefined,
  }
}
