import { slotBody } from '#nodes/schedule/slots.ts'
import type { Engine } from '#runtime/engine/engine.ts'
import type { Executor } from '#runtime/executor/executor.ts'
import type { Deployment, Flows } from '#runtime/executor/flows.ts'
import type { Tools } from '#runtime/executor/run-env.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { PollTrigger } from '#shared/node/trigger.ts'

/** What scheduled and polling triggers work with. */
export interface FireParts {
  readonly engine: Engine
  readonly executor: Executor
  readonly flows: Flows
  readonly polls: Readonly<Record<string, PollTrigger>>
  connection(id: string): Promise<ConnectionHandle>
  readonly http: Tools['http']
  /** Asks for leave to call the partner behind a connection. Absent: nobody guards them. */
  readonly enter?: Tools['enter']
  shared<T>(key: string, open: () => Promise<T>, close?: (it: T) => Promise<void> | void): Promise<T>
  log(level: 'info' | 'warn', message: string, details: Readonly<Record<string, unknown>>): void
}

/** The same slot or the same row gives one run within this time. */
const DEDUPE_WINDOW_MS = 30 * 86_400_000
const POLL_LIMIT_MS = 120_000

/** Makes the function that calls a trigger for one slot; it answers how many messages were accepted. */
export function createFire(
  parts: FireParts,
): (trigger: { readonly flow: string; readonly node: string; readonly slot: number }) => Promise<number> {
  async function accept(
    deployment: Deployment,
    trigger: string,
    message: Parameters<Executor['submit']>[0]['message'],
    key: string,
  ): Promise<{ run: string; duplicate: boolean }> {
    const submitted = parts.executor.submit({
      deployment,
      trigger,
      message,
      dedupe: { key: `${trigger}:${key}`, windowMs: DEDUPE_WINDOW_MS },
    })
    const { run, duplicate } = await submitted.accepted
    return { run, duplicate }
  }

  return async ({ flow, node, slot }) => {
    const deployment = parts.flows.current(flow)
    const trigger = deployment?.compiled.nodes.get(node)
    if (!deployment || !trigger) throw permanent('flow.unknown-flow', { flow })
    if (deployment.paused) return 0
    const poll = Object.hasOwn(parts.polls, trigger.type) ? parts.polls[trigger.type] : undefined
    if (!poll) {
      const message = { body: slotBody(slot), headers: {}, keys: {} }
      const { duplicate } = await accept(deployment, node, message, `slot:${slot}`)
      return duplicate ? 0 : 1
    }
    const name = `${flow}/${node}`
    const { connection } = trigger.settings
    const partner = typeof connection === 'string' ? connection : undefined
    const signal = AbortSignal.timeout(POLL_LIMIT_MS)
    const passage = partner === undefined ? undefined : await parts.enter?.(partner, signal)
    if (passage && !passage.go) {
      parts.log('info', 'a poll waits for its partner', { flow, node, code: passage.error.code })
      return 0
    }
    const polled = poll.poll(trigger.settings as never, {
      signal,
      connection: parts.connection,
      http: (id, request) => parts.http(id, request, { signal, idempotencyKey: `${name}:${slot}` }),
      shared: parts.shared,
      log: (level, message, details = {}) => parts.log(level, message, { ...details, flow, node }),
      accept: (message, key) => accept(deployment, node, message, key),
      cursor: () => parts.engine.cursor(name),
      saveCursor: (cursor) => parts.engine.saveCursor(name, cursor),
    })
    if (!passage) return polled
    return polled.then(
      (count) => {
        passage.leave()
        return count
      },
      (error: unknown) => {
        passage.leave(toErrorData(error))
        throw error
      },
    )
  }
}
