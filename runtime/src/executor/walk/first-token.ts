import { partsOf } from '../group-message.ts'
import type { RunEnv } from '../run-env.ts'
import type { Token } from './token.ts'

/** The accepted message at its trigger. */
export function firstToken(env: RunEnv): Token {
  const begins = env.compiled.nodes.get(env.run.trigger)
  return {
    node: env.run.trigger,
    message: env.run.message,
    lineage: '',
    frame: undefined,
    index: 0,
    outputs: undefined,
    visits: new Map(),
    at: env.run.at,
    since: -1,
    from: undefined,
    error: undefined,
    // Only the run of a group begins at a node that is no trigger.
    parts:
      begins && !begins.passThrough && !env.compiled.triggers.includes(begins) ? partsOf(env.run.message) : undefined,
  }
}
