import { compileFlow, type NodeLibrary } from '#runtime/executor/compile.ts'
import type { Tools } from '#runtime/executor/run-env.ts'
import type { Flow } from '#shared/flow/flow.ts'
import type { Message } from '#shared/message/message.ts'
import type { PollTrigger } from '#shared/node/trigger.ts'

/** Messages that one peek gives at most, and how long it may take. */
const MOST = 3
const PEEK_LIMIT_MS = 10_000

/** What a peek works with; `tools` must refuse everything but simulators (see `testTools`). */
export interface PeekParts {
  readonly library: NodeLibrary & { readonly polls: Readonly<Record<string, PollTrigger>> }
  readonly tools: Tools
}

/** Thrown into the trigger in place of storing a message, so that it acknowledges nothing. */
class Peeked extends Error {}

/**
 * What a polling trigger of a draft (default: its first) would take next, without taking it: each message is refused, so nothing is acknowledged and no cursor moves.
 * Only triggers that say `peeks` are asked. Empty when there is nothing to take, or no such trigger. Throws as the trigger does.
 */
export async function peekAt(
  { flow, trigger }: { readonly flow: Flow; readonly trigger?: string | undefined },
  { library, tools }: PeekParts,
): Promise<readonly Message[]> {
  const { nodes, triggers } = compileFlow(flow, 'draft', library)
  const node = trigger === undefined ? triggers[0] : nodes.get(trigger)
  const poll = node && Object.hasOwn(library.polls, node.type) ? library.polls[node.type] : undefined
  if (!node || !poll?.peeks) return []
  const seen: Message[] = []
  const signal = AbortSignal.timeout(PEEK_LIMIT_MS)
  try {
    await poll.poll(node.settings as never, {
      signal,
      connection: tools.connection,
      http: (id, request) => tools.http(id, request, { signal, idempotencyKey: `peek/${flow.id}/${node.id}` }),
      shared: tools.shared,
      log: () => undefined,
      accept(message) {
        if (seen.length < MOST) seen.push(message)
        return Promise.reject(new Peeked())
      },
      cursor: () => Promise.resolve(undefined),
      saveCursor: () => Promise.resolve(),
    })
  } catch (thrown) {
    if (!(thrown instanceof Peeked)) throw thrown
  }
  return seen
}
