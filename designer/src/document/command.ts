import type { Text } from '#shared/text/text.ts'
import type { Catalogue } from './catalogue.ts'
import { applyChange, type Change, type Document, mergeChanges } from './document.ts'
import type { Rebase } from './history.ts'

/** What a command did, or why it may not. */
export type Executed = { readonly label: Text; readonly change: Change } | { readonly refused: Text }

/**
 * One edit. `execute` is pure: it reads the document and answers with a change; the store applies it and keeps the
 * inverse that `applyChange` computes. An empty change is no edit and leaves no undo step.
 */
export interface Command {
  readonly execute: (doc: Document, catalogue: Catalogue) => Executed
  /** Edits with the same key within 800 ms, with nothing in between, become one undo step (typing in one field). */
  readonly coalesce?: string
  readonly rebase?: Rebase
}

/** A refusal with its reason. */
export function refuse(vi: string, en: string): Executed {
  return { refused: { vi, en } }
}

/** Several commands as one undo step, each seeing what those before did; the first refusal refuses the whole. */
export function compound(label: Text, commands: readonly Command[]): Command {
  return {
    execute(doc, catalogue) {
      let current = doc
      let change: Change = {}
      for (const command of commands) {
        const done = command.execute(current, catalogue)
        if ('refused' in done) return done
        current = applyChange(current, done.change).doc
        change = mergeChanges(change, done.change)
      }
      return { label, change }
    },
  }
}
