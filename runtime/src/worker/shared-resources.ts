/** Resources that steps of one worker share: pools, sessions, tokens. Opened once for all that wait; forgotten when the opening failed. */
export interface SharedResources {
  get<T>(key: string, open: () => Promise<T>, close?: (it: T) => Promise<void> | void): Promise<T>
  drop(key: string): Promise<void>
  /** Closes everything: connections have changed, or the worker stops. */
  dropAll(): Promise<void>
}

interface Kept {
  readonly opened: Promise<unknown>
  close(it: unknown): Promise<void> | void
}

/** Makes an empty set. */
export function createSharedResources(): SharedResources {
  const kept = new Map<string, Kept>()

  async function drop(key: string): Promise<void> {
    const it = kept.get(key)
    kept.delete(key)
    if (it) await it.opened.then((opened) => it.close(opened)).catch(() => undefined)
  }

  return {
    get<T>(key: string, open: () => Promise<T>, close?: (it: T) => Promise<void> | void): Promise<T> {
      const known = kept.get(key)
      // One key is opened by one kind of caller, so what is kept under it is a T.
      if (known) return known.opened as Promise<T>
      const opened = open()
      kept.set(key, { opened, close: (it) => close?.(it as T) })
      // Another opening may have taken its place meanwhile.
      opened.catch(() => kept.get(key)?.opened === opened && kept.delete(key))
      return opened
    },
    drop,
    async dropAll() {
      await Promise.all([...kept.keys()].map(drop))
    },
  }
}
