import type { Flow, Layout } from '#shared/flow/flow.ts'
import type { Document } from './document.ts'
import type { History } from './history.ts'

/** What is kept in the browser for one flow and user: the history and, while the server has not got them, the edits. */
export interface Kept {
  readonly flow: Flow
  readonly layout: Layout
  readonly hash: string
  /** The hash of what the server held, and its revision. Equal to `hash` when everything was saved. */
  readonly savedHash: string
  readonly revision: number
  readonly history: History
  /** What the server held at `revision`; a copy that an older release kept has none. */
  readonly base?: Document
  /** The published version that the edits were begun on; null when there was none. */
  readonly begunOn?: string | null
}

/** A small store in the browser, by key. A fault of it is never shown as lost work: the draft is on the server. */
export interface Keeper {
  load(key: string): Promise<Kept | undefined>
  save(key: string, kept: Kept): Promise<void>
  forget(key: string): Promise<void>
}

/** The key for one flow and user. */
export function keptKey(flow: string, user: string): string {
  return `${user}/${flow}`
}

/** A keeper that forgets with the page: for browsers that refuse IndexedDB (private windows) and for tests. */
export function createMemoryKeeper(): Keeper {
  const kept = new Map<string, Kept>()
  return {
    load: async (key) => kept.get(key),
    save: async (key, value) => {
      kept.set(key, value)
    },
    forget: async (key) => {
      kept.delete(key)
    },
  }
}

const STORE = 'drafts'

/** A keeper in IndexedDB; where that is refused, one in memory. */
export function createBrowserKeeper(): Keeper {
  const memory = createMemoryKeeper()
  let opening: Promise<IDBDatabase> | undefined
  const run = async <T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    opening ??= openDatabase()
    const database = await opening
    return settled(act(database.transaction(STORE, mode).objectStore(STORE)))
  }
  return {
    async load(key) {
      try {
        // What this code wrote is read as it was written; a fault in it only loses the undo history (see `restore.ts`).
        return ((await run('readonly', (store) => store.get(key))) as Kept | undefined) ?? undefined
      } catch {
        return memory.load(key)
      }
    },
    async save(key, kept) {
      try {
        await run('readwrite', (store) => store.put(kept, key))
      } catch {
        await memory.save(key, kept)
      }
    },
    async forget(key) {
      try {
        await run('readwrite', (store) => store.delete(key))
      } catch {
        await memory.forget(key)
      }
    },
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('lienthong', 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE)
  }
  return settled(request)
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'))
  })
}
