import type { RunId } from './engine.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_DIGITS = 10
const RANDOM_DIGITS = 16

/** Where time and randomness of run ids come from: `now` in milliseconds, `random` fills the bytes it is given. */
export interface RunIdSource {
  now(): number
  random(bytes: Uint8Array<ArrayBuffer>): void
}

/**
 * Makes a generator of run ids in the form of ULID: 48 bits of time and 80 of chance in 26 characters of Crockford's base 32.
 * Ids of one generator grow strictly: within a millisecond, or when the clock steps back, the last id is counted up.
 */
export function createRunIds(source: RunIdSource): () => RunId {
  const bytes = new Uint8Array(RANDOM_DIGITS)
  const digits = new Array<number>(RANDOM_DIGITS).fill(0)
  let time = -1
  let prefix = ''

  const startAt = (at: number): void => {
    time = at
    prefix = timeText(at)
    source.random(bytes)
    for (const [i, byte] of bytes.entries()) digits[i] = byte & 31
  }

  return () => {
    const now = source.now()
    if (now > time) startAt(now)
    // 80 bits of nines in one millisecond: the next millisecond is borrowed rather than an order broken.
    else if (!countUp(digits)) startAt(time + 1)
    let id = prefix
    for (const digit of digits) id += ALPHABET[digit]
    return id
  }
}

function timeText(at: number): string {
  let text = ''
  let rest = Math.floor(at)
  for (let i = 0; i < TIME_DIGITS; i++) {
    text = `${ALPHABET[rest % 32]}${text}`
    rest = Math.floor(rest / 32)
  }
  return text
}

/** Adds one in place; false when it overflowed. */
function countUp(digits: number[]): boolean {
  for (let i = digits.length - 1; i >= 0; i--) {
    const next = (digits[i] ?? 0) + 1
    digits[i] = next & 31
    if (next < 32) return true
  }
  return false
}
