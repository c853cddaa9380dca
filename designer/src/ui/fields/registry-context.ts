import { createContext, useContext } from 'react'
import type { FieldRegistry } from './field-contract.ts'

/** The components of the form around; set by `SchemaForm`. */
export const FieldRegistryContext = createContext<FieldRegistry | undefined>(undefined)

/** The registry of the form around; for fields that draw fields of their own (lists, groups). */
export function useFieldRegistry(): FieldRegistry {
  const registry = useContext(FieldRegistryContext)
  if (!registry) throw new Error('a field was drawn outside a SchemaForm')
  return registry
}
