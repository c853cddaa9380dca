import type { Database } from 'better-sqlite3'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Caller } from '../../accounts/caller.ts'
import { type Clock, isoTime } from '../../security/ports.ts'
import { keyId, readPublicKey } from '../../security/signing-key.ts'
import { notFound } from '../names.ts'

/** An installation whose bundles are trusted. */
export interface Signer {
  readonly id: string
  readonly title: string
  readonly publicKey: string
  readonly addedBy: string
  readonly addedAt: string
}

/** Keys of other installations that a unit trusts. */
export interface Signers {
  list(unit: string): readonly Signer[]
  trust(caller: Caller, title: string, publicKey: string): Signer
  distrust(caller: Caller, id: string): void
}

/** Keys that a unit may trust. */
const MOST = 500

/** Keys in the table `bundle_signers`. */
export function createSigners(db: Database, clock: Clock): Signers {
  type Row = { id: string; title: string; public_key: string; added_by: string; added_at: number }
  const all = db.prepare<[string], Row>(
    'SELECT id, title, public_key, added_by, added_at FROM bundle_signers WHERE unit = ? ORDER BY title',
  )
  const put = db.prepare(
    `INSERT INTO bundle_signers (id, unit, title, public_key, added_by, added_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (unit, id) DO UPDATE SET title = excluded.title`,
  )
  const drop = db.prepare('DELETE FROM bundle_signers WHERE unit = ? AND id = ?')
  const read = (row: Row): Signer => ({
    id: row.id,
    title: row.title,
    publicKey: row.public_key,
    addedBy: row.added_by,
    addedAt: isoTime(row.added_at),
  })
  return {
    list: (unit) => all.all(unit).map(read),
    trust(caller, title, text) {
      const publicKey = readPublicKey(text)
      if (publicKey === undefined) throw permanent('api.invalid', { place: 'publicKey', reason: 'Ed25519' })
      if (all.all(caller.unit).length >= MOST)
        throw permanent('api.invalid', { place: 'publicKey', reason: `≤ ${MOST}` })
      const at = clock()
      const id = keyId(publicKey)
      put.run(id, caller.unit, title, publicKey, caller.name, at)
      return { id, title, publicKey, addedBy: caller.name, addedAt: isoTime(at) }
    },
    distrust(caller, id) {
      if (drop.run(caller.unit, id).changes === 0) throw notFound('signer', id)
    },
  }
}
