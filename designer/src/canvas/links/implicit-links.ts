import type { FlowLink, SystemMap } from '#shared/api/overview.ts'
import { ERROR_INBOX, type Flow, parseUse } from '#shared/flow/flow.ts'
import type { Text } from '#shared/text/text.ts'
import { type Catalogue, titleOfNode } from '../../document/catalogue.ts'
import { errorSourcesOf } from '../../document/wires.ts'
import { calledFlow } from '../called/called-flow.ts'

/** A link that no wire shows, as it is told at a node. */
export interface ImplicitLink {
  readonly is:
    | 'calls'
    | 'called'
    | 'noCaller'
    | 'failsTo'
    | 'catches'
    | 'answeredBy'
    | 'noAnswer'
    | 'answers'
    | 'noWaiter'
  /** The node, flow or kind of callback at the other end; undefined for the error inbox. */
  readonly name: Text | undefined
  /** Where it leads: a node of this flow, or another flow (and its node). */
  readonly node?: string
  readonly flow?: string
}

/** The links of a flow by node: calls, callbacks and error handlers. `map` tells of other flows; without it only this one is looked at. */
export function implicitLinks(
  flow: Flow,
  catalogue: Catalogue,
  map: SystemMap | undefined,
): ReadonlyMap<string, readonly ImplicitLink[]> {
  const name = (id: string): Text => titleOfNode(catalogue, flow, id)
  const others = (map?.flows ?? []).filter((it) => it.id !== flow.id)
  const here = Object.entries(flow.nodes).flatMap(([node, { use, settings }]) => {
    const way = wayOf(parseUse(use)?.type)
    const topic = settings?.topic
    return way && typeof topic === 'string' && topic !== '' ? [{ node, way, topic }] : []
  })
  const ends = (way: FlowLink['is'], topic: string): ImplicitLink[] => {
    const is = way === 'delivers' ? 'answeredBy' : 'answers'
    return [
      ...here.flatMap((it) =>
        it.way === way && it.topic === topic ? [{ is, name: name(it.node), node: it.node } as const] : [],
      ),
      ...others.flatMap((other) =>
        other.links.flatMap((link) =>
          link.is === way && link.to === topic
            ? [{ is, name: inFlow(other.title, link), flow: other.id, node: link.node } as const]
            : [],
        ),
      ),
    ]
  }
  const found = new Map<string, readonly ImplicitLink[]>()
  for (const [id, node] of Object.entries(flow.nodes)) {
    const links: ImplicitLink[] = []
    const called = calledFlow(node)
    if (called !== undefined) {
      const title = map?.flows.find((it) => it.id === called)?.title ?? called
      links.push({ is: 'calls', name: { vi: title, en: title }, flow: called })
    }
    if (map && parseUse(node.use)?.type === 'flow-in') links.push(...callersOf(flow.id, others))
    const callback = here.find((it) => it.node === id)
    if (callback) {
      const met = ends(callback.way === 'awaits' ? 'delivers' : 'awaits', callback.topic)
      const topic = { vi: callback.topic, en: callback.topic }
      if (met.length > 0) links.push(...met)
      else if (map) links.push({ is: callback.way === 'awaits' ? 'noAnswer' : 'noWaiter', name: topic })
    }
    const then = node.onError?.then
    if (then === ERROR_INBOX || (node.onError && then === undefined)) links.push({ is: 'failsTo', name: undefined })
    else if (then !== undefined && Object.hasOwn(flow.nodes, then))
      links.push({ is: 'failsTo', name: name(then), node: then })
    for (const from of errorSourcesOf(flow, id)) links.push({ is: 'catches', name: name(from), node: from })
    if (links.length > 0) found.set(id, links)
  }
  return found
}

/** Callbacks between nodes of one flow, to be drawn between them: from the node that delivers to the one that waits. */
export function callbackPairs(
  links: ReadonlyMap<string, readonly ImplicitLink[]>,
): readonly { readonly from: string; readonly to: string }[] {
  return [...links].flatMap(([from, all]) =>
    all.flatMap((link) =>
      link.is === 'answers' && link.flow === undefined && link.node !== undefined ? [{ from, to: link.node }] : [],
    ),
  )
}

function callersOf(id: string, others: SystemMap['flows']): readonly ImplicitLink[] {
  const callers = others.flatMap((other) =>
    other.links.flatMap((link): ImplicitLink[] =>
      link.is === 'flow' && link.to === id
        ? [{ is: 'called', name: inFlow(other.title, link), flow: other.id, node: link.node }]
        : [],
    ),
  )
  return callers.length > 0 ? callers : [{ is: 'noCaller', name: undefined }]
}

function inFlow(title: string, { nodeTitle }: FlowLink): Text {
  return { vi: `${title} › ${nodeTitle.vi}`, en: `${title} › ${nodeTitle.en}` }
}

function wayOf(type: string | undefined): 'awaits' | 'delivers' | undefined {
  if (type === 'wait-for-callback') return 'awaits'
  return type === 'deliver-callback' ? 'delivers' : undefined
}
