import type { Instant, StepPath } from '#runtime/engine/engine.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { Emission, Step } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import type { RunEnv } from '../run-env.ts'
import type { Token } from '../walk/token.ts'
import type { Outcome, Times } from './outcome.ts'
import { stepContext } from './step-context.ts'

/** A pure step that took this long takes turns until it is quick again: twenty such messages must not hold up the twenty-first. */
const HEAVY_MS = 25
const heavy = new WeakSet<CompiledNode>()
let turns: Promise<void> = Promise.resolve()

/** Runs a pure step, at once when it is synchronous; one that is heavy waits for its turn. */
export function performPure(
  node: CompiledNode,
  step: Step,
  token: Token,
  path: StepPath,
  env: RunEnv,
): Outcome | Promise<Outcome> {
  return heavy.has(node)
    ? itsTurn().then(() => compute(node, step, token, path, env))
    : compute(node, step, token, path, env)
}

function compute(
  node: CompiledNode,
  step: Step,
  token: Token,
  path: StepPath,
  env: RunEnv,
): Outcome | Promise<Outcome> {
  const began = env.clock()
  const done = (emission: Emission): Outcome => ({
    kind: 'emission',
    emission,
    times: timesOf(node, token, began, env),
  })
  const failed = (error: unknown): Outcome => {
    const times = timesOf(node, token, began, env)
    return env.signal.aborted ? { kind: 'open', times } : { kind: 'failed', error: toErrorData(error), times }
  }
  // A pure step sees the instant of acceptance, so that a replay computes the same; only a delay looks at the clock, and its timer is journalled.
  const now = node.sleeps ? began : env.run.at
  try {
    const emission = step(token.message, stepContext(token, env, { path, attempt: 1, now }))
    return emission instanceof Promise ? emission.then(done, failed) : done(emission)
  } catch (error) {
    return failed(error)
  }
}

function timesOf(node: CompiledNode, token: Token, began: Instant, env: RunEnv): Times {
  const durationMs = env.clock() - began
  if (durationMs >= HEAVY_MS) heavy.add(node)
  else if (heavy.has(node)) heavy.delete(node)
  return { startedAt: env.mode === 'replay' ? token.at : began, durationMs, attempts: 1 }
}

/** Waits until everything else that this worker has to do was looked at, and everybody before. */
function itsTurn(): Promise<void> {
  turns = turns.then(() => new Promise((resolve) => setImmediate(resolve)))
  return turns
}
