/** When the page was last loaded anew for a missing part, in ms since 1970. */
const KEY = 'lienthong.reloaded'
/** A part that is missing again so soon after is missing for another reason; the error screen then says so. */
const ONCE_IN_MS = 60_000

/** What the page needs to load itself anew. */
export interface ReloadParts {
  readonly page: Pick<EventTarget, 'addEventListener'>
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
  readonly now: () => number
  readonly reload: () => void
}

/**
 * Loads the page anew when one of its parts is no longer at the server: after an upgrade, parts have other names than the open
 * page knows. Edits survive, for the editor keeps them in the browser. At most once a minute.
 */
export function reloadAfterUpgrade({ page, storage, now, reload }: ReloadParts): void {
  page.addEventListener('vite:preloadError', (event) => {
    const before = readNumber(storage)
    if (now() - before < ONCE_IN_MS || !remember(storage, now())) return
    event.preventDefault()
    reload()
  })
}

function readNumber(storage: ReloadParts['storage']): number {
  try {
    return Number(storage.getItem(KEY) ?? 0) || 0
  } catch {
    return 0
  }
}

/** False where the browser stores nothing: without memory the page could reload for ever. */
function remember(storage: ReloadParts['storage'], at: number): boolean {
  try {
    storage.setItem(KEY, String(at))
    return true
  } catch {
    return false
  }
}
