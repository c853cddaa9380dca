import type { Database } from 'better-sqlite3'
import { createAccountStore } from '../accounts/account-store.ts'
import { type Accounts, createAccounts } from '../accounts/accounts.ts'
import { type ApiTokens, createApiTokens } from '../accounts/api-tokens.ts'
import { createAdmission } from '../accounts/outside/admission.ts'
import { createOutsideSignIn, type OutsideSignIn } from '../accounts/outside/outside-sign-in.ts'
import { createPendingSignIns } from '../accounts/outside/pending.ts'
import { createPeopleStore } from '../accounts/outside/people-store.ts'
import { createProvider } from '../accounts/outside/provider.ts'
import { createProviderCalls } from '../accounts/outside/provider-fetch.ts'
import { createSourceStore } from '../accounts/outside/source-store.ts'
import { createSessions, type Sessions } from '../accounts/sessions.ts'
import { createSignIn, type SignIn } from '../accounts/sign-in.ts'
import { createTours, type Tours } from '../accounts/tours.ts'
import type { KernelMetrics } from '../observe/metrics.ts'
import type { Audit } from '../security/audit.ts'
import type { EgressPolicy } from '../security/egress.ts'
import { createPasswords } from '../security/passwords.ts'
import type { Clock, Random } from '../security/ports.ts'
import type { Sealer } from '../security/sealing.ts'
import { createSignInThrottle } from '../security/sign-in-throttle.ts'

/** Who may act, and how they prove who they are. */
export interface Identity {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly apiTokens: ApiTokens
  readonly signIn: SignIn
  readonly tours: Tours
  readonly outside: OutsideSignIn
  close(): Promise<void>
}

/** Accounts, sessions and tokens over the kernel's store. */
export function createIdentity(
  db: Database,
  audit: Audit,
  metrics: KernelMetrics,
  clock: Clock,
  random: Random,
  sealer: Sealer,
  ways: { readonly learn: (secrets: readonly string[]) => void; readonly egress: () => EgressPolicy },
): Identity {
  const store = createAccountStore(db)
  const sessions = createSessions(db, clock, random)
  const passwords = createPasswords()
  const throttle = createSignInThrottle(clock)
  const accounts = createAccounts(store, sessions, passwords, clock)
  const people = createPeopleStore(db)
  const calls = createProviderCalls(ways.egress)
  const outside = createOutsideSignIn({
    sources: createSourceStore(db, sealer, ways.learn),
    provider: createProvider(calls, clock),
    pending: createPendingSignIns(sealer, clock),
    admission: createAdmission({ people, store, accounts, sessions, sealer, clock }),
    store,
    sessions,
    throttle,
    audit,
    clock,
    refused: metrics.signInRefused,
  })
  return {
    accounts,
    sessions,
    outside,
    close: calls.close,
    apiTokens: createApiTokens(db, clock, random),
    tours: createTours(db),
    signIn: createSignIn({ store, sessions, passwords, throttle, audit, clock, refused: metrics.signInRefused }),
  }
}
