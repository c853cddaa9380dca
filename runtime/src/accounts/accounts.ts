import type { Account } from '#shared/api/platform.ts'
import type { Role } from '#shared/api/roles.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { type Passwords, refuseWeakPassword } from '../security/passwords.ts'
import { type Clock, isoTime } from '../security/ports.ts'
import type { AccountStore, StoredAccount } from './account-store.ts'
import { type Caller, DEFAULT_UNIT } from './caller.ts'
import type { Sessions } from './sessions.ts'

/** The account that is made at the first start. */
export const FIRST_ADMIN = 'admin'

/** People and their accounts. */
export interface Accounts {
  /** Makes the first administrator on an empty installation. Answers the name whose password is still to be set, if any. */
  prepareFirstAdmin(): string | undefined
  list(unit: string): readonly Account[]
  /** Adds an account; without a password it is opened by a link. Throws `api.exists` or `api.weak-password`. */
  add(input: NewAccount): Promise<Account>
  /** Throws `api.not-found`, or `api.last-admin` when nobody could administer any more. */
  change(unit: string, name: string, change: AccountChange): Account
  unitOf(name: string): string | undefined
  /** A one-time link's token for an account of this unit; its user must then set a password. */
  newLink(unit: string, name: string): string
  /** Sets the own password and ends the other sessions; answers the token of a new session. */
  setPassword(caller: Caller, current: string | undefined, password: string): Promise<string>
  /** The caller behind a session's token, as the account is now. */
  callerOf(token: string, quiet?: boolean): Caller | undefined
}

/** What a new account is made of. */
export interface NewAccount {
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly password?: string | undefined
  readonly unit: string
}

/** What an administrator may change. */
export interface AccountChange {
  readonly displayName?: string | undefined
  readonly role?: Role | undefined
  readonly disabled?: boolean | undefined
}

/** The rules over accounts, passwords and sessions. */
export function createAccounts(store: AccountStore, sessions: Sessions, passwords: Passwords, clock: Clock): Accounts {
  function existing(unit: string, name: string): StoredAccount {
    const account = store.find(name)
    if (!account || account.unit !== unit) throw notFound(name)
    return account
  }

  function prepareFirstAdmin(): string | undefined {
    if (store.count() === 0) {
      store.add({
        name: FIRST_ADMIN,
        unit: DEFAULT_UNIT,
        displayName: 'Quản trị viên',
        role: 'admin',
        mustSetPassword: true,
        disabled: false,
        createdAt: clock(),
      })
    }
    const first = store.find(FIRST_ADMIN)
    return first && first.password === undefined && !first.disabled ? first.name : undefined
  }

  async function add(input: NewAccount): Promise<Account> {
    if (input.password !== undefined) refuseWeakPassword(input.password, input.name)
    const password = input.password === undefined ? undefined : await passwords.hash(input.password)
    const added = store.add({
      name: input.name,
      unit: input.unit,
      displayName: input.displayName,
      role: input.role,
      ...(password === undefined ? {} : { password }),
      mustSetPassword: password === undefined,
      disabled: false,
      createdAt: clock(),
    })
    if (!added) {
      throw permanent('api.exists', { what: { vi: `Tài khoản "${input.name}"`, en: `The account "${input.name}"` } })
    }
    return accountView(existing(input.unit, input.name))
  }

  function change(unit: string, name: string, it: AccountChange): Account {
    const account = existing(unit, name)
    const losesAdmin = account.role === 'admin' && ((it.role ?? 'admin') !== 'admin' || it.disabled === true)
    const others = store.list(unit).filter((other) => other.role === 'admin' && !other.disabled && other.name !== name)
    if (losesAdmin && others.length === 0) throw permanent('api.last-admin')
    store.change(name, {
      ...(it.displayName === undefined ? {} : { displayName: it.displayName }),
      ...(it.role === undefined ? {} : { role: it.role }),
      ...(it.disabled === undefined ? {} : { disabled: it.disabled }),
    })
    // Less right, or none: what is open was opened with the old right.
    if (it.disabled === true || (it.role !== undefined && it.role !== account.role)) {
      sessions.closeAll(name)
      sessions.dropLinks(name)
    }
    return accountView(existing(unit, name))
  }

  async function setPassword(caller: Caller, current: string | undefined, password: string): Promise<string> {
    const account = store.find(caller.name)
    if (!account || caller.via !== 'session') throw notFound(caller.name)
    const known = account.mustSetPassword || (await passwords.matches(current ?? '', account.password))
    if (!known) throw permanent('api.bad-credentials')
    refuseWeakPassword(password, account.name)
    store.setPassword(account.name, await passwords.hash(password))
    sessions.closeAll(account.name)
    sessions.dropLinks(account.name)
    return sessions.open(account.name)
  }

  function callerOf(token: string, quiet = false): Caller | undefined {
    const session = sessions.find(token, quiet)
    const account = session && store.find(session.account)
    if (!session || !account || account.disabled) return undefined
    const { name, displayName, role, unit, mustSetPassword } = account
    return { name, displayName, role, unit, mustSetPassword, via: 'session', session: session.id, way: session.way }
  }

  return {
    prepareFirstAdmin,
    list: (unit) => store.list(unit).map(accountView),
    add,
    change,
    unitOf: (name) => store.find(name)?.unit,
    newLink(unit, name) {
      const account = existing(unit, name)
      store.requirePassword(account.name)
      return sessions.newLink(account.name)
    },
    setPassword,
    callerOf,
  }
}

function notFound(name: string): Error {
  return permanent('api.not-found', { what: { vi: `tài khoản "${name}"`, en: `The account "${name}"` } })
}

function accountView(account: StoredAccount): Account {
  const { name, displayName, role, unit, disabled, createdAt, lastSignInAt } = account
  return {
    name,
    displayName,
    role,
    unit,
    disabled,
    createdAt: isoTime(createdAt),
    ...(lastSignInAt === undefined ? {} : { lastSignInAt: isoTime(lastSignInAt) }),
  }
}
