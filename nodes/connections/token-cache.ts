/** An access token and how long the partner lets us use it. */
export interface Token {
  readonly value: string
  readonly lifeMs: number
}

/** Tokens by key, kept in one worker. */
export interface TokenCache {
  /** The token of this key; `open` is called once for all that wait, and again shortly before the old one expires. */
  get(key: string, open: () => Promise<Token>): Promise<string>
  /** Forgets a token that the partner refused; a newer one stays. */
  drop(key: string, refused?: string): void
}

/** A token is replaced this long before it expires (domain-vietnam §3.1). */
const REFRESH_BEFORE_MS = 60_000

/** Makes an empty cache. `clock` gives milliseconds that only go forward. */
export function createTokenCache(clock: () => number = () => performance.now()): TokenCache {
  const kept = new Map<string, { readonly value: string; readonly until: number }>()
  const opening = new Map<string, Promise<string>>()

  async function renew(key: string, open: () => Promise<Token>): Promise<string> {
    const asked = clock()
    const { value, lifeMs } = await open()
    // A life of two minutes or less would leave nothing after 60 s are taken off: half of it is used instead.
    const usable = lifeMs > 2 * REFRESH_BEFORE_MS ? lifeMs - REFRESH_BEFORE_MS : lifeMs / 2
    kept.set(key, { value, until: asked + usable })
    return value
  }

  return {
    get(key, open) {
      const known = kept.get(key)
      if (known && clock() < known.until) return Promise.resolve(known.value)
      const running = opening.get(key)
      if (running) return running
      const started = renew(key, open).finally(() => opening.delete(key))
      opening.set(key, started)
      return started
    },
    drop(key, refused) {
      if (refused === undefined || kept.get(key)?.value === refused) kept.delete(key)
    },
  }
}
