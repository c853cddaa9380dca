import { createContext, type ReactNode, type RefObject, useContext, useMemo, useRef } from 'react'
import type { Turns } from '#shared/mapping/mapping.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import { ANYTHING, fieldAt, throughLists } from '#shared/schema/body-schema.ts'
import { pathOfText } from '#shared/schema/plain-path.ts'
import { useOperation } from '../api/api-context.ts'
import { schemasOf } from '../document/catalogue.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { entryNode } from '../document/triggers.ts'
import { useTrial } from '../session/TrialProvider.tsx'
import { chosenSample } from '../session/trial-store.ts'
import { type Vocabulary, vocabularyOf } from './completion.ts'
import { type FormulaFunction, functionsOf } from './functions.ts'
import { EMPTY_SCOPE, type MessageScope, scopeAt } from './message-scope.ts'

/** What the formulas of one place can see. */
export interface FormulaScope {
  /** The node whose settings these are; undefined for those of the flow. */
  readonly node?: string | undefined
  readonly scope: MessageScope
  readonly vocabulary: Vocabulary
  /** What is known of the body that arrives. */
  readonly arrives: JsonSchema
  readonly functions: readonly FormulaFunction[]
  /** The for-eaches around, outermost first; empty outside of mappings. */
  readonly chain: readonly Turns[]
  /** Puts a field into the formula that had the focus last; false when there is none. */
  readonly insert: RefObject<((path: string) => void) | undefined>
}

const NOWHERE: FormulaScope = {
  scope: EMPTY_SCOPE,
  vocabulary: { fields: [], functions: [] },
  arrives: ANYTHING,
  functions: [],
  chain: [],
  insert: { current: undefined },
}

const Context = createContext<FormulaScope>(NOWHERE)

/** What the formulas here can see. */
export function useFormulaScope(): FormulaScope {
  return useContext(Context)
}

/** The functions of the catalogue. */
export function useFunctions(): readonly FormulaFunction[] {
  const catalogue = useOperation('nodes', {}).data
  return useMemo(() => functionsOf(catalogue), [catalogue])
}

/** The example message at a node; of the flow's start when no node is named. */
export function useMessageScope(node: string | undefined): MessageScope {
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  const run = useTrial((state) => state.run)
  const sample = useTrial(chosenSample)
  const trigger = useTrial((state) => state.trigger)
  return useMemo(() => {
    const start = node ?? entryNode({ flow, catalogue, trigger })
    return start === undefined ? EMPTY_SCOPE : scopeAt(start, { flow, catalogue, run, sample, trigger })
  }, [node, flow, catalogue, run, sample, trigger])
}

/** What is known of the body that arrives at a node; at the flow's start what its trigger gives. */
function useArriving(node: string | undefined): JsonSchema {
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  return useMemo(() => (node === undefined ? ANYTHING : schemasOf(flow, catalogue).into(node)), [node, flow, catalogue])
}

/** What is known of the item of a for-each whose lists are all plain fields. */
function schemaOfItem(arrives: JsonSchema, chain: readonly Turns[]): JsonSchema {
  return chain.reduce<JsonSchema>((around, { over }) => {
    const path = pathOfText(over)
    return path ? throughLists(fieldAt(around, path).schema) : ANYTHING
  }, arrives)
}

/** Gives the fields below the example message of a node, and one place where picked fields go. */
export function NodeFormulaScope({
  node,
  children,
}: {
  readonly node: string | undefined
  readonly children: ReactNode
}) {
  const scope = useMessageScope(node)
  const arrives = useArriving(node)
  const functions = useFunctions()
  const insert = useRef<((path: string) => void) | undefined>(undefined)
  const value = useMemo(
    () => ({
      node,
      scope,
      arrives,
      functions,
      vocabulary: vocabularyOf(scope, functions, {}, arrives),
      chain: [],
      insert,
    }),
    [node, scope, arrives, functions],
  )
  return <Context value={value}>{children}</Context>
}

/** A place inside a for-each: `item` is an example of what it runs over, `items` of a group. */
export function ItemFormulaScope({
  turns,
  item,
  items,
  children,
}: {
  readonly turns: Turns
  readonly item: unknown
  readonly items: unknown
  readonly children: ReactNode
}) {
  const around = useFormulaScope()
  const value = useMemo(() => {
    const { node, scope, arrives, functions, chain, insert } = around
    const parent = chain.length === 0 ? scope.message.body : undefined
    const inner = { ...scope, message: { ...scope.message, body: item } }
    const grouped = turns.groupBy === undefined ? {} : { group: items, key: '' }
    const variables = { ...(parent === undefined ? {} : { parent }), ...grouped, index: 0 }
    return {
      node,
      scope,
      arrives,
      functions,
      insert,
      chain: [...chain, turns],
      vocabulary: vocabularyOf(inner, functions, variables, schemaOfItem(arrives, [...chain, turns])),
    }
  }, [around, turns, item, items])
  return <Context value={value}>{children}</Context>
}
