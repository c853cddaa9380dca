/** Numbers from 0 to below 1 that depend on the seed only (xmurmur3 hash into sfc32): not for secrets, equal on every replay. */
export function seededRandom(seed: string): () => number {
  let h = 1779033703 ^ seed.length
  for (let i = 0; i < seed.length; i++) {
    h = Math.imul(h ^ seed.charCodeAt(i), 3432918353)
    h = (h << 13) | (h >>> 19)
  }
  const word = (): number => {
    h = Math.imul(h ^ (h >>> 16), 2246822507)
    h = Math.imul(h ^ (h >>> 13), 3266489909)
    h ^= h >>> 16
    return h >>> 0
  }
  let a = word()
  let b = word()
  let c = word()
  let d = word()
  const next = (): number => {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** Shuffles a copy (inside-out Fisher–Yates, as JSONata does) with the given source of chance. */
export function shuffled(items: readonly unknown[], random: () => number): unknown[] {
  const result: unknown[] = []
  items.forEach((item, i) => {
    const j = Math.floor(random() * (i + 1))
    if (i !== j) result[i] = result[j]
    result[j] = item
  })
  return result
}
