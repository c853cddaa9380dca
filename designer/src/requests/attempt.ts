import { SchemaFault } from '#shared/schema/import/fault.ts'
import type { Text } from '#shared/text/text.ts'

/** What a reader of documents gave, or the sentence with which it refused. */
export interface Attempt<T> {
  readonly done?: T
  readonly fault?: Text
}

/** Runs a reader of documents. */
export function attempt<T>(act: () => T): Attempt<T> {
  try {
    return { done: act() }
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return { fault: thrown.text }
    throw thrown
  }
}
