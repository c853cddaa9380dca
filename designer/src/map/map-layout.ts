import type { ElkNode } from 'elkjs/lib/elk-api.js'
import type { Layouter } from '../canvas/tidy/tidy.ts'
import type { MapModel } from './map-model.ts'

/** Pixels of a box. */
export const CARD_WIDTH = 300
export const CARD_HEIGHT = 60

/** Where each box stands. */
export type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '120',
  'elk.spacing.nodeNode': '24',
  'elk.spacing.componentComponent': '48',
  'elk.aspectRatio': '1.6',
}

/** Lays the map out from left to right: who uses stands left of what is used. */
export async function placeMap(model: MapModel, layouter: Layouter): Promise<Places> {
  const linked = new Set(model.edges.flatMap(({ from, to }) => [from, to]))
  const graph: ElkNode = {
    id: 'map',
    layoutOptions: options,
    children: model.nodes.map(({ key }) => ({
      id: key,
      width: CARD_WIDTH,
      height: CARD_HEIGHT,
      // Small parts come first unless told; what nobody uses belongs behind.
      layoutOptions: { 'elk.priority': linked.has(key) ? '1' : '0' },
    })),
    edges: model.edges.map(({ key, from, to }) => ({ id: key, sources: [from], targets: [to] })),
  }
  const placed = await layouter(graph)
  return new Map((placed.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]))
}
