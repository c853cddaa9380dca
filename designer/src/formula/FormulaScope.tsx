import { createContext, type ReactNode, type RefObject, useContext, useMemo, useRef } from 'react'
import { useOperation } from '../api/api-context.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { useTrial } from '../session/TrialProvider.tsx'
import { chosenSample } from '../session/trial-store.ts'
import { type Vocabulary, vocabularyOf } from './completion.ts'
import { type FormulaFunction, functionsOf } from './functions.ts'
import { EMPTY_SCOPE, entryNode, type MessageScope, scopeAt } from './message-scope.ts'

/** What the formulas of one place can see. */
export interface FormulaScope {
  readonly scope: MessageScope
  readonly vocabulary: Vocabulary
  readonly functions: readonly FormulaFunction[]
  /** What the for-eaches around run over, outermost first; empty outside of mappings. */
  readonly chain: readonly string[]
  /** Puts a field into the formula that had the focus last; false when there is none. */
  readonly insert: RefObject<((path: string) => void) | undefined>
}

const NOWHERE: FormulaScope = {
  scope: EMPTY_SCOPE,
  vocabulary: { fields: [], functions: [] },
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

/** Gives the fields below the example message of a node, and one place where picked fields go. */
export function NodeFormulaScope({
  node,
  children,
}: {
  readonly node: string | undefined
  readonly children: ReactNode
}) {
  const scope = useMessageScope(node)
  const functions = useFunctions()
  const insert = useRef<((path: string) => void) | undefined>(undefined)
  const value = useMemo(
    () => ({ scope, functions, vocabulary: vocabularyOf(scope, functions), chain: [], insert }),
    [scope, functions],
  )
  return <Context value={value}>{children}</Context>
}

/** A place inside a for-each: `item` is an example of what it runs over. */
export function ItemFormulaScope({
  over,
  item,
  children,
}: {
  readonly over: string
  readonly item: unknown
  readonly children: ReactNode
}) {
  const around = useFormulaScope()
  const value = useMemo(() => {
    const { scope, functions, chain, insert } = around
    const parent = chain.length === 0 ? scope.message.body : undefined
    const inner = { ...scope, message: { ...scope.message, body: item } }
    const variables = { ...(parent === undefined ? {} : { parent }), index: 0 }
    return { scope, functions, insert, chain: [...chain, over], vocabulary: vocabularyOf(inner, functions, variables) }
  }, [around, over, item])
  return <Context value={value}>{children}</Context>
}
