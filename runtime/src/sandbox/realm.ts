/**
 * Runs inside each isolate before any foreign code: takes away what is not needed, makes time and chance belong to the run,
 * and freezes everything reachable, so that one message can leave nothing behind for the next (acceptance case 25).
 * Gives a function `(now, seed) => void` that sets time and chance for the next call.
 */
export const realmSetup = `
'use strict';
(() => {
  const gone = ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'FinalizationRegistry', 'WeakRef', 'Intl', 'console'];
  for (const name of gone) delete globalThis[name];
  for (const name of Object.getOwnPropertyNames(RegExp)) {
    if (/^(\\$.*|input|lastMatch|lastParen|leftContext|rightContext)$/.test(name)) delete RegExp[name];
  }
  let now = 0;
  let state = 1;
  const RealDate = Date;
  const FixedDate = function Date(...parts) {
    if (!new.target) return new RealDate(now).toString();
    return Reflect.construct(RealDate, parts.length === 0 ? [now] : parts, new.target === FixedDate ? FixedDate : new.target);
  };
  FixedDate.prototype = RealDate.prototype;
  Object.defineProperty(RealDate.prototype, 'constructor', { value: FixedDate });
  FixedDate.now = () => now;
  FixedDate.parse = RealDate.parse;
  FixedDate.UTC = RealDate.UTC;
  Object.defineProperty(globalThis, 'Date', { value: FixedDate });
  Math.random = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const seen = new Set();
  const open = [globalThis, (async () => {}).constructor, (function* () {}).constructor, (async function* () {}).constructor,
    Object.getPrototypeOf([][Symbol.iterator]()), Object.getPrototypeOf(''[Symbol.iterator]()), Object.getPrototypeOf(new Map().entries()),
    Object.getPrototypeOf(new Set().values()), Object.getPrototypeOf(/a/[Symbol.matchAll]('')), Object.getPrototypeOf(Int8Array)];
  while (open.length > 0) {
    const it = open.pop();
    if ((typeof it !== 'object' && typeof it !== 'function') || it === null || seen.has(it)) continue;
    seen.add(it);
    open.push(Object.getPrototypeOf(it));
    for (const property of Object.values(Object.getOwnPropertyDescriptors(it))) open.push(property.value, property.get, property.set);
    for (const symbol of Object.getOwnPropertySymbols(it)) open.push(Object.getOwnPropertyDescriptor(it, symbol).value);
  }
  for (const it of seen) if (it !== globalThis) Object.freeze(it);
  return (instant, seed) => { now = instant; state = seed | 0; };
})()
`

/** Wraps an officer's code as the body of a function of `message`; parse errors point at the officer's own lines. */
export function wrapScript(code: string): string {
  return `'use strict';(function (message) {\n${code}\n})`
}

/** Glue that parses the input, calls the script and measures the result inside the isolate. */
export const callGlue = `
'use strict';
((script, reset, limit) => {
  const { parse, stringify } = JSON;
  return (input, now, seed) => {
    reset(now, seed);
    const result = script(parse(input));
    if (typeof result === 'object' && result !== null && typeof result.then === 'function') throw new TypeError('the script returned a Promise');
    const text = stringify(result === undefined ? null : result);
    if (text === undefined) throw new TypeError('the result is not JSON');
    if (text.length > limit) throw new RangeError('result-too-large');
    return text;
  };
})
`
