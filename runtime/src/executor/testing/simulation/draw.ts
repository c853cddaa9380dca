/** Chance from a seed: the same seed, the same draws. */
export interface Draw {
  /** From 0 (included) to 1 (excluded). */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  /** True in this share of all draws. */
  hits(share: number): boolean
  pick<T>(from: readonly T[]): T | undefined
  bytes(into: Uint8Array): void
}

/** Makes a source of chance (mulberry32). */
export function drawFromSeed(seed: number): Draw {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let it = Math.imul(state ^ (state >>> 15), 1 | state)
    it = (it + Math.imul(it ^ (it >>> 7), 61 | it)) ^ it
    return ((it ^ (it >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    between,
    hits: (share) => next() < share,
    pick: (from) => from[between(0, from.length - 1)],
    bytes(into) {
      for (let i = 0; i < into.length; i++) into[i] = between(0, 255)
    },
  }
}
