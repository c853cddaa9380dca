import type { Database } from 'better-sqlite3'
import { createAccountStore } from '../accounts/account-store.ts'
import { type Accounts, createAccounts } from '../accounts/accounts.ts'
import { type ApiTokens, createApiTokens } from '../accounts/api-tokens.ts'
import { createSessions, type Sessions } from '../accounts/sessions.ts'
import { createSignIn, type SignIn } from '../accounts/sign-in.ts'
import { createTours, type Tours } from '../accounts/tours.ts'
import type { KernelMetrics } from '../observe/metrics.ts'
import type { Audit } from '../security/audit.ts'
import { createPasswords } from '../security/passwords.ts'
import type { Clock, Random } from '../security/ports.ts'
import { createSignInThrottle } from '../security/sign-in-throttle.ts'

/** Who may act, and how they prove who they are. */
export interface Identity {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly apiTokens: ApiTokens
  readonly signIn: SignIn
  readonly tours: Tours
}

/** Accounts, sessions and tokens over the kernel's store. */
export function createIdentity(
  db: Database,
  audit: Audit,
  metrics: KernelMetrics,
  clock: Clock,
  random: Random,
): Identity {
  const store = createAccountStore(db)
  const sessions = createSessions(db, clock, random)
  const passwords = createPasswords()
  const throttle = createSignInThrottle(clock)
  return {
    accounts: createAccounts(store, sessions, passwords, clock),
    sessions,
    apiTokens: createApiTokens(db, clock, random),
    tours: createTours(db),
    signIn: createSignIn({ store, sessions, passwords, throttle, audit, clock, refused: metrics.signInRefused }),
  }
}
