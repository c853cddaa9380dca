import type { Instant, StepPath } from '#runtime/engine/engine.ts'
import type { ErrorData } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'

/** Output bodies of earlier steps, newest first; shared between branches, never copied. */
export interface Outputs {
  readonly node: string
  readonly body: unknown
  readonly before: Outputs | undefined
}

/** The messages that one splitter sent out and that have not come to their end. */
export interface Frame {
  /** Path of the splitter's step. */
  readonly path: StepPath
  /** The token that entered the splitter: what an aggregator's message goes on from. */
  readonly origin: Token
  /** Tokens of this frame under way (inner frames count as one). */
  live: number
  readonly parked: Map<string, { readonly index: number; readonly token: Token }[]>
  /** Items not yet begun (`inOrder` begins one when the one before has ended). */
  readonly queue: (readonly Token[])[]
}

/** A message on its way to a node. Its lineage makes step paths unique and equal on every replay. */
export interface Token {
  readonly node: string
  readonly message: Message
  readonly lineage: string
  readonly frame: Frame | undefined
  /** Place in the frame, from 0. */
  readonly index: number
  readonly outputs: Outputs | undefined
  /** Visits of nodes in loops along this lineage. */
  readonly visits: ReadonlyMap<string, number>
  /** Journal rows up to here do not count for this token (a person had an earlier step done again). */
  readonly since: number
  /** When it left the step that it came from, as the journal knows it: what a replay shows for steps that are only computed. */
  readonly at: Instant
  /** Path of the step that it came from. */
  readonly from: StepPath | undefined
  /** In an error branch: what happened. */
  readonly error: ErrorData | undefined
  /** At an aggregator: the messages of the closed frame. */
  readonly parts: readonly Message[] | undefined
}

/** `gui` · `gui[tach:3]` inside a split · `gui[~re.1]` behind a fan-out · `gui#2` on the second visit of a loop. */
export function stepPath(token: Token): StepPath {
  const visit = token.visits.get(token.node)
  return `${token.node}${token.lineage === '' ? '' : `[${token.lineage}]`}${visit === undefined || visit < 2 ? '' : `#${visit}`}`
}

/** Lineage of item `index` of a split, or of branch `index` of a fan-out (the first branch keeps its lineage). */
export function lineageOf(parent: string, kind: 'split' | 'fan', path: StepPath, index: number): string {
  if (kind === 'fan' && index === 0) return parent
  const mark = kind === 'split' ? `${nodeOf(path)}:${index}` : `~${nodeOf(path)}.${index}`
  return parent === '' ? mark : `${parent}/${mark}`
}

/** The node and visit of a step path, without its lineage. */
function nodeOf(path: StepPath): string {
  const open = path.indexOf('[')
  if (open < 0) return path
  return path.slice(0, open) + path.slice(path.lastIndexOf(']') + 1)
}
