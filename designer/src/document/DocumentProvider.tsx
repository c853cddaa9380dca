import { createContext, type ReactNode, useContext } from 'react'
import { useStore } from 'zustand'
import type { Flow, FlowNode, Problem } from '#shared/flow/flow.ts'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import type { FixedPort } from '#shared/node/define.ts'
import type { Text } from '#shared/text/text.ts'
import type { Autosave } from './autosave.ts'
import { type Catalogue, definitionOf, outPortsOf } from './catalogue.ts'
import { nodeOf } from './document.ts'
import type { DocumentState, DocumentStore } from './document-store.ts'
import type { ProblemsState, ProblemsStore } from './problems-store.ts'

/** The stores of one open flow, handed down together. `autosave` is absent in read-only views. */
export interface OpenDocument {
  readonly document: DocumentStore
  readonly problems: ProblemsStore
  readonly autosave?: Autosave | undefined
}

const Context = createContext<OpenDocument | undefined>(undefined)

/** Gives the stores of one open flow to everything below. */
export function DocumentProvider({ value, children }: { readonly value: OpenDocument; readonly children: ReactNode }) {
  return <Context value={value}>{children}</Context>
}

/** The stores themselves, for event handlers that read `getState()` without drawing anew. */
export function useOpenDocument(): OpenDocument {
  const open = useContext(Context)
  if (!open) throw new Error('DocumentProvider is missing above this component')
  return open
}

/** A part of the document; the selector must return a value that keeps its identity while nothing changed. */
export function useDocument<T>(selector: (state: DocumentState) => T): T {
  return useStore(useOpenDocument().document, selector)
}

/** `dispatch` of the document store. */
export function useDispatch(): DocumentState['dispatch'] {
  return useDocument(selectDispatch)
}

/** A part of the problems. */
export function useProblems<T>(selector: (state: ProblemsState) => T): T {
  return useStore(useOpenDocument().problems, selector)
}

const NO_PROBLEMS: readonly Problem[] = []

/** The problems of one node, worst first. */
export function useNodeProblems(id: string): readonly Problem[] {
  return useProblems((state) => state.byNode.get(id)) ?? NO_PROBLEMS
}

/** A node of the flow; undefined after it was deleted. */
export function useNode(id: string): FlowNode | undefined {
  return useDocument((state) => nodeOf(state.flow, id))
}

/** The definition of a node's type; undefined for a type that is not installed. */
export function useDefinition(id: string): CatalogueNode | undefined {
  return useDocument((state) => definitionOf(state.catalogue, nodeOf(state.flow, id)))
}

const NO_PORTS: readonly FixedPort[] = []

/** The output ports of a node. */
export function useOutPorts(id: string): readonly FixedPort[] {
  const node = useNode(id)
  const catalogue = useDocument(selectCatalogue)
  return node ? outPortsOf(catalogue, node) : NO_PORTS
}

/** The title of a node as a person sees it. */
export function useNodeTitle(id: string): Text {
  const node = useNode(id)
  const definition = useDefinition(id)
  if (node?.title) return { vi: node.title, en: node.title }
  const type = node?.use ?? id
  return definition?.title ?? { vi: type, en: type }
}

/** The flow. Redraws at every logic change: prefer `useNode`. */
export function useFlow(): Flow {
  return useDocument(selectFlow)
}

/** The catalogue of node types. */
export function useCatalogue(): Catalogue {
  return useDocument(selectCatalogue)
}

const selectDispatch = (state: DocumentState): DocumentState['dispatch'] => state.dispatch
const selectFlow = (state: DocumentState): Flow => state.flow
const selectCatalogue = (state: DocumentState): Catalogue => state.catalogue
