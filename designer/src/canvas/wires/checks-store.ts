import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { WireCheck, WireState } from '#shared/schema/check-wires.ts'
import { knownNode, schemasOf } from '../../document/catalogue.ts'
import { useOpenDocument } from '../../document/DocumentProvider.tsx'
import type { DocumentStore } from '../../document/document-store.ts'
import { wireKey, wiresInto } from '../../document/wires.ts'

/** What is found about the wires of the open flow, by wire key. Empty until the checker is there. */
export interface WireChecks extends StoreApi<{ readonly checks: ReadonlyMap<string, WireCheck> }> {
  /** Follows the document until the returned function is called. */
  readonly start: () => () => void
}

/** Makes the checks of one open flow. The checker reads formulas, so it is loaded after the canvas stands. */
export function createWireChecks(document: DocumentStore): WireChecks {
  const store = createStore<{ readonly checks: ReadonlyMap<string, WireCheck> }>()(() => ({ checks: new Map() }))
  return {
    ...store,
    start() {
      let stopped = false
      let late: ReturnType<typeof setTimeout> | undefined
      let forget = (): void => {}
      void import('#shared/schema/check-wires.ts').then(({ createWireChecker }) => {
        if (stopped) return
        const check = createWireChecker()
        const look = (): void => {
          late = undefined
          const { flow, catalogue } = document.getState()
          const checks = check(flow, (node) => knownNode(catalogue, node), schemasOf(flow, catalogue))
          store.setState({ checks })
        }
        // After the drawing of the edit itself, and once for edits that come together.
        forget = document.subscribe((now, before) => {
          if (now.flow.nodes !== before.flow.nodes || now.catalogue !== before.catalogue) late ??= setTimeout(look, 0)
        })
        look()
      })
      return () => {
        stopped = true
        clearTimeout(late)
        forget()
      }
    },
  }
}

/** Hands the checks down to wires, nodes and the outline. */
export const WireChecksContext = createContext<WireChecks | undefined>(undefined)

function useChecks(): WireChecks {
  const checks = useContext(WireChecksContext)
  if (!checks) throw new Error('WireChecksContext is missing above this component')
  return checks
}

/** What was found about one wire; undefined when it is not checked. */
export function useWireCheck(key: string | undefined): WireCheck | undefined {
  return useStore(useChecks(), (state) => (key === undefined ? undefined : state.checks.get(key)))
}

const rank: Readonly<Record<WireState, number>> = { ok: 0, maybe: 1, lossy: 2, error: 3 }

/** The worst of these wires; undefined when all of them fit. */
export function worstCheck(checks: ReadonlyMap<string, WireCheck>, keys: readonly string[]): WireCheck | undefined {
  return keys
    .flatMap((key) => checks.get(key) ?? [])
    .filter((it) => it.state !== 'ok')
    .sort((a, b) => rank[b.state] - rank[a.state])[0]
}

/** The worst wire into a node; undefined when all of them fit. */
export function useWorstInto(node: string): WireCheck | undefined {
  const checks = useChecks()
  const { document } = useOpenDocument()
  return useStore(checks, (state) => worstCheck(state.checks, wiresInto(document.getState().flow, node).map(wireKey)))
}
