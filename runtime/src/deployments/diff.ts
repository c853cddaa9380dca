import type { Change } from '#shared/flow/diff/change.ts'
import { describeDiff } from '#shared/flow/diff/describe.ts'
import type { KnowType } from '#shared/flow/diff/words/known-flow.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { settingsSchema } from '#shared/node/walk-fields.ts'
import type { Registry } from './registry.ts'
import { definitionOf } from './surroundings.ts'

type Known = Pick<Registry, 'definitions'>

/** What differs between two flows, in the words of the installed nodes. */
export function diffFlows(from: Flow, to: Flow, registry: Known): readonly Change[] {
  return describeDiff(from, to, knownTypes(registry))
}

/** The installed node types, as descriptions of differences take them. */
export function knownTypes(registry: Known): KnowType {
  return (use) => {
    const definition = definitionOf(use, registry)
    if (!definition) return undefined
    const { title, kind, out } = definition
    return { title, kind, out, settings: settingsSchema(definition) }
  }
}
