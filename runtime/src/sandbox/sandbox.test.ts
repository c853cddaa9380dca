import { afterAll, describe, expect, test } from 'vitest'
import { FlowError } from '#shared/errors/flow-error.ts'
import { createSandbox, type SandboxEnd } from './sandbox.ts'

const sandbox = createSandbox()
afterAll(() => sandbox.close())
const limits = { ms: 200, mb: 32 }
const fixed = { now: 1_760_000_000_000, seed: 7 }
const run = (code: string, input: unknown = {}, limit = limits): Promise<unknown> =>
  sandbox.run(code, input, limit, fixed)
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    (value) => `value ${JSON.stringify(value)}`,
    (error: unknown) => (error instanceof FlowError ? error.data.code : String(error)),
  )

describe('a script', () => {
  test('gets the message and gives back JSON', async () => {
    expect(
      await run('return { ten: message.body.ten.toUpperCase(), ma: message.body.ma }', {
        body: { ten: 'an', ma: '00123' },
      }),
    ).toEqual({ ten: 'AN', ma: '00123' })
  })
  test('sees the time and chance of its run, so a replay gives the same', async () => {
    const code = 'return [Date.now(), new Date().getTime(), Math.random(), Math.random()]'
    const first = await run(code)
    expect(first).toEqual(await run(code))
    expect((first as number[])[0]).toBe(fixed.now)
  })
  test('that throws names the officer’s own line', async () => {
    const failure = run('const a = 1\nconst b = 2\nthrow new Error("hỏng")')
    await expect(failure).rejects.toMatchObject({
      data: { code: 'script.failed', message: { vi: 'Đoạn mã báo lỗi tại dòng 3: hỏng' } },
    })
  })
  test('with a syntax error is refused with its line', async () => {
    await expect(run('return 1\nreturn }')).rejects.toMatchObject({ data: { code: 'script.failed' } })
  })
})

describe('a hostile script', () => {
  test.each([
    ['for(;;){}', 'script.timeout'],
    ['/(a+)+$/.test("a".repeat(40)+"b")', 'script.timeout'],
    ['const f = () => Promise.resolve().then(f); f(); return new Promise(() => {})', /script\.(failed|timeout|memory)/],
    ['const a = []; for(;;) a.push(new Array(1e6).fill(1))', /script\.(memory|timeout)/],
    ['const m = {}; for (let i = 0; ; i++) m["k" + i] = "x".repeat(1000)', /script\.(memory|timeout)/],
    ['return "x".repeat(20_000_000)', /script\.(result-too-large|memory)/],
  ])('%s ends, and the next script runs', async (code, expected) => {
    expect(await codeOf(run(code))).toMatch(expected)
    expect(await run('return 1')).toBe(1)
  })

  test.each([
    'return this === undefined || this.constructor.constructor("return typeof process")() === "undefined"',
    'return Function("return typeof process")() === "undefined"',
    'return (async () => {}).constructor("return typeof require")().constructor.name === "Promise"',
    'return typeof require === "undefined" && typeof process === "undefined" && typeof fetch === "undefined"',
    'return typeof WebAssembly === "undefined" && typeof SharedArrayBuffer === "undefined" && typeof Atomics === "undefined"',
    'Error.prepareStackTrace = (e, s) => s; return false',
  ])('%s reaches nothing outside', async (code) => {
    expect(await codeOf(run(code))).toMatch(/value true|script\.failed/)
  })

  test('leaves nothing behind for the next message', async () => {
    const leak =
      'try { globalThis.x = (globalThis.x ?? 0) + 1 } catch {} try { Array.prototype.y = 1 } catch {} try { Object.prototype.z = 1 } catch {} return [typeof globalThis.x, [].y ?? 0, ({}).z ?? 0]'
    expect(await run(leak)).toEqual(await run(leak))
    expect(await run('/secret/.exec("secret"); return 1')).toBe(1)
    expect(await run('return [RegExp.lastMatch ?? null, typeof x]')).toEqual([null, 'undefined'])
  })

  test('cannot slow its neighbours beyond its own limit', async () => {
    const results = await Promise.allSettled([run('return 1'), run('for(;;){}'), run('return 3')])
    expect(results.map((it) => it.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  test('that takes the process with it is blamed alone, however many others are answered with it', async () => {
    const greedy = 'const a = []; for(;;) a.push(new Array(1e6).fill(1))'
    const codes = ['return 1', 'return 2', greedy, 'return 4', greedy, 'return 6']
    const results = await Promise.allSettled(codes.map((code) => run(code, {}, { ms: 5000, mb: 8 })))
    expect(results.map((it) => (it.status === 'fulfilled' ? it.value : it.status))).toEqual([
      1,
      2,
      'rejected',
      4,
      'rejected',
      6,
    ])
  })
})

test.each([
  ['for(;;){} for(;;){}', { ms: 100, mb: 32 }, undefined],
  ['/(a+)+$/.test("a".repeat(40)+"b")', { ms: 100, mb: 32 }, undefined],
])('a script that %s is ended inside its process, which is nobody’s death', async (code, limit, end) => {
  const ends: SandboxEnd[] = []
  const own = createSandbox((it) => void ends.push(it))
  await expect(own.run(code, {}, limit, fixed)).rejects.toMatchObject({ data: { code: 'script.timeout' } })
  expect(ends[0]).toEqual(end)
  own.close()
  expect(ends).toEqual([])
})

test('a process that dies of a script is told of with its flow and run', async () => {
  const ends: SandboxEnd[] = []
  const own = createSandbox((it) => void ends.push(it))
  const work = own.run('for (;;) {}', {}, { ms: 60_000, mb: 32 }, { ...fixed, flow: 'luong', run: 'R1' })
  work.catch(() => undefined)
  for (let deaths = 1; deaths <= 2; deaths++) {
    await expect.poll(() => own.pid).toBeDefined()
    process.kill(own.pid ?? 0, 'SIGKILL')
    await expect.poll(() => ends.length).toBe(deaths)
  }
  await expect(work).rejects.toMatchObject({ data: { code: 'script.memory' } })
  expect(ends).toEqual([1, 2].map(() => ({ why: 'died', flow: 'luong', run: 'R1' })))
  own.close()
})

test('every one of very many scripts stays itself', async () => {
  const numbers = Array.from({ length: 520 }, (_, i) => i)
  const all = (): Promise<unknown[]> => Promise.all(numbers.map((i) => run(`return ${i}`)))
  expect(await all()).toEqual(numbers)
  expect(await run('return 0')).toBe(0)
})

test('a process that is killed from outside costs no script its result', async () => {
  await run('return 1')
  const busy = 'const until = message.body; let n = 0; while (n < until) n++; return n'
  const results = [3e7, 1, 2].map((body) => run(busy, { body }, { ms: 5000, mb: 32 }))
  const pid = sandbox.pid
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
  expect(await Promise.all(results)).toEqual([3e7, 1, 2])
  expect(sandbox.pid).not.toBe(pid)
})
