import { hex, type Random } from '../frame/random.ts'

/** A token that the gateway gave out. */
export interface Token {
  readonly value: string
  /** Which credential got it: style `lgsp` needs its header again on every call. */
  readonly style: 'oauth' | 'lgsp'
  readonly secondsLeft: number
}

/** The gateway's book of tokens. */
export interface Tokens {
  /** The same token again, with the seconds that it has left, until it is over: as WSO2 does. */
  issue(style: Token['style']): Token
  find(value: string): Token | 'expired' | undefined
  end(value: string): void
  setSeconds(seconds: number): void
  seconds(): number
  clear(): void
}

/** Makes a book of tokens that last `seconds`. */
export function createTokens(random: Random, clock: () => Date, seconds: number): Tokens {
  const current = new Map<Token['style'], { readonly value: string; readonly end: number }>()
  const known = new Map<string, { readonly style: Token['style']; readonly end: number }>()
  let lasting = seconds
  const left = (end: number): number => Math.ceil((end - clock().getTime()) / 1000)
  return {
    issue: (style) => {
      const live = current.get(style)
      if (live && left(live.end) > 0) return { value: live.value, style, secondsLeft: left(live.end) }
      const value = [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-')
      const end = clock().getTime() + lasting * 1000
      current.set(style, { value, end })
      // the last thousand tokens are enough to tell an expired one from an invented one
      const oldest = known.size >= 1000 ? known.keys().next().value : undefined
      if (oldest !== undefined) known.delete(oldest)
      known.set(value, { style, end })
      return { value, style, secondsLeft: lasting }
    },
    find: (value) => {
      const token = known.get(value)
      if (!token) return undefined
      const secondsLeft = left(token.end)
      return secondsLeft > 0 ? { value, style: token.style, secondsLeft } : 'expired'
    },
    end: (value) => {
      const token = known.get(value)
      if (!token) return
      known.set(value, { style: token.style, end: 0 })
      if (current.get(token.style)?.value === value) current.delete(token.style)
    },
    setSeconds: (value) => {
      lasting = value
    },
    seconds: () => lasting,
    clear: () => {
      current.clear()
      known.clear()
      lasting = seconds
    },
  }
}
