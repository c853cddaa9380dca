import type { Database } from 'better-sqlite3'
import type { Clock, Random } from '../security/ports.ts'
import { hashToken, newSecretToken } from '../security/secret-token.ts'

/** A session ends after this long without a request. */
const IDLE_MS = 8 * 3_600_000
/** … and in any case after this long. */
const LONGEST_MS = 24 * 3_600_000
/** The last use is written at most this often. */
const TOUCH_MS = 60_000
/** A one-time link works for this long. */
const LINK_MS = 24 * 3_600_000

/** How a session was begun: by password or link, or through the outside provider. */
type Way = 'local' | 'outside'

/** Sessions of browsers and one-time sign-in links. Tokens are known to their holder only; the store has their hashes. */
export interface Sessions {
  /** Starts a session; answers its token. */
  open(account: string, way?: Way): string
  /** A living session; counts as use unless `quiet`. */
  find(token: string, quiet?: boolean): { readonly account: string; readonly id: string; readonly way: Way } | undefined
  alive(id: string): boolean
  close(id: string): void
  /** Ends the sessions of an account, except one. */
  closeAll(account: string, except?: string): void
  /** Ends all sessions that were begun this way. */
  closeWay(way: Way): void
  /** Called with the id of each session that is ended before its time. */
  onClose(listener: (id: string) => void): void
  /** Makes a one-time sign-in link's token; earlier links of the account stop working. */
  newLink(account: string): string
  /** The account of a link, once. */
  takeLink(token: string): string | undefined
  dropLinks(account: string): void
}

/** Sessions in the tables `sessions` and `sign_in_links`. */
export function createSessions(db: Database, clock: Clock, random: Random): Sessions {
  const insert = db.prepare(
    'INSERT INTO sessions (hash, account, created_at, last_seen_at, way) VALUES (?, ?, ?, ?, ?)',
  )
  const byHash = db.prepare<[string], { account: string; created_at: number; last_seen_at: number; way: string }>(
    'SELECT account, created_at, last_seen_at, way FROM sessions WHERE hash = ?',
  )
  const touch = db.prepare('UPDATE sessions SET last_seen_at = ? WHERE hash = ?')
  const remove = db.prepare('DELETE FROM sessions WHERE hash = ?')
  const ofAccount = db.prepare<[string], { hash: string }>('SELECT hash FROM sessions WHERE account = ?')
  const ofWay = db.prepare<[string], { hash: string }>('SELECT hash FROM sessions WHERE way = ?')
  const sweep = db.prepare('DELETE FROM sessions WHERE created_at < ? OR last_seen_at < ?')
  const addLink = db.prepare('INSERT INTO sign_in_links (hash, account, expires_at) VALUES (?, ?, ?)')
  const removeLink = db.prepare<[string], { account: string; expires_at: number }>(
    'DELETE FROM sign_in_links WHERE hash = ? RETURNING account, expires_at',
  )
  const dropLinks = db.prepare('DELETE FROM sign_in_links WHERE account = ?')
  const listeners: ((id: string) => void)[] = []

  function living(id: string): { account: string; lastSeen: number; way: Way } | undefined {
    const row = byHash.get(id)
    const now = clock()
    if (!row || now - row.created_at > LONGEST_MS || now - row.last_seen_at > IDLE_MS) return undefined
    return { account: row.account, lastSeen: row.last_seen_at, way: row.way === 'outside' ? 'outside' : 'local' }
  }

  function close(id: string): void {
    if (remove.run(id).changes > 0) for (const listener of listeners) listener(id)
  }

  return {
    open(account, way = 'local') {
      const now = clock()
      sweep.run(now - LONGEST_MS, now - IDLE_MS)
      const token = newSecretToken(random)
      insert.run(hashToken(token), account, now, now, way)
      return token
    },
    find(token, quiet = false) {
      const id = hashToken(token)
      const session = living(id)
      if (!session) return undefined
      if (!quiet && clock() - session.lastSeen > TOUCH_MS) touch.run(clock(), id)
      return { account: session.account, id, way: session.way }
    },
    alive: (id) => living(id) !== undefined,
    close,
    closeAll(account, except) {
      for (const { hash } of ofAccount.all(account)) if (hash !== except) close(hash)
    },
    closeWay(way) {
      for (const { hash } of ofWay.all(way)) close(hash)
    },
    onClose: (listener) => void listeners.push(listener),
    newLink(account) {
      dropLinks.run(account)
      const token = newSecretToken(random)
      addLink.run(hashToken(token), account, clock() + LINK_MS)
      return token
    },
    takeLink(token) {
      const row = removeLink.get(hashToken(token))
      return row && row.expires_at > clock() ? row.account : undefined
    },
    dropLinks: (account) => void dropLinks.run(account),
  }
}
