import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { alive, atOnce, type FlowFile, flowOf, unharmed, useInstallation } from './installation.ts'

// Acceptance cases 20–26, through published flows with a script node.
const scriptFlow = (id: string, code: string, more: Record<string, unknown> = {}): FlowFile =>
  flowOf(
    id,
    { accepts: 'json' },
    { ma: { use: 'script@1', settings: { code, ms: 300, ...more } }, 'tra-loi': { use: 'http-reply@1' } },
  )

const system = useInstallation(async (it) => {
  // The script of the message itself: one flow tries them all.
  await it.publish(scriptFlow('thu', 'return [String((0, Function)("message", message.body.code)(message))]'))
  await it.publish(scriptFlow('hang-xom', 'return { tong: message.body.a + 1 }', { ms: 2000 }))
})

const attempt = (code: string) => system().send('/thu', { body: { code } })

/** A neighbour's script, soon after: the sandbox is there again. */
async function neighbour(limitMs = 1500): Promise<void> {
  const answer = await system().send('/hang-xom', { body: { a: 1 } })
  expect(answer.body).toEqual({ tong: 2 })
  atOnce(answer.ms, limitMs)
  await unharmed(system())
}

const GET = 'const p = typeof process !== "undefined" && process; return p ? "OUT " + p.pid : "nothing"'
const OUTSIDE = '"return typeof process + typeof require + typeof fetch + typeof module"'

