import { createContext, useContext } from 'react'
import type { ImplicitLink } from './implicit-links.ts'

/** The implicit links by node while they are shown. */
export const LinksContext = createContext<ReadonlyMap<string, readonly ImplicitLink[]> | undefined>(undefined)

/** The implicit links by node; undefined while they are hidden. */
export function useImplicitLinks(): ReadonlyMap<string, readonly ImplicitLink[]> | undefined {
  return useContext(LinksContext)
}
