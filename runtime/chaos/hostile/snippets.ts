/** What a snippet runs where it has found a way to make functions: says `OUT` when anything of the host is to be seen. */
const LOOK =
  'return [typeof process, typeof require, typeof module, typeof fetch, typeof Deno, typeof Bun, typeof ivm, typeof setTimeout].some((it) => it !== "undefined") ? "OUT" : "in"'

/** Ways to a constructor of functions; a closed realm gives its own, in which nothing of the host is. */
const WAYS: readonly string[] = [
  'Function',
  'this.constructor.constructor',
  'globalThis.constructor.constructor',
  '(function () {}).constructor',
  '(() => {}).constructor',
  '(class {}).constructor',
  'message.constructor.constructor',
  'message.body.constructor.constructor',
  '"".constructor.constructor',
  '(0).constructor.constructor',
  '(0n).constructor.constructor',
  'Symbol.iterator.constructor.constructor',
  '[].map.constructor',
  '/a/.exec.constructor',
  'JSON.parse.constructor',
  'Math.random.constructor',
  'Date.now.constructor',
  'Promise.resolve().then.constructor',
  'new Proxy(function () {}, {}).constructor',
  'Reflect.getPrototypeOf(function () {}).constructor',
  'Object.getOwnPropertyDescriptor(Object.getPrototypeOf(() => {}), "constructor").value',
  'new Map().get.constructor',
  'new Uint8Array(1).subarray.constructor',
  'Object.assign.bind({}).constructor',
  '((strings) => strings)`a`.map.constructor',
  '[...(function* () { yield Function })()][0]',
]

/** What reaches outside, if anything does. */
const ESCAPES: readonly string[] = [
  ...WAYS.map((way) => `return (${way})(${JSON.stringify(LOOK)})()`),
  'try { null.x } catch (error) { return error.constructor.constructor("return typeof process")() === "undefined" ? "in" : "OUT" }',
  'const f = () => { try { return f() } catch (error) { return error.constructor.constructor("return typeof process")() } }; return f() === "undefined" ? "in" : "OUT"',
  'Error.prepareStackTrace = (_, sites) => sites.map((it) => it.getThis?.() ?? it.getFunction?.()); return [].concat(new Error().stack).some((it) => it?.process) ? "OUT" : "in"',
  'class X extends Array { static get [Symbol.species]() { return Function } } try { return typeof new X(1).map((it) => it)().process === "object" ? "OUT" : "in" } catch { return "in" }',
  'return Object.getOwnPropertyNames(globalThis).some((it) => /^(process|require|ivm|_ivm|isolate)$/.test(it)) ? "OUT" : "in"',
  'return eval("typeof process") === "undefined" ? "in" : "OUT"',
  'return (0, eval)("typeof require") === "undefined" ? "in" : "OUT"',
  'return import("node:fs").then(() => "OUT")',
  'return import.meta.url',
  'return new WebSocket("ws://127.0.0.1").url + "OUT"',
  'return arguments.callee?.caller?.constructor("return typeof process")() === "object" ? "OUT" : "in"',
  'return new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) ? "OUT" : "in"',
  'return [].constructor.from({ length: 1 }, () => this?.process).some(Boolean) ? "OUT" : "in"',
  'return Object.prototype.__lookupGetter__("__proto__").call(message).constructor.constructor("return typeof process")() === "undefined" ? "in" : "OUT"',
  'return structuredClone({}) && "in"',
  'return (async function* () {})().next().constructor.constructor("return typeof process")() === "undefined" ? "in" : "OUT"',
]

/** What never ends by itself or takes all memory. */
const BOMBS: readonly string[] = [
  'for(;;);',
  'while (true) {}',
  'const f = () => f(); return f()',
  'const f = () => Promise.resolve().then(f); f(); for(;;);',
  'return new Promise(() => {})',
  'return /(a+)+$/.test("a".repeat(60) + "b")',
  'return "a".repeat(1e6).replace(/(.*)*x/, "")',
  'return [..."x".repeat(1e7)].sort(() => Math.random() - 0.5).length',
  'const a = []; for(;;) a.push(new Array(1e6).fill(1.5))',
  'let s = "x"; for(;;) s += s + Math.random()',
  'const a = []; for(;;) a.push(new Uint8Array(1e8))',
  'const a = {}; let b = a; for(;;) b = b.x = { y: new Array(100).fill(0) }',
  'const m = new Map(); for (let i = 0; ; i++) m.set("k" + i, "x".repeat(1000) + i)',
  'return "x".repeat(500_000_000)',
  'return new Array(10_000_000).fill(1)',
  'let a = []; for (let i = 0; i < 1_000_000; i++) a = [a]; return a',
  'return { toJSON() { for(;;); } }',
  'return { get a() { for(;;); } }',
]

/** Sixty snippets of hostile code: escapes first, then bombs. */
export const SNIPPETS: readonly string[] = [...ESCAPES, ...BOMBS]
