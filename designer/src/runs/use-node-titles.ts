import { useMemo } from 'react'
import { useOperation } from '../api/api-context.ts'

/** Titles of the nodes of one version, by node id; empty until known. */
export function useNodeTitles(flow: string, version: string): ReadonlyMap<string, string> {
  const detail = useOperation(
    'getVersion',
    { params: { id: flow, version } },
    { enabled: flow !== '' && version !== '' },
  )
  return useMemo(() => {
    const nodes = detail.data?.flow.nodes
    if (typeof nodes !== 'object' || nodes === null) return new Map()
    return new Map(
      Object.entries(nodes).flatMap(([id, node]: [string, unknown]) => {
        const title = typeof node === 'object' && node !== null && 'title' in node ? node.title : undefined
        return typeof title === 'string' && title !== '' ? [[id, title] as const] : []
      }),
    )
  }, [detail.data])
}
