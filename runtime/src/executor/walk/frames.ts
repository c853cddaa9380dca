import type { StepPath } from '#runtime/engine/engine.ts'
import { type Frame, lineageOf, type Token } from './token.ts'

/** Keeps count of the messages of each split, so that an aggregator closes when the last one has come to its end. */
export interface Frames {
  /** The token is used up; these go on in its place (none: its branch ended). */
  replace(token: Token, next: readonly Token[]): void
  /** A splitter sent these items out; each item may have several branches. */
  open(path: StepPath, origin: Token, items: readonly (readonly Token[])[], inOrder: boolean): void
  /** The token reached an aggregator and waits there for the others of its frame. */
  park(token: Token): void
}

const counting = new Intl.Collator('en', { numeric: true })

/** The tenth branch of a fan-out stands behind the second; equal for nothing but equal lineages, so that every replay sorts alike. */
function byLineage(a: string, b: string): number {
  return counting.compare(a, b) || (a < b ? -1 : 1)
}

/** Makes the bookkeeping of one walk; `push` takes tokens that are ready to run, `visit` counts the visit of a node inside a loop. */
export function createFrames(push: (token: Token) => void, visit: (token: Token) => Token): Frames {
  function replace(token: Token, next: readonly Token[]): void {
    for (const it of next) push(it)
    if (token.frame) settle(token.frame, next.length - 1)
  }

  /** A frame lost or won live tokens; at zero the next item begins, or the frame closes. */
  function settle(frame: Frame, change: number): void {
    frame.live += change
    if (frame.live > 0) return
    const item = frame.queue.shift()
    if (!item) return close(frame)
    frame.live = item.length
    for (const token of item) push(token)
    if (item.length === 0) settle(frame, 0)
  }

  function open(path: StepPath, origin: Token, items: readonly (readonly Token[])[], inOrder: boolean): void {
    const frame: Frame = { path, origin, live: 0, parked: new Map(), queue: [] }
    const framed = items.map((branches) => branches.map((token) => ({ ...token, frame })))
    frame.queue.push(...(inOrder ? framed : [framed.flat()]))
    settle(frame, 0)
  }

  function park(token: Token): void {
    const frame = token.frame
    if (!frame) return push(token)
    const parts = frame.parked.get(token.node) ?? []
    parts.push({ index: token.index, token })
    frame.parked.set(token.node, parts)
    settle(frame, -1)
  }

  /** All messages of the frame have ended or are parked: each aggregator gets its parts in split order and goes on behind the splitter. */
  function close(frame: Frame): void {
    const { origin } = frame
    const next = [...frame.parked.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([node, parked], i): Token => {
        const parts = parked.sort((a, b) => a.index - b.index || byLineage(a.token.lineage, b.token.lineage))
        const since = Math.max(...parts.map((it) => it.token.since))
        const at = Math.max(...parts.map((it) => it.token.at))
        const last = parts.at(-1)?.token ?? origin
        return visit({
          ...origin,
          node,
          since,
          at,
          from: last.from,
          lineage: lineageOf(origin.lineage, 'fan', frame.path, i),
          parts: parts.map((it) => it.token.message),
        })
      })
    frame.parked.clear()
    replace(origin, next)
  }

  return { replace, open, park }
}
