import type { Database } from 'better-sqlite3'
import { type IdentitySettings, identitySettingsSchema } from '#shared/api/identity-source.ts'
import type { Sealer } from '../../security/sealing.ts'

/** The provider as it is stored; the secret stays sealed until it is asked for. */
export interface StoredSource {
  readonly unit: string
  readonly settings: IdentitySettings
  readonly updatedAt: number
  readonly updatedBy: string
}

/** The settings of the outside provider and its client secret. */
export interface SourceStore {
  find(): StoredSource | undefined
  /** The client secret in clear; undefined when there is no provider. */
  secret(): string | undefined
  put(source: StoredSource, secret: string): void
  remove(): void
}

interface Row {
  readonly unit: string
  readonly settings: string
  readonly version: number
  readonly nonce: Buffer
  readonly cipher: Buffer
  readonly tag: Buffer
  readonly key_id: string
  readonly updated_at: number
  readonly updated_by: string
}

/** The provider in the table `identity_source`; `learn` hears of every secret that passes, so that logs can hide it. */
export function createSourceStore(
  db: Database,
  sealer: Sealer,
  learn: (secrets: readonly string[]) => void,
): SourceStore {
  const one = db.prepare<[], Row>('SELECT * FROM identity_source')
  const put = db.prepare(
    `INSERT INTO identity_source (id, unit, settings, version, nonce, cipher, tag, key_id, updated_at, updated_by)
     VALUES (1, @unit, @settings, @version, @nonce, @cipher, @tag, @keyId, @updatedAt, @updatedBy)
     ON CONFLICT (id) DO UPDATE SET unit = @unit, settings = @settings, version = @version, nonce = @nonce, cipher = @cipher,
       tag = @tag, key_id = @keyId, updated_at = @updatedAt, updated_by = @updatedBy`,
  )
  const remove = db.prepare('DELETE FROM identity_source')

  function secret(): string | undefined {
    const row = one.get()
    if (!row) return undefined
    const sealed = { nonce: row.nonce, cipher: row.cipher, tag: row.tag, keyId: row.key_id }
    const opened = sealer.open(sealed, placeOf(row.version))
    learn([opened])
    return opened
  }

  return {
    find() {
      const row = one.get()
      if (!row) return undefined
      const settings = identitySettingsSchema.parse(JSON.parse(row.settings))
      return { unit: row.unit, settings, updatedAt: row.updated_at, updatedBy: row.updated_by }
    },
    secret,
    put({ settings, ...rest }, value) {
      learn([value])
      const version = (one.get()?.version ?? 0) + 1
      put.run({ ...rest, settings: JSON.stringify(settings), version, ...sealer.seal(value, placeOf(version)) })
    },
    remove: () => void remove.run(),
  }
}

const placeOf = (version: number): string => JSON.stringify(['identity source', 'client secret', version])
