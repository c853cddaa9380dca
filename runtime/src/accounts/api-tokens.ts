import type { Database } from 'better-sqlite3'
import type { ApiToken } from '#shared/api/platform.ts'
import { type Role, roleSchema } from '#shared/api/roles.ts'
import { type Clock, isoTime, type Random } from '../security/ports.ts'
import { hashToken, newSecretToken } from '../security/secret-token.ts'

/** Seen in logs of partners and in code searches, so that a leaked token is recognised. */
const PREFIX = 'lt_'
const DAY_MS = 86_400_000
const TOUCH_MS = 60_000

/** Bearer tokens for automation, with a role of their own. */
export interface ApiTokens {
  add(input: {
    title: string
    role: Role
    expiresInDays: number
    unit: string
    by: string
  }): ApiToken & { token: string }
  find(
    token: string,
  ): { readonly id: string; readonly title: string; readonly role: Role; readonly unit: string } | undefined
  list(unit: string): readonly ApiToken[]
  /** The unit that a token belongs to; undefined when there is no such token. */
  unitOf(id: string): string | undefined
  /** False when there is no such token in the unit. */
  remove(unit: string, id: string): boolean
}

interface Row {
  readonly id: string
  readonly unit: string
  readonly title: string
  readonly role: string
  readonly created_by: string
  readonly created_at: number
  readonly expires_at: number
  readonly last_used_at: number | null
}

/** Tokens in the table `api_tokens`. */
export function createApiTokens(db: Database, clock: Clock, random: Random): ApiTokens {
  const insert = db.prepare(
    `INSERT INTO api_tokens (id, hash, unit, title, role, created_by, created_at, expires_at)
     VALUES (@id, @hash, @unit, @title, @role, @by, @createdAt, @expiresAt)`,
  )
  const byHash = db.prepare<[string], Row>('SELECT * FROM api_tokens WHERE hash = ?')
  const byId = db.prepare<[string], Row>('SELECT * FROM api_tokens WHERE id = ?')
  const byUnit = db.prepare<[string], Row>('SELECT * FROM api_tokens WHERE unit = ? ORDER BY created_at DESC, id')
  const touch = db.prepare('UPDATE api_tokens SET last_used_at = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM api_tokens WHERE unit = ? AND id = ?')
  return {
    add({ title, role, expiresInDays, unit, by }) {
      const token = `${PREFIX}${newSecretToken(random)}`
      const id = random(8).toString('hex')
      const createdAt = clock()
      const expiresAt = createdAt + expiresInDays * DAY_MS
      insert.run({ id, hash: hashToken(token), unit, title, role, by, createdAt, expiresAt })
      const row = byId.get(id)
      if (!row) throw new Error('the token was not stored')
      return { ...tokenView(row), token }
    },
    find(token) {
      if (!token.startsWith(PREFIX)) return undefined
      const row = byHash.get(hashToken(token))
      const now = clock()
      if (!row || row.expires_at <= now) return undefined
      if (now - (row.last_used_at ?? 0) > TOUCH_MS) touch.run(now, row.id)
      return { id: row.id, title: row.title, role: roleSchema.parse(row.role), unit: row.unit }
    },
    list: (unit) => byUnit.all(unit).map(tokenView),
    unitOf: (id) => byId.get(id)?.unit,
    remove: (unit, id) => remove.run(unit, id).changes > 0,
  }
}

function tokenView(row: Row): ApiToken {
  return {
    id: row.id,
    title: row.title,
    role: roleSchema.parse(row.role),
    createdBy: row.created_by,
    createdAt: isoTime(row.created_at),
    expiresAt: isoTime(row.expires_at),
    ...(row.last_used_at === null ? {} : { lastUsedAt: isoTime(row.last_used_at) }),
  }
}
