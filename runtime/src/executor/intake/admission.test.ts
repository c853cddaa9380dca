import { expect, test } from 'vitest'
import type { FlowSettings } from '#shared/flow/flow.ts'
import type { CompiledFlow } from '../compile.ts'
import { createAdmission, type WorkerSlot } from './admission.ts'

/** Admission over flows that only have settings; each can be changed as a new deployment does. */
function admission(settings: Record<string, FlowSettings>, slot: WorkerSlot = { index: 0, count: 1 }) {
  const clock = { now: 1_000_000 }
  const deployed = new Map<string, { unit: string; paused: boolean; compiled: CompiledFlow }>()
  const deploy = (id: string, { limits = {}, priority = 'normal', durability }: FlowSettings): void => {
    const compiled = {
      flow: { format: 1, id, title: id, nodes: {} },
      limits,
      priority,
      stored: durability !== 'none',
    } as unknown as CompiledFlow
    deployed.set(id, { unit: '', paused: false, compiled })
  }
  for (const [id, it] of Object.entries(settings)) deploy(id, it)
  const flows = { current: (id: string) => deployed.get(id), all: () => [...deployed.values()] }
  const it = createAdmission({ flows, slot, mostOfOneFlow: 50, clock: () => clock.now })
  const begin = (flow: string): boolean => {
    const admitted = it.admits(flow)
    if (admitted) it.began(flow)
    return admitted
  }
  const beginAll = (flow: string, tries = 100): number =>
    Array.from({ length: tries }, () => begin(flow)).filter(Boolean).length
  return { ...it, begin, beginAll, deploy, clock }
}

test('a flow without limits is bounded only so that it leaves room for others, and claims are not shared out', () => {
  const it = admission({ a: {}, b: {} })
  expect(it.sharing()).toBeUndefined()
  expect(it.beginAll('a')).toBe(50)
  expect(it.begin('b')).toBe(true)
  expect(it.sharing()?.flows).toEqual(new Map([['a', { weight: 4, room: 0 }]]))
})

test('newcomers stand behind those in line until the line is empty', () => {
  const it = admission({ a: { limits: { running: 2 } } })
  expect(it.beginAll('a', 3)).toBe(2)
  expect(it.ended('a')).toBe(true)
  expect(it.begin('a')).toBe(false)
  expect(it.takes('a')).toBe(true)
  const sharing = it.sharing()
  if (!sharing) throw new Error('not shared')
  expect(sharing.flows.get('a')?.room).toBe(1)
  it.claimed(sharing, ['a'])
  expect(it.begin('a')).toBe(false)
  it.claimed(sharing, [])
  expect(it.begin('a')).toBe(true)
})

test('a flow that stores nothing has no line: the next one begins as soon as there is room', () => {
  const it = admission({ a: { limits: { running: 1 }, durability: 'none' } })
  expect([it.begin('a'), it.begin('a')]).toEqual([true, false])
  it.ended('a')
  expect(it.begin('a')).toBe(true)
})

test('what the workers of an installation may run together is the limit, however it divides', () => {
  for (const running of [1, 2, 3, 7, 8])
    for (const flow of ['a', 'b', 'luong-dai']) {
      const parts = [0, 1, 2].map((index) =>
        admission({ [flow]: { limits: { running } } }, { index, count: 3 }).beginAll(flow),
      )
      expect(parts.reduce((a, b) => a + b)).toBe(running)
    }
})

test('a rate holds over a minute, does not come in one burst, and is divided between workers', () => {
  const began = [0, 1].map((index) => {
    const it = admission({ a: { limits: { rate: 600, per: 'minute' } } }, { index, count: 2 })
    const first = it.beginAll('a', 100)
    expect(first).toBe(5)
    let all = first
    for (let second = 1; second <= 60; second++) {
      it.clock.now += 1000
      for (let i = 0; i < first * 10; i++) {
        it.ended('a')
        if (it.takes('a')) {
          all++
          it.began('a')
        }
      }
    }
    return all
  })
  const total = began.reduce((a, b) => a + b)
  expect(total).toBeGreaterThanOrEqual(600)
  expect(total).toBeLessThanOrEqual(610)
})

test('a new deployment changes the limits at once and does not fill the bucket again', () => {
  const it = admission({ a: { limits: { rate: 10 } } })
  expect(it.beginAll('a')).toBe(10)
  it.deploy('a', { limits: { rate: 10, running: 30 }, priority: 'high' })
  expect(it.takes('a')).toBe(false)
  expect(it.sharing()?.flows.get('a')).toEqual({ weight: 16, room: 0 })
  it.deploy('a', {})
  expect(it.takes('a')).toBe(true)
})
