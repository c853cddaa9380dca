/** Resources that steps of one worker share: pools, sessions, tokens. Opened once for all that wait; forgotten when the opening failed. */
export interface SharedResources {
  get<T>(key: string, open: () => Promise<T>, close?: (it: T) => Promise<void> | void): Promise<T>
  /** Forgets and closes what is kept, unless that is not `held` any more: then another has replaced it already. */
  drop(key: string, held: unknown): Promise<void>
  /** Closes everything: connections have changed, or the worker stops. */
  dropAll(): Promise<void>
}

interface Kept {
  readonly opened: Promise<unknown>
  /** What the opening gave, once it has. */
  value?: unknown
  close(it: unknown): Promise<void> | void
}

/** Makes an empty set. */
export function createSharedResources(): SharedResources {
  const kept = new Map<string, Kept>()

  async function closeKept(key: string): Promise<void> {
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
      const entry: Kept = { opened, close: (it) => close?.(it as T) }
      kept.set(key, entry)
      opened.then(
        (it) => {
          entry.value = it
        },
        // Another opening may have taken its place meanwhile.
        () => kept.get(key) === entry && kept.delete(key),
      )
      return opened
    },
    async drop(key, held) {
      if (kept.get(key)?.value === held) await closeKept(key)
    },
    async dropAll() {
      await Promise.all([...kept.keys()].map(closeKept))
    },
  }
}
