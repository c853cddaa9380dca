import type { Database } from 'better-sqlite3'
import { type Role, roleSchema } from '#shared/api/roles.ts'

/** An account as it is stored. */
export interface StoredAccount {
  readonly name: string
  readonly unit: string
  readonly displayName: string
  readonly role: Role
  /** Argon2id; undefined until the owner has set one. */
  readonly password?: string
  readonly mustSetPassword: boolean
  readonly disabled: boolean
  readonly createdAt: number
  readonly lastSignInAt?: number
}

/** Accounts by name. Names are unique in the installation. */
export interface AccountStore {
  count(): number
  find(name: string): StoredAccount | undefined
  list(unit: string): readonly StoredAccount[]
  /** False when the name is taken. */
  add(account: StoredAccount): boolean
  change(name: string, change: Partial<Pick<StoredAccount, 'displayName' | 'role' | 'disabled'>>): void
  setPassword(name: string, hash: string): void
  requirePassword(name: string): void
  signedIn(name: string, at: number): void
}

interface Row {
  readonly name: string
  readonly unit: string
  readonly display_name: string
  readonly role: string
  readonly password: string | null
  readonly must_set_password: number
  readonly disabled: number
  readonly created_at: number
  readonly last_sign_in_at: number | null
}

/** Accounts in the table `accounts`. */
export function createAccountStore(db: Database): AccountStore {
  const byName = db.prepare<[string], Row>('SELECT * FROM accounts WHERE name = ?')
  const byUnit = db.prepare<[string], Row>('SELECT * FROM accounts WHERE unit = ? ORDER BY name')
  const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM accounts')
  const insert = db.prepare(
    `INSERT INTO accounts (name, unit, display_name, role, password, must_set_password, disabled, created_at)
     VALUES (@name, @unit, @displayName, @role, @password, @must, @off, @createdAt) ON CONFLICT DO NOTHING`,
  )
  const update = db.prepare(
    `UPDATE accounts SET display_name = coalesce(@displayName, display_name), role = coalesce(@role, role),
     disabled = coalesce(@off, disabled) WHERE name = @name`,
  )
  const password = db.prepare('UPDATE accounts SET password = ?, must_set_password = 0 WHERE name = ?')
  const require = db.prepare('UPDATE accounts SET must_set_password = 1 WHERE name = ?')
  const signed = db.prepare('UPDATE accounts SET last_sign_in_at = ? WHERE name = ?')
  return {
    count: () => count.get()?.n ?? 0,
    find: (name) => read(byName.get(name)),
    list: (unit) => byUnit.all(unit).flatMap((row) => read(row) ?? []),
    add: (it) =>
      insert.run({
        name: it.name,
        unit: it.unit,
        displayName: it.displayName,
        role: it.role,
        password: it.password ?? null,
        must: it.mustSetPassword ? 1 : 0,
        off: it.disabled ? 1 : 0,
        createdAt: it.createdAt,
      }).changes === 1,
    change: (name, it) =>
      void update.run({
        name,
        displayName: it.displayName ?? null,
        role: it.role ?? null,
        off: it.disabled === undefined ? null : Number(it.disabled),
      }),
    setPassword: (name, hash) => void password.run(hash, name),
    requirePassword: (name) => void require.run(name),
    signedIn: (name, at) => void signed.run(at, name),
  }
}

function read(row: Row | undefined): StoredAccount | undefined {
  if (!row) return undefined
  return {
    name: row.name,
    unit: row.unit,
    displayName: row.display_name,
    role: roleSchema.parse(row.role),
    ...(row.password === null ? {} : { password: row.password }),
    mustSetPassword: row.must_set_password === 1,
    disabled: row.disabled === 1,
    createdAt: row.created_at,
    ...(row.last_sign_in_at === null ? {} : { lastSignInAt: row.last_sign_in_at }),
  }
}
