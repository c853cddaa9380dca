import { createContext, type ReactNode, useContext } from 'react'
import { useStore } from 'zustand'
import type { SessionState, SessionStore } from './session-store.ts'

const Context = createContext<SessionStore | undefined>(undefined)

/** Gives the session of one open flow to everything below. */
export function SessionProvider({ value, children }: { readonly value: SessionStore; readonly children: ReactNode }) {
  return <Context value={value}>{children}</Context>
}

/** The session store itself, for event handlers. */
export function useSessionStore(): SessionStore {
  const session = useContext(Context)
  if (!session) throw new Error('SessionProvider is missing above this component')
  return session
}

/** A part of the session. */
export function useSession<T>(selector: (state: SessionState) => T): T {
  return useStore(useSessionStore(), selector)
}
