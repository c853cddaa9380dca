import { useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { nodeOf } from '../../document/document.ts'
import type { DocumentStore } from '../../document/document-store.ts'
import { calledFlow } from './called-flow.ts'
import { callersIn, stateOf } from './callers.ts'

/** Opens the flow that a node calls and remembers the way back; false when the node calls none. */
export function useOpenCalled(document: DocumentStore): (node: string) => boolean {
  const go = useNavigate()
  const { state } = useLocation()
  return useMemo(
    () => (node) => {
      const { flow } = document.getState()
      const called = calledFlow(nodeOf(flow, node))
      if (called === undefined) return false
      void go(`/luong/${called}`, { state: stateOf([...callersIn(state), { flow: flow.id, title: flow.title, node }]) })
      return true
    },
    [document, go, state],
  )
}
