import type { StepPath } from '#runtime/engine/engine.ts'
import type { PartOutcome } from '#runtime/engine/groups.ts'
import { errorData, toErrorData } from '#shared/errors/flow-error.ts'
import { type Emission, emit } from '#shared/node/run.ts'
import type { CompiledNode } from '../compile.ts'
import { memoSince } from '../memo.ts'
import type { RunEnv } from '../run-env.ts'
import type { Outcome } from './outcome.ts'

type Join = Extract<Emission, { kind: 'join' }>
type Emitted = Extract<Outcome, { kind: 'emission' }>

/** Hands a message over to its group, once: what became of it is in the journal. The branch ends here unless the group refuses it. */
export async function joinGroup(
  emission: Join,
  outcome: Emitted,
  node: CompiledNode,
  path: StepPath,
  since: number,
  env: RunEnv,
): Promise<Outcome> {
  const known = memoSince(env.memo, path, since)?.part
  if (known) {
    const settled = settle(known.outcome, emission, outcome)
    // A refusal that waited for a person gets its new try.
    if (settled.kind === 'emission' || !known.cleared) return settled
  }
  if (env.mode === 'replay') return { kind: 'open', times: outcome.times }
  await env.journal.accepted
  try {
    return settle(await join(emission, node, path, env), emission, outcome)
  } catch (error) {
    if (env.signal.aborted) return { kind: 'open', times: outcome.times }
    return { kind: 'failed', error: toErrorData(error), times: outcome.times }
  }
}

function settle(found: PartOutcome, emission: Join, outcome: Emitted): Outcome {
  const { key, late, most } = emission
  if (found === 'joined') return outcome
  if (found === 'late' && late === 'port') return { ...outcome, emission: emit('late', emission.message) }
  const error = found === 'late' ? errorData('group.late', { key }) : errorData('group.full', { key, ...most })
  return { kind: 'failed', error, times: outcome.times }
}

/** With a condition it is looked at again for as long as other parts come in between. */
async function join(emission: Join, node: CompiledNode, path: StepPath, env: RunEnv): Promise<PartOutcome> {
  const { key, message, count, when, timeout, rememberMs, most } = emission
  const name = { flow: env.compiled.flow.id, node: node.id, key }
  const part = { ...name, path, message, timeout, rememberMs, most, ...(count === undefined ? {} : { count }) }
  const { groups } = env.journal
  for (;;) {
    const at = env.clock()
    if (!when) {
      const outcome = await groups.join({ ...part, at })
      if (outcome !== 'changed') return outcome
      continue
    }
    const { revision, parts } = await groups.peek(name)
    const close = await when([...parts, message])
    const outcome = await groups.join({ ...part, at, decided: { revision, close } })
    if (outcome !== 'changed') return outcome
  }
}
