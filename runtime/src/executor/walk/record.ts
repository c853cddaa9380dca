import type { StepPath } from '#runtime/engine/engine.ts'
import type { Message } from '#shared/message/message.ts'
import type { CompiledNode } from '../compile.ts'
import type { StepRecord } from '../run-env.ts'
import type { Outcome } from '../step/outcome.ts'
import type { Token } from './token.ts'

/** What a watcher is told of a step. */
export function record(node: CompiledNode, token: Token, path: StepPath, outcome: Outcome): StepRecord {
  const { startedAt, durationMs, attempts } = outcome.times
  const input: Message = token.parts ? { ...token.message, body: token.parts.map((part) => part.body) } : token.message
  const base = {
    node: node.id,
    path,
    from: token.from,
    attempts,
    startedAt,
    durationMs,
    input,
    effect: node.effects !== 'none',
  }
  switch (outcome.kind) {
    case 'emission':
      return { ...base, ...left(outcome.emission) }
    case 'failed':
      return { ...base, status: 'failed', error: outcome.error }
    case 'sleeping': {
      const wait = outcome.wait ? { wait: outcome.wait } : {}
      return outcome.error
        ? { ...base, ...wait, status: 'retrying', error: outcome.error }
        : { ...base, ...wait, status: 'waiting' }
    }
    case 'child':
      return { ...base, status: 'waiting', childRun: outcome.run }
    case 'in-doubt':
      return { ...base, status: 'in-doubt', error: outcome.error }
    case 'open':
      return { ...base, status: 'running' }
  }
}

function left(
  emission: Extract<Outcome, { kind: 'emission' }>['emission'],
): Pick<StepRecord, 'status' | 'output' | 'port' | 'ports' | 'replies'> {
  if (emission.kind === 'join') return { status: 'done' }
  if (emission.kind === 'drop' || emission.kind === 'again') return { status: 'dropped' }
  if (emission.kind === 'each') return { status: 'done', output: emission.messages, port: emission.port }
  if (emission.kind !== 'fan') {
    const replies = emission.kind === 'reply' ? { replies: true as const } : {}
    return { status: 'done', output: emission.message, port: emission.port, ...replies }
  }
  const first = emission.outputs[0]
  const ports = emission.outputs.map(({ port }) => port)
  return first ? { status: 'done', output: first.message, port: first.port, ports } : { status: 'dropped' }
}
