/** A source of numbers in [0, 1); simulators draw everything from one, so equal seeds give equal data. */
export type Random = () => number

/** Makes a repeatable generator (mulberry32) from a seed; equal seeds give equal sequences on every machine. */
export function seededRandom(seed: string | number): Random {
  let state = typeof seed === 'number' ? seed >>> 0 : hash32(seed)
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** FNV-1a, 32 bits, over UTF-16 units. */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Draws one 32-bit seed, so that a part of a simulator has a stream that other parts cannot disturb. */
export function drawSeed(random: Random): number {
  return Math.floor(random() * 4294967296)
}

/** True with probability `p`. */
export function chance(random: Random, p: number): boolean {
  return random() < p
}

/** A whole number between `min` and `max`, both included. */
export function between(random: Random, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1))
}

/** One element of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const found = list[Math.floor(random() * list.length)]
  if (found === undefined) throw new RangeError('pick needs a list that is not empty')
  return found
}

/** `count` decimal digits as text, leading zeros included. */
export function digits(random: Random, count: number): string {
  let text = ''
  for (let i = 0; i < count; i++) text += String(between(random, 0, 9))
  return text
}

/** `count` lower-case hexadecimal digits; looks like a token, is one only for a simulator. */
export function hex(random: Random, count: number): string {
  let text = ''
  for (let i = 0; i < count; i++) text += between(random, 0, 15).toString(16)
  return text
}
