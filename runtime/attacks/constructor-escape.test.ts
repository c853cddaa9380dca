import { expect, test } from 'vitest'
import { useScripts } from './scripts.ts'

const { attempt } = useScripts()

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
