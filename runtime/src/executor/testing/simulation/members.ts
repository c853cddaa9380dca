import type { Engine } from '#runtime/engine/engine.ts'
import { openMemoryEngine } from '#runtime/engine/memory/open.ts'
import type { MemoryStore } from '#runtime/engine/memory/store.ts'
import { createRunIds } from '#runtime/engine/run-id.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { createExecutor, type Executor } from '../../executor.ts'
import { createFlows, type Flows } from '../../flows.ts'
import { randomLibrary } from '../random-nodes.ts'
import { noTools } from '../walk-through.ts'
import type { Checks } from './checks.ts'
import type { Draw } from './draw.ts'
import type { Partner } from './partner.ts'
import type { VirtualTime } from './virtual-time.ts'

/** What members stand on. */
export interface Ground {
  readonly time: VirtualTime
  readonly draw: Draw
  readonly store: MemoryStore
  readonly partner: Partner
  readonly checks: Checks
  readonly flows: readonly Flow[]
  /** Messages come within this time. */
  readonly sendingMs: number
  /** Whether this call of the engine fails. */
  engineFails(): boolean
  /** The engine did what this member asked. */
  called(member: string, call: string): void
  log(line: () => string): void
  /** Ends the history with what was violated. */
  violated(error: unknown): void
}

/** A worker process of the simulation. */
export interface Member {
  readonly name: string
  readonly executor: Executor
  readonly flows: Flows
}

/** Starts a member: the product's executor on the shared store, behind an engine that takes time and fails. */
export function startMember(ground: Ground, name: string): Member {
  const { time, draw } = ground
  const clock = (): number => Math.floor(time.now)
  const engine = slow(ground, name, openMemoryEngine({ store: ground.store, clock }))
  const flows = createFlows(randomLibrary(ground.partner.reachedBy(name)), async () => undefined)
  flows.deploy(ground.flows.map((flow) => ({ unit: 'mac-dinh', version: `v-${flow.id}`, flow, paused: false })))
  const executor = time.as(name, () =>
    createExecutor({
      engine,
      member: name,
      flows,
      tools: noTools,
      clock,
      newRunId: createRunIds({ now: clock, random: draw.bytes }),
      moved: () => undefined,
      log: (level, message, { error }) => ground.log(() => `${name} ${level} ${message} ${JSON.stringify(error)}`),
    }),
  )
  return { name, executor, flows }
}

/** The engine as one process has it: each call takes effect after those before it, its answer comes later, and either may be cut off by death. */
function slow(ground: Ground, name: string, real: Engine): Engine {
  const { time, draw, checks } = ground
  let last = 0

  function later(call: string, input: readonly unknown[], apply: () => Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      last = Math.max(last, time.now + draw.next() * 4)
      time.after(last - time.now, name, () => {
        const fails = ground.engineFails()
        const applied = checks.before(call, input)
        const answered = fails ? Promise.reject(retryable('engine.busy')) : apply()
        const answer = (give: () => void): void => void time.after(draw.next() * 4, name, give)
        answered.then(
          (value) => {
            ground.log(
              () => `${name} ${call} ${JSON.stringify(input).slice(0, 300)} → ${JSON.stringify(value)?.slice(0, 60)}`,
            )
            try {
              applied(value)
            } catch (error) {
              ground.violated(error)
            }
            answer(() => resolve(value))
            ground.called(name, call)
          },
          (error: unknown) => {
            ground.log(() => `${name} ${call} fails`)
            answer(() => reject(error))
          },
        )
      })
    })
  }

  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(it, key) {
        const value: unknown = Reflect.get(it, key)
        if (typeof value === 'object' && value !== null) return wrap(value)
        if (typeof value !== 'function') return value
        return (...input: unknown[]) => later(String(key), input, () => Reflect.apply(value, it, input))
      },
    })
  return wrap(real)
}
