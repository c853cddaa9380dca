import type { Flow } from '../flow.ts'
import { flowOfPlain, plainFlow } from './edits.ts'
import { isRecord, isSame, joined, type Path, partsOf } from './parts.ts'

/**
 * What two flows share, as a flow: the base to merge them from when nobody knows where they began. What only one of them has
 * counts as added by it, so a merge from here loses nothing of either side and brings back what one of them had removed.
 */
export function commonFlow(a: Flow, b: Flow): Flow {
  const common = shared([], plainFlow(a), plainFlow(b))
  const flow = flowOfPlain({ title: a.title, ...(isRecord(common) ? common : {}) })
  // A title that differs is neither one's, so that the merge asks.
  return a.title === b.title ? flow : { ...flow, title: '' }
}

function shared(path: Path, a: unknown, b: unknown): unknown {
  if (isSame(a, b)) return a
  // Two types of node under one id are two nodes.
  if (isNode(path) && !(isRecord(a) && isRecord(b) && a.use === b.use)) return undefined
  const [ours, others] = partsOf([a, b], path) ?? []
  if (!ours || !others) return undefined
  const parts = new Map([...ours].map(([step, value]) => [step, shared([...path, step], value, others.get(step))]))
  return joined(parts, Array.isArray(a) || Array.isArray(b), path)
}

const isNode = (path: Path): boolean => path.length === 2 && path[0] === 'nodes'
