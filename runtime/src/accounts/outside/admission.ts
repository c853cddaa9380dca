import type { Admit, IdentitySettings, OutsidePerson } from '#shared/api/identity-source.ts'
import type { Role } from '#shared/api/roles.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { foldText } from '#shared/text/fold-text.ts'
import type { Clock } from '../../security/ports.ts'
import type { Sealer } from '../../security/sealing.ts'
import type { AccountStore, StoredAccount } from '../account-store.ts'
import type { Accounts } from '../accounts.ts'
import type { Sessions } from '../sessions.ts'
import { type Claims, roleByRules, textClaim } from './claims.ts'
import type { PeopleStore } from './people-store.ts'
import { realmOf } from './provider-addresses.ts'

/** Decides which account somebody of the provider has. */
export interface Admission {
  /** The account to sign in; `person` is their id on our list. Throws `outside.person`, `outside.no-role` or `outside.locked`. */
  admit(settings: IdentitySettings, unit: string, claims: Claims): StoredAccount
  withoutRole(unit: string): readonly OutsidePerson[]
  /** An administrator's word; answers the name of the account. Throws `api.not-found`. */
  decide(unit: string, id: string, decision: Admit): string | undefined
}

/** What deciding needs. */
export interface AdmissionParts {
  readonly people: PeopleStore
  readonly store: AccountStore
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly sealer: Sealer
  readonly clock: Clock
}

/** Nobody has a role by default: it comes from a rule over the claims, or from an administrator. */
export function createAdmission({ people, store, accounts, sessions, sealer, clock }: AdmissionParts): Admission {
  /** An account without a password: it is entered through the provider only. It never takes over one that exists. */
  function newAccount(id: string, unit: string, displayName: string, role: Role): StoredAccount {
    const word = foldText(displayName)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40)
    for (const length of [4, 8, 32]) {
      const account: StoredAccount = {
        name: `${word === '' ? 'nguoi' : word}-${id.slice(0, length)}`.slice(0, 64),
        unit,
        displayName,
        role,
        mustSetPassword: false,
        disabled: false,
        createdAt: clock(),
      }
      if (store.add(account)) return account
    }
    throw permanent('api.exists', { what: displayName })
  }

  /** The role follows the claims; without one the account stays, shut. */
  function byRule(id: string, unit: string, displayName: string, role: Role | undefined, name?: string): StoredAccount {
    const account = name === undefined ? undefined : store.find(name)
    if (role === undefined) {
      if (account) sessions.closeAll(account.name)
      people.decide(id, { state: 'waiting', byRule: true })
      throw permanent('outside.no-role', {}, { person: id })
    }
    if (account && account.role !== role) accounts.change(unit, account.name, { role })
    const admitted = account ?? newAccount(id, unit, displayName, role)
    people.decide(id, { state: 'granted', account: admitted.name, byRule: true })
    return { ...admitted, role }
  }

  function admit(settings: IdentitySettings, unit: string, claims: Claims): StoredAccount {
    const identifier = textClaim(claims, settings.personClaim)
    if (identifier === undefined) throw permanent('outside.person', {}, { reason: settings.personClaim })
    const id = sealer.sign(JSON.stringify(['outside person', realmOf(settings), settings.personClaim, identifier]))
    const end = `…${identifier.slice(-4)}`
    const displayName = (textClaim(claims, settings.nameClaim) ?? end).slice(0, 200)
    const known = people.find(id)
    people.seen({ id, unit, displayName, identifierEnd: end, at: clock() })
    const role = roleByRules(claims, settings.roleRules)
    if (known?.state === 'refused') throw permanent('outside.no-role', {}, { person: id })
    const ruled = known === undefined || known.byRule || known.state === 'waiting'
    const account = ruled ? byRule(id, unit, displayName, role, known?.account) : store.find(known.account ?? '')
    if (!account || account.disabled) throw permanent('outside.locked', {}, { person: id })
    return account
  }

  return {
    admit,
    withoutRole: people.withoutRole,
    decide(unit, id, decision) {
      const person = people.find(id)
      if (!person || person.unit !== unit) throw personNotFound()
      if (decision.decision === 'refuse') {
        if (person.account !== undefined) sessions.closeAll(person.account)
        people.decide(id, { state: 'refused', byRule: false })
        return undefined
      }
      const existing = decision.decision === 'account' ? store.find(decision.name) : undefined
      if (decision.decision === 'account' && existing?.unit !== unit)
        throw permanent('api.not-found', { what: { vi: 'tài khoản này', en: 'The account' } })
      const own = decision.decision === 'role' && person.account !== undefined ? store.find(person.account) : undefined
      if (own && decision.decision === 'role') accounts.change(unit, own.name, { role: decision.role })
      const account =
        existing ??
        own ??
        newAccount(id, unit, person.displayName, decision.decision === 'role' ? decision.role : 'viewer')
      people.decide(id, { state: 'granted', account: account.name, byRule: false })
      return account.name
    },
  }
}

function personNotFound(): Error {
  return permanent('api.not-found', { what: { vi: 'người này trong danh sách chờ', en: 'This person' } })
}
