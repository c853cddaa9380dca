import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createTrialStore, type TrialState, type TrialStore } from './trial-store.ts'

/** Carries the samples and the last test run of one open flow. */
export const TrialContext = createContext<TrialStore>(createTrialStore(''))

/** The store itself, for event handlers. */
export function useTrialStore(): TrialStore {
  return useContext(TrialContext)
}

/** A part of the trial. */
export function useTrial<T>(selector: (state: TrialState) => T): T {
  return useStore(useTrialStore(), selector)
}
