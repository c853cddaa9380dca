import type { Database } from 'better-sqlite3'
import { upgradeConnection } from '#nodes/connections/upgrade.ts'
import { type ConnectionLimits, connectionLimitsSchema } from '#shared/node/connection-limits.ts'
import type { Redactor } from '../observe/redaction.ts'
import type { Sealer } from '../security/sealing.ts'

/** A connection as it is stored; its secrets stay sealed until they are asked for. */
export interface StoredConnection {
  readonly id: string
  readonly unit: string
  readonly kind: string
  readonly title: string
  readonly values: Readonly<Record<string, unknown>>
  readonly limits: ConnectionLimits
  readonly secretsSet: readonly string[]
  readonly updatedAt: number
  readonly updatedBy: string
}

/** Connections and their secrets. */
export interface ConnectionStore {
  find(id: string): StoredConnection | undefined
  list(unit: string): readonly StoredConnection[]
  all(): readonly StoredConnection[]
  /** `secrets`: a text sets, `null` clears, an absent name keeps. */
  put(connection: Omit<StoredConnection, 'secretsSet'>, secrets: Readonly<Record<string, string | null>>): void
  remove(id: string): void
  /** Secrets in clear, for the worker that is about to use them. */
  secrets(id: string): Readonly<Record<string, string>>
  /** True when any secret is stored, so that a missing master key is a fault and not a first start. */
  holdsSecrets(): boolean
}

interface Row {
  readonly id: string
  readonly unit: string
  readonly kind: string
  readonly title: string
  readonly config: string
  readonly limits: string
  readonly updated_at: number
  readonly updated_by: string
}

interface SecretRow {
  readonly name: string
  readonly version: number
  readonly nonce: Buffer
  readonly cipher: Buffer
  readonly tag: Buffer
  readonly key_id: string
}

/** Connections in the tables `connections` and `connection_secrets`; every secret that passes is made known to the redactor. */
export function createConnectionStore(db: Database, sealer: Sealer, redactor: Redactor): ConnectionStore {
  const one = db.prepare<[string], Row>('SELECT * FROM connections WHERE id = ?')
  const byUnit = db.prepare<[string], Row>('SELECT * FROM connections WHERE unit = ? ORDER BY id')
  const every = db.prepare<[], Row>('SELECT * FROM connections ORDER BY id')
  const names = db.prepare<[string], { name: string }>(
    'SELECT name FROM connection_secrets WHERE connection = ? ORDER BY name',
  )
  const secretRows = db.prepare<[string], SecretRow>('SELECT * FROM connection_secrets WHERE connection = ?')
  const version = db.prepare<[string, string], { version: number }>(
    'SELECT version FROM connection_secrets WHERE connection = ? AND name = ?',
  )
  const put = db.prepare(
    `INSERT INTO connections (id, unit, kind, title, config, limits, updated_at, updated_by)
     VALUES (@id, @unit, @kind, @title, @config, @limits, @updatedAt, @updatedBy)
     ON CONFLICT (id) DO UPDATE SET kind = @kind, title = @title, config = @config, limits = @limits, updated_at = @updatedAt,
       updated_by = @updatedBy`,
  )
  const putSecret = db.prepare(
    `INSERT INTO connection_secrets (connection, name, version, nonce, cipher, tag, key_id)
     VALUES (@id, @name, @version, @nonce, @cipher, @tag, @keyId)
     ON CONFLICT (connection, name) DO UPDATE SET version = @version, nonce = @nonce, cipher = @cipher, tag = @tag,
       key_id = @keyId`,
  )
  const clearSecret = db.prepare('DELETE FROM connection_secrets WHERE connection = ? AND name = ?')
  const remove = db.prepare('DELETE FROM connections WHERE id = ?')
  const anySecret = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM connection_secrets')

  const read = (row: Row): StoredConnection => ({
    id: row.id,
    unit: row.unit,
    title: row.title,
    ...upgradeConnection({ kind: row.kind, values: JSON.parse(row.config) }),
    limits: connectionLimitsSchema.parse(JSON.parse(row.limits)),
    secretsSet: names.all(row.id).map((it) => it.name),
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  })

  function setSecret(id: string, name: string, value: string): void {
    const next = (version.get(id, name)?.version ?? 0) + 1
    putSecret.run({ id, name, version: next, ...sealer.seal(value, placeOf(id, name, next)) })
  }

  const save = db.transaction(
    (it: Omit<StoredConnection, 'secretsSet'>, secrets: Readonly<Record<string, string | null>>) => {
      const { values, limits, ...rest } = it
      put.run({ ...rest, config: JSON.stringify(values), limits: JSON.stringify(limits) })
      for (const [name, value] of Object.entries(secrets)) {
        if (value === null) clearSecret.run(it.id, name)
        else setSecret(it.id, name, value)
      }
    },
  )

  return {
    find: (id) => {
      const row = one.get(id)
      return row && read(row)
    },
    list: (unit) => byUnit.all(unit).map(read),
    all: () => every.all().map(read),
    put(it, secrets) {
      redactor.learn(Object.values(secrets).flatMap((value) => value ?? []))
      save.immediate(it, secrets)
    },
    remove: (id) => void remove.run(id),
    secrets(id) {
      const opened = secretRows.all(id).map((row): [string, string] => {
        const sealed = { nonce: row.nonce, cipher: row.cipher, tag: row.tag, keyId: row.key_id }
        return [row.name, sealer.open(sealed, placeOf(id, row.name, row.version))]
      })
      redactor.learn(opened.map(([, value]) => value))
      return Object.fromEntries(opened)
    },
    holdsSecrets: () => (anySecret.get()?.n ?? 0) > 0,
  }
}

/** Bound to each sealed secret; a JSON array, so that no id can be read as another id and name. */
function placeOf(connection: string, name: string, version: number): string {
  return JSON.stringify([connection, name, version])
}
