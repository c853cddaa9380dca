import { expect, test } from 'vitest'
import type { Passage } from '#runtime/executor/run-env.ts'
import { errorData } from '#shared/errors/flow-error.ts'
import { type ConnectionLimits, DEFAULT_LIMITS } from '#shared/node/connection-limits.ts'
import { createPartnerGate } from './partner-gate.ts'
import type { Turn } from './protocol.ts'

const unreachable = errorData('connect.unreachable', { host: 'h', reason: 'r' })
const never = new AbortController().signal

function gate(limits: Partial<ConnectionLimits>, turn: Turn = { go: true }) {
  const clock = { now: 1_000_000 }
  const told: string[] = []
  const it = createPartnerGate({
    kernel: {
      async pass({ connection }) {
        told.push(`pass ${connection}`)
        return turn
      },
      async passed({ connection, how }) {
        told.push(`passed ${connection} ${how}`)
      },
      async tripped({ connection }) {
        told.push(`tripped ${connection}`)
      },
    },
    member: 'm',
    clock: () => clock.now,
    log: () => undefined,
  })
  it.configure([{ id: 'a', kind: 'http', values: {}, simulator: false, limits: { ...DEFAULT_LIMITS, ...limits } }])
  return { ...it, clock, told }
}

const leave = (passage: Passage | Promise<Passage>, ...how: Parameters<Extract<Passage, { go: true }>['leave']>) => {
  if (passage instanceof Promise || !passage.go) throw new Error('not free')
  passage.leave(...how)
}

test('a connection without limits asks nobody, and only consecutive failures of the infrastructure open its circuit', () => {
  const it = gate({ breakAfter: 3 })
  const refused = errorData('http.rejected', { host: 'h', status: 400 })
  for (const error of [
    unreachable,
    unreachable,
    undefined,
    unreachable,
    unreachable,
    refused,
    unreachable,
    unreachable,
  ])
    leave(it.enter('a', never), error)
  leave(it.enter('a', never), errorData('bug.unexpected', { reason: 'ours' }))
  expect(it.told).toEqual([])
  leave(it.enter('a', never), unreachable)
  expect(it.told).toEqual(['tripped a'])
  expect(it.enter('a', never)).toMatchObject({ go: false, until: 1_030_000, error: { code: 'connect.circuit-open' } })
  leave(it.enter('unknown', never))
})

test('after the pause the kernel is asked, and when it says so the circuit is closed', async () => {
  const it = gate({ breakAfter: 1 })
  leave(it.enter('a', never), unreachable)
  it.clock.now += 30_000
  const passage = await it.enter('a', never)
  if (!passage.go) throw new Error('turned away')
  passage.leave()
  it.circuits([])
  leave(it.enter('a', never))
  expect(it.told).toEqual(['tripped a', 'pass a', 'passed a ok'])
})

test('breaking after 0 failures means never', () => {
  const it = gate({ breakAfter: 0 })
  for (let i = 0; i < 50; i++) leave(it.enter('a', never), unreachable)
  expect(it.told).toEqual([])
})

test('a call that is given up while it waits or runs gives its place back, once', async () => {
  const it = gate({ concurrency: 1 })
  const abort = new AbortController()
  const passage = await it.enter('a', abort.signal)
  abort.abort()
  if (passage.go) passage.leave('cut')
  expect(it.told).toEqual(['pass a', 'passed a unknown'])
})
