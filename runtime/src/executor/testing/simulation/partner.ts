import { retryable } from '#shared/errors/flow-error.ts'
import type { Emission } from '#shared/node/run.ts'
import type { Call, Outside } from '../random-nodes.ts'
import type { Draw } from './draw.ts'
import type { Owner, VirtualTime } from './virtual-time.ts'

/** What the partner has done. */
export interface Done {
  readonly call: Call
  readonly emission: Emission
  times: number
}

/** The partner of all members, reached over a network that loses and delays. */
export interface Partner {
  readonly done: ReadonlyMap<string, Done>
  /** The partner as one member reaches it. */
  reachedBy(member: Owner): Outside
}

interface Options {
  readonly time: VirtualTime
  readonly draw: Draw
  /** Whether this call meets with trouble. */
  troubled(): boolean
  /** Told of everything that happens, and allowed to object by throwing. */
  acted(done: Done): void
}

/**
 * The longest that a call may be under way before the partner acts on it. A probe is trusted when it is asked 5 s after a call that
 * begins at most 2 s after its intent (`perform.ts`): a network that holds a call back longer than that can make any probe lie.
 */
const UNDER_WAY_MS = 2500

const TROUBLES = ['refused', 'cut', 'cut-after', 'silent', 'silent-after', 'error', 'error-after', 'busy'] as const

/** A partner to which nothing has happened. It honours the keys of idempotent calls; a `once` call it does as often as it comes. */
export function createPartner({ time, draw, troubled, acted }: Options): Partner {
  const done = new Map<string, Done>()

  function perform(call: Call, act: () => Emission): Emission {
    const before = done.get(call.key)
    if (before && !call.once) {
      if (before.call.input !== call.input) throw new Error(`key ${call.key} stands for two inputs`)
      return before.emission
    }
    const emission = act()
    const it = before ?? { call, emission, times: 0 }
    it.times++
    done.set(call.key, it)
    acted(it)
    return emission
  }

  /** The call comes to the partner; gives what goes back. */
  function attempt(call: Call, act: () => Emission): () => Emission {
    try {
      const emission = perform(call, act)
      return () => emission
    } catch (error) {
      return () => {
        throw error
      }
    }
  }

  const reachedBy = (member: Owner): Outside => ({
    ask: (call, act) =>
      new Promise((resolve, reject) => {
        const way = (): number => 1 + draw.next() * 20
        const trouble = troubled() ? draw.pick(TROUBLES) : undefined
        const answer = (ms: number, what: () => Emission): void =>
          void time.after(ms, member, () => {
            try {
              resolve(what())
            } catch (error) {
              reject(error)
            }
          })
        const fail = (ms: number, error: Error): void => void time.after(ms, member, () => reject(error))
        const arrive = (ms: number): void => void time.after(ms, 'outside', () => attempt(call, act))
        if (trouble === undefined) return void time.after(way(), 'outside', () => answer(way(), attempt(call, act)))
        if (trouble.endsWith('after')) arrive(draw.next() * UNDER_WAY_MS)
        const error = errorOf(trouble)
        fail(trouble.startsWith('silent') ? 2000 + draw.next() * 20_000 : way(), error)
      }),
    find: (key) =>
      new Promise((resolve, reject) => {
        const fails = troubled()
        time.after(draw.next() * 20, 'outside', () => {
          const found = done.get(key)?.emission ?? 'not-done'
          time.after(draw.next() * 20, member, () => (fails ? reject(errorOf('cut')) : resolve(found)))
        })
      }),
  })
  return { done, reachedBy }
}

function errorOf(trouble: (typeof TROUBLES)[number]): Error {
  if (trouble === 'refused') return retryable('connect.unreachable', { host: 'h', reason: 'r' })
  if (trouble.startsWith('cut')) return retryable('connect.cut', { host: 'h' })
  if (trouble.startsWith('silent')) return retryable('connect.timeout', { host: 'h', seconds: 20 })
  const status = trouble === 'busy' ? 503 : 500
  return retryable('http.server-error', { host: 'h', status }, { status })
}
