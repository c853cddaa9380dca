import { expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '#shared/node/connection-limits.ts'
import type { CircuitStore, StoredCircuit } from './circuit-store.ts'
import { createCircuits } from './circuits.ts'

const PAUSE = 30_000
const reason = { vi: 'hỏng', en: 'broken' }
const fault = { how: 'fault', reason } as const

function memoryStore(): CircuitStore & { readonly kept: Map<string, StoredCircuit> } {
  const kept = new Map<string, StoredCircuit>()
  return {
    kept,
    all: () => new Map(kept),
    put: (connection, circuit) => void kept.set(connection, circuit),
    remove: (connection) => void kept.delete(connection),
  }
}

function circuits(store = memoryStore()) {
  const clock = { now: 1_000_000 }
  const changes: string[] = []
  const it = createCircuits({
    limits: () => DEFAULT_LIMITS,
    store,
    clock: () => clock.now,
    changed: (connection, state) => changes.push(`${connection} ${state}`),
  })
  return { ...it, clock, changes, store }
}

test('an open circuit lets nobody through until its pause is over, then one trial at a time', () => {
  const it = circuits()
  expect(it.ask('a', '1')).toEqual({ go: true })
  it.trip('a', reason)
  it.trip('a', reason)
  expect(it.of('a')).toEqual({ state: 'open', since: 1_000_000, until: 1_000_000 + PAUSE, reason })
  expect(it.ask('a', '1')).toEqual({ go: false, until: 1_000_000 + PAUSE })
  expect(it.ask('b', '1')).toEqual({ go: true })
  it.clock.now += PAUSE
  expect(it.of('a')?.state).toBe('half-open')
  expect(it.ask('a', '2')).toEqual({ go: true })
  expect(it.ask('a', '3').go).toBe(false)
  it.tell('a', '3', { how: 'ok' })
  expect(it.of('a')).toBeDefined()
  it.tell('a', '2', { how: 'ok' })
  expect([it.of('a'), it.states()]).toEqual([undefined, []])
  expect(it.changes).toEqual(['a open', 'a closed'])
})

test('each failed trial doubles the pause, up to ten times the first one', () => {
  const it = circuits()
  it.trip('a', reason)
  const pauses = Array.from({ length: 6 }, (_, i) => {
    it.clock.now = it.of('a')?.until ?? 0
    it.ask('a', `t${i}`)
    it.tell('a', `t${i}`, fault)
    return ((it.of('a')?.until ?? 0) - it.clock.now) / PAUSE
  })
  expect(pauses).toEqual([2, 4, 8, 10, 10, 10])
})

test('a trial of which nobody knows how it went leaves the place to the next, also when its worker died', () => {
  const it = circuits()
  it.trip('a', reason)
  it.clock.now += PAUSE
  expect(it.ask('a', '1').go).toBe(true)
  it.tell('a', '1', { how: 'unknown' })
  expect(it.ask('a', '2').go).toBe(true)
  it.clock.now += 600_000
  expect(it.ask('a', '3').go).toBe(true)
})

test('a person may have it tried at once', () => {
  const it = circuits()
  expect(it.tryNow('a')).toBe(false)
  it.trip('a', reason)
  expect(it.tryNow('a')).toBe(true)
  expect(it.of('a')?.state).toBe('half-open')
  expect(it.ask('a', '1').go).toBe(true)
})

test('a restart finds the circuit as it was: the pause goes on, then one trial, and a failed one doubles it', () => {
  const before = circuits()
  before.trip('a', reason)
  const it = circuits(before.store)
  expect(it.of('a')).toEqual(before.of('a'))
  expect(it.ask('a', '1')).toEqual({ go: false, until: 1_000_000 + PAUSE })
  it.clock.now += PAUSE
  const late = circuits(it.store)
  late.clock.now = it.clock.now
  expect([late.ask('a', '2').go, late.ask('a', '3').go]).toEqual([true, false])
  late.tell('a', '2', fault)
  expect(late.of('a')?.until).toBe(late.clock.now + 2 * PAUSE)
  expect(late.store.kept.get('a')).toMatchObject({ until: late.of('a')?.until, pauseMs: 2 * PAUSE })
  late.clock.now += 2 * PAUSE
  late.ask('a', '4')
  late.tell('a', '4', { how: 'ok' })
  expect(circuits(late.store).states()).toEqual([])
})

test('a clock that is set back an hour keeps nobody waiting for longer than the pause', () => {
  const it = circuits()
  it.trip('a', reason)
  it.clock.now -= 3_600_000
  expect(it.ask('a', '1')).toEqual({ go: false, until: it.clock.now + PAUSE })
  it.clock.now += PAUSE
  expect(it.ask('a', '2').go).toBe(true)
})
