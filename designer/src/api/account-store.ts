import { createStore, type StoreApi } from 'zustand/vanilla'
import type { User } from '#shared/api/platform.ts'
import { mayActAs, type Role } from '#shared/api/roles.ts'

/** `checking` at start · `out`: the sign-in page · `in` · `expired`: the sign-in dialog lies over the page. */
export interface AccountState {
  readonly phase: 'checking' | 'out' | 'in' | 'expired'
  readonly user: User | undefined
}

/** Who is signed in, and those calls that wait for a new sign-in. */
export interface AccountStore extends StoreApi<AccountState> {
  signedIn(user: User): void
  signedOut(): void
  /** Opens the dialog; resolves to true after a sign-in by the same person, false when it is given up. */
  waitForSignIn(): Promise<boolean>
}

/** Makes the store; `onOtherUser` runs when another person signs in over the page of the first one. */
export function createAccountStore(onOtherUser: () => void): AccountStore {
  const store = createStore<AccountState>(() => ({ phase: 'checking', user: undefined }))
  let waiting: ((again: boolean) => void)[] = []
  const release = (again: boolean) => {
    const all = waiting
    waiting = []
    for (const go of all) go(again)
  }
  return Object.assign(store, {
    signedIn: (user: User) => {
      const before = store.getState().user
      store.setState({ phase: 'in', user })
      const other = before !== undefined && before.name !== user.name
      release(!other)
      if (other) onOtherUser()
    },
    signedOut: () => {
      store.setState({ phase: 'out', user: undefined })
      release(false)
    },
    waitForSignIn: () => {
      // Before the first sign-in there is no page to keep: the sign-in page is shown.
      if (store.getState().user === undefined) {
        store.setState({ phase: 'out' })
        return Promise.resolve(false)
      }
      store.setState({ phase: 'expired' })
      return new Promise<boolean>((resolve) => waiting.push(resolve))
    },
  })
}

/** Whether the signed-in person holds a role. */
export function holds(state: AccountState, role: Role): boolean {
  return state.user !== undefined && mayActAs(state.user.role, role)
}
