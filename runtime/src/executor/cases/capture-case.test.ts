import { expect, test } from 'vitest'
import type { TestCase } from '#shared/api/test-cases.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { effect, flow, world } from '../testing/world.ts'
import { captureCase } from './capture-case.ts'
import { runCase } from './run-cases.ts'

const split = () =>
  flow({
    hoi: effect('hoi', 'hoi', ['tach']),
    tach: { use: 'splitter@1', settings: { over: 'ds' }, to: { out: ['gui'] } },
    gui: effect('gui', 'gui', ['gop']),
    gop: { use: 'aggregator@1', to: { out: ['tra'] } },
    tra: { use: 'http-reply@1' },
  })

/** Runs a message to its end, makes a case of it, and runs that on a flow. */
async function captured(it: ReturnType<typeof world>, body: unknown, ends: string, mask = false) {
  const { run } = it.send(body)
  await it.until(run, ends)
  const parts = { ...it.parts, engine: it.engine, flows: it.flows }
  const made = await captureCase({ run, mask }, parts)
  if (!made) throw new Error('no case')
  const check = (changed: Flow, one: TestCase = made.case) => runCase(changed, { name: 'x', case: one }, it.parts)
  return { made, check }
}

test('a run becomes a case that holds on its version, with one stub for each different answer, and asks nobody', async () => {
  const it = world([split()])
  it.outside.script.set('hoi', [() => ({ ds: [{ ma: 1 }, { ma: 2 }, { ma: 2 }] })])
  it.outside.script.set('gui', [() => 'một', () => 'hai', () => 'ba'])
  const { made, check } = await captured(it, { hoi: true }, 'done')
  const calls = it.outside.calls.length
  expect(Object.keys(made.case.stubs)).toEqual(['hoi', 'gui[tach:0]', 'gui[tach:1]', 'gui[tach:2]'])
  expect(made.case.expect).toMatchObject({
    status: 'done',
    reply: { status: 200, body: ['một', 'hai', 'ba'] },
    steps: { hoi: { input: { hoi: true } }, gui: { times: 3 }, 'gui[tach:1]': { input: { ma: 2 } } },
  })
  expect([made.unanswered, made.differs]).toEqual([[], []])
  expect(await check(split())).toMatchObject({ ok: true, differences: [] })
  expect(it.outside.calls).toHaveLength(calls)
})

test('a case shows what a change of the flow changes for the outside', async () => {
  const it = world([split()])
  it.outside.script.set('hoi', [() => ({ ds: [{ ma: 1 }] })])
  const { check } = await captured(it, {}, 'done')
  const draft = split()
  const without = { ...draft, nodes: { ...draft.nodes, hoi: effect('hoi', 'hoi', ['gop']) } }
  const { ok, differences } = await check(without)
  expect(ok).toBe(false)
  expect(differences.map(({ place }) => place)).toContain('steps.gui')
})

test('the failure of a partner becomes a stub that fails, and the case expects it', async () => {
  const it = world([flow({ a: effect('hoi', 'a', ['b'], { retry: 'khong' }), b: effect('gui', 'b') })])
  it.outside.script.set('a', [() => permanent('http.rejected', { host: 'h', status: 400 })])
  const { made, check } = await captured(it, 1, 'failed')
  expect(made.case).toMatchObject({
    stubs: { a: { error: 'http.rejected' } },
    expect: { status: 'failed', steps: { a: { status: 'failed', error: 'http.rejected' } }, notReached: ['b'] },
  })
  expect((await check(it.flow)).ok).toBe(true)
})

test('times and ids are left open, so that a case holds on another day', async () => {
  const reply = {
    use: 'http-reply@1',
    settings: { content: 'value', body: { expr: '{ "luc": $now(), "ma": $run.id, "co": ma }' } },
  }
  const it = world([flow({ tra: reply })])
  const { made, check } = await captured(it, { ma: 7 }, 'done')
  expect(made.case.expect.reply).toEqual({ status: 200, body: { co: 7 } })
  expect((await check(it.flow)).ok).toBe(true)
})

test('a masked case holds as well, and nothing of the person is in it', async () => {
  const it = world([flow({ a: effect('hoi', 'a', ['tra']), tra: { use: 'http-reply@1' } })])
  const person = { hoTen: 'Trần Thị Ví Dụ', cccd: '001085000123' }
  it.outside.script.set('a', [() => ({ loiChao: `Chào ${person.hoTen}`, ...person })])
  const { made, check } = await captured(it, person, 'done', true)
  expect(made.masked).toEqual({ name: 1, identity: 1 })
  expect(JSON.stringify(made.case)).not.toMatch(/Ví Dụ|001085000123/)
  expect(made.case.expect.steps.a?.input).toEqual(made.case.input.body)
  expect((await check(it.flow)).ok).toBe(true)
})

test('an effect that never got an answer is named, and has no stub', async () => {
  const it = world([flow({ a: effect('gui', 'a') })])
  it.outside.script.set('a', [() => permanent('connect.cut', { host: 'h' })])
  const { made } = await captured(it, 1, 'in-doubt')
  expect([made.unanswered, made.case.stubs]).toEqual([['a'], {}])
})