test.each([
  GET,
  `return this.constructor.constructor(${OUTSIDE})()`,
  `return (function(){}).constructor(${OUTSIDE})()`,
  `return (async () => {}).constructor(${OUTSIDE})().constructor.name`,
  `return (function*(){}).constructor(${OUTSIDE})().next().value`,
  `return message.constructor.constructor(${OUTSIDE})()`,
  `return message.body.code.constructor.constructor(${OUTSIDE})()`,
  `return Reflect.construct(Function, [${OUTSIDE}])()`,
  `return [].map.constructor(${OUTSIDE})()`,
  `return Object.getPrototypeOf(Object.getPrototypeOf(async function*(){})).constructor(${OUTSIDE})()`,
  'try { null.x } catch (e) { return e.constructor.constructor("return typeof process")() }',
  'const f = () => { try { f() } catch (e) { return e.constructor.constructor("return typeof process")() } }; return f()',
  'Error.prepareStackTrace = (_, s) => s.map((x) => x.getThis?.()); return String(new Error().stack)',
  'Error.stackTraceLimit = Infinity; return new Error().stack',
  'return new Proxy({}, { get: (_, k) => k === "constructor" ? Function : 0 }).constructor("return typeof process")()',
  'class X extends Array { static get [Symbol.species]() { return Function } } try { return String(new X(1).map((x) => x)) } catch (e) { return e.message }',
  'return ((s) => s.constructor.constructor("return typeof process")())`a`',
  'return eval("typeof process + typeof require")',
  'return (0, eval)("typeof process + typeof module")',
  'return typeof WebAssembly + typeof SharedArrayBuffer + typeof Atomics + typeof setTimeout + typeof queueMicrotask',
  'return Object.getOwnPropertyNames(globalThis).filter((n) => /ivm|isolate|_|process|require|ref/i.test(n)).join()',
  'return arguments.callee?.caller',
  'return import("node:fs")',
  'return import.meta.url',
  'return typeof globalThis.__proto__.constructor.constructor("return typeof process")()',
  'with ({}) { return typeof process }',
  'return String(Object.getOwnPropertyDescriptor(Function.prototype, "caller")?.get?.call?.(Function))',
  'return new Function("return this.process")()',
])('escape %#: %s', async (code) => {
  const answer = await attempt(code)
  const said = JSON.stringify(answer.body)
  expect(said).not.toMatch(
    /OUT \d|\["object|object(?:function|undefined)|undefinedfunction|node:|file:\/\/|\/runtime\/src|LIENTHONG/,
  )
  expect([200, 422]).toContain(answer.status)
  if (answer.status !== 200) expect(answer.body.code).toMatch(/^script\./)
})

test('no module, no network and no binding can be reached', async () => {
  for (const code of [
    'require("fs")',
    'process.binding("fs")',
    'fetch("http://127.0.0.1")',
    'new WebSocket("ws://a")',
  ]) {
    const answer = await attempt(`return ${code}`)
    expect(answer).toMatchObject({ status: 422, body: { code: 'script.failed' } })
  }
  await neighbour()
})

test.each([
  'for(;;);',
  'return /(a+)+$/.test("a".repeat(50) + "b")',
  'const f = () => Promise.resolve().then(f); f(); for(;;);',
  'return "a".repeat(1e6).replace(/(.*)*x/, "")',
  'return new Array(1e9).fill(0).sort().length',
])('%s is ended at its deadline', async (code) => {
  const answer = await attempt(code)
  expect(answer.body.code).toMatch(/^script\.(timeout|memory)$/)
  atOnce(answer.ms, 4000)
  await neighbour()
})

test('what never settles is refused', async () => {
  await system().publish(scriptFlow('hua', 'return new Promise(() => {})'))
  await system().publish(scriptFlow('hua-sau', 'return (async () => { await null; for(;;); })()'))
  for (const id of ['hua', 'hua-sau']) {
    const answer = await system().send(`/${id}`, { body: {} })
    expect(answer.body.code).toMatch(/^script\.(failed|timeout)$/)
    atOnce(answer.ms, 4000)
  }
  await neighbour()
})

test.each([
  'const a = []; for(;;) a.push(new Array(1e6).fill(1.5))',
  'let s = "x"; for(;;) s += s + Math.random()',
  'const a = []; for(;;) a.push(new Uint8Array(1e8))',
  'const m = new Map(); for (let i = 0; ; i++) m.set("k" + i, "x".repeat(1000) + i)',
  'const a = {}; let b = a; for(;;) b = b.x = { y: new Array(100).fill(0) }',
  'return new Array(2 ** 29).join("ab")',
])('memory bomb %s kills the sandbox at most', { timeout: 20_000 }, async (code) => {
  const attacked = system().send('/thu', { body: { code } })
  await unharmed(system())
  const answer = await attacked
  expect(answer.body.code).toMatch(/^script\.(memory|timeout|failed|result-too-large)$/)
  await neighbour(2500)
})

test('a sandbox that dies under a script stands in the audit trail, once a minute, with flow and run', async () => {
  const busy = 'let n = 0; while (n < 4e8) n++; return { n }'
  await system().publish(scriptFlow('ban', busy, { ms: 20_000 }))
  const worker = system().workerPids().at(-1) ?? 0
  for (let death = 0; death < 2; death++) {
    const answer = system().send('/ban', { body: {} })
    await new Promise((resolve) => setTimeout(resolve, 100))
    for (const pid of childrenOf(worker)) process.kill(pid, 'SIGKILL')
    // Scripts are pure: it is simply run again.
    expect((await answer).body).toEqual({ n: 4e8 })
  }
  await neighbour(2500)
  const { body } = await system().call('GET', '/audit')
  const own = body.entries.filter(
    (it: { action: string; target: string }) => it.target === 'ban' && /^sandbox/.test(it.action),
  )
  expect(own).toMatchObject([
    { action: 'sandbox.killed', details: { times: 1, run: expect.stringMatching(/^[0-9A-Z]{26}$/) } },
  ])
})

test.each([
  ['return "x".repeat(200_000_000)', /result-too-large|memory|timeout|failed/],
  ['return new Array(10_000_000).fill(1)', /result-too-large|memory|timeout/],
  ['let a = []; for (let i = 0; i < 5000; i++) a = [a]; return a', /^json\.too-deep$|failed/],
  ['let a = []; for (let i = 0; i < 1_000_000; i++) a = [a]; return a', /failed|memory/],
  ['return { toJSON() { return "x".repeat(50_000_000) } }', /result-too-large|memory/],
  ['const a = {}; a.a = a; return a', /failed/],
  ['return 1n', /failed/],
  ['return () => 1', /failed|wrong-shape/],
])('the result of %s is refused', async (code, expected) => {
  await system().publish(scriptFlow('ket-qua', code, { ms: 2000 }))
  const answer = await system().send('/ket-qua', { body: {} })
  expect(answer.body.code).toMatch(expected)
  await neighbour(2500)
})

test('no flow leaves anything behind for another one or for its own next message', async () => {
  const dirty = `
    for (const make of [() => { globalThis.dau = 1 }, () => { Object.prototype.dau = 1 }, () => { Array.prototype.map = () => ['dau'] },
      () => { JSON.stringify = () => '"dau"' }, () => { JSON.parse = () => 'dau' }, () => { Math.random = () => 0.5 }, () => { Date.now = () => 1 },
      () => { String.prototype.trim.x = 1 }, () => { Symbol.iterator.x = 1 }, () => { Object.setPrototypeOf(Object.prototype, { dau: 1 }) }])
      try { make() } catch {}
    return [typeof dau, ({}).dau ?? 0, [1].map((x) => x)[0], JSON.stringify({ a: 1 }), Date.now() > 1e12, message.body.lan]`
  await system().publish(scriptFlow('ban', dirty, { ms: 2000 }))
  await system().publish(
    scriptFlow(
      'sach',
      'return [typeof dau, ({}).dau ?? 0, [1].map((x) => x)[0], JSON.stringify({ a: 1 }), Date.now() > 1e12]',
      { ms: 2000 },
    ),
  )
  const first = await system().send('/ban', { body: { lan: 1 } })
  const second = await system().send('/ban', { body: { lan: 1 } })
  expect(second.body).toEqual(first.body)
  expect((await system().send('/sach', { body: {} })).body).toEqual(['undefined', 0, 1, '{"a":1}', true])
})

test('a flood of log lines is no way out', async () => {
  const answer = await attempt('for (let i = 0; i < 1e7; i++) console.log("x".repeat(1000)); return 1')
  expect(answer.body.code).toBe('script.failed')
  expect(system().log().length).toBeLessThan(5_000_000)
})

test('ten hostile and ten good messages at once: the good ones are all answered', { timeout: 30_000 }, async () => {
  const bad = Array.from({ length: 10 }, () => attempt('for(;;);'))
  const good = Array.from({ length: 10 }, (_, i) => system().send('/hang-xom', { body: { a: i } }))
  await unharmed(system())
  expect((await Promise.all(good)).map((it) => it.body.tong)).toEqual(Array.from({ length: 10 }, (_, i) => i + 1))
  expect((await Promise.all(bad)).map((it) => it.body.code)).toEqual(Array(10).fill('script.timeout'))
})

test('the sandbox holds no environment and no right to files', () => {
  const sandboxes = childrenOf(system().workerPids()[0] ?? 0)
  expect(sandboxes.length).toBeGreaterThan(0)
  for (const pid of sandboxes) {
    expect(alive(pid)).toBe(true)
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe('')
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('--permission')
  }
})

function childrenOf(pid: number): readonly number[] {
  const file = join('/proc', String(pid), 'task', String(pid), 'children')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}
