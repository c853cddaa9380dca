import type { StepPath } from '#runtime/engine/engine.ts'
import type { TestRequest } from '#shared/api/test-runs.ts'
import type { RunEnv } from '../run-env.ts'

/** The breakpoints of one test run. */
export interface Stops {
  readonly arrive: NonNullable<RunEnv['arrive']>
  /** Where it stands. */
  readonly held: ReadonlySet<StepPath>
}

/** Stands still in front of the steps that a request names, lets through what was passed, and hands over edited messages. */
export function createStops(halt: TestRequest['halt']): Stops {
  const held = new Set<StepPath>()
  const passed = new Set(halt?.passed)
  const edited = new Map(Object.entries(halt?.edited ?? {}))
  const stopsAt = (node: string, from: string | undefined): boolean =>
    halt?.every === true ||
    halt?.at.some((it) => it.node === node && (it.from === undefined || it.from === from)) === true
  return {
    held,
    arrive: (node, from, path, message) => {
      if (!passed.has(path) && stopsAt(node, from && /^[^[#]*/.exec(from)?.[0])) {
        held.add(path)
        return undefined
      }
      const other = edited.get(path)
      if (!other) return message
      return { body: other.body, headers: other.headers ?? message.headers, keys: other.keys ?? message.keys }
    },
  }
}
