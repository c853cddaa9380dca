import { useMemo } from 'react'
import type { Flow, Layout } from '#shared/flow/flow.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import { useOperation } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import { type Catalogue, outPortsOf, titleOfNode } from './catalogue.ts'
import { readCatalogue } from './catalogue-answer.ts'
import { nodeOf } from './document.ts'

/** The node types of the server, for screens without an open flow; undefined until known. */
export function useServerCatalogue(): Catalogue | undefined {
  const { data } = useOperation('nodes', {})
  return useMemo(() => (data === undefined ? undefined : readCatalogue(data)), [data])
}

/** A stored version as it was published; undefined until it is read. */
export function useVersion(
  flow: string,
  version: string,
): { readonly flow: Flow; readonly layout: Layout } | undefined {
  const known = flow !== '' && version !== ''
  const { data } = useOperation('getVersion', { params: { id: flow, version } }, { enabled: known })
  return useMemo(() => {
    const read = data && parseFlow(data.flow).flow
    return read && { flow: read, layout: parseLayout(data.layout ?? { format: 1, at: {} }) }
  }, [data])
}

/** What people call the parts of a flow. */
export interface NodeTitles {
  /** The officer's title of a node, else that of its type; its id only when the flow is not known (yet) or has no such node. */
  readonly of: (node: string) => string
  /** The title of an output port. */
  readonly port: (node: string, port: string) => string
}

/** Titles of the nodes of one version. */
export function useNodeTitles(flow: string, version: string): NodeTitles {
  return useTitlesIn(useVersion(flow, version)?.flow)
}

/** Titles of the nodes of a flow as this person has it open (the draft), for screens without an editor. */
export function useDraftTitles(flow: string): NodeTitles {
  const { data } = useOperation('getFlow', { params: { id: flow } })
  return useTitlesIn(useMemo(() => data && parseFlow(data.flow).flow, [data]))
}

function useTitlesIn(flow: Flow | undefined): NodeTitles {
  const catalogue = useServerCatalogue()
  const text = useText()
  return useMemo(
    () => ({
      of: (id) => (flow && catalogue ? text(titleOfNode(catalogue, flow, id)) : id),
      port: (id, name) => {
        const node = flow && nodeOf(flow, id)
        const port = node && catalogue && outPortsOf(catalogue, node).find((it) => it.name === name)
        return port ? text(port.title) : name
      },
    }),
    [flow, catalogue, text],
  )
}
