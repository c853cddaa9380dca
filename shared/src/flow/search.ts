import type { JsonSchema } from '../node/define.ts'
import { foldText, matchesText } from '../text/fold-text.ts'
import type { Text } from '../text/text.ts'
import type { Flow, Layout, Problem } from './flow.ts'
import { textOf } from './lines.ts'
import { settingWords } from './setting-words.ts'

/** Where a word was found. */
export const searchPlaces = ['flow', 'node', 'setting', 'note', 'group', 'problem'] as const
export type SearchPlace = (typeof searchPlaces)[number]

/** One place of a flow that holds what was looked for. */
export interface SearchHit {
  readonly place: SearchPlace
  readonly node?: string
  /** The setting, as a problem's path names it: `branches.0.when`. */
  readonly path?: string
  /** The setting as its form calls it: Các nhánh › “khan” › Khi. */
  readonly where?: Text
  /** The group or note on the canvas. */
  readonly box?: string
  /** What stands there, cut to the part that was found. */
  readonly text: string
}

/** What is looked through beside the flow itself. */
export interface SearchAround {
  readonly layout?: Layout | undefined
  readonly problems?: readonly Problem[]
  /** What a node's type is called, and its form as JSON Schema with `x-field`. */
  readonly typeOf?: (use: string) => { readonly title: Text; readonly settings: JsonSchema } | undefined
}

/** Longest text of a hit. */
const SHOWN = 160
/** How deep settings are looked into, and how many of a flow's places at most. */
const DEEP = 12
const MOST_PLACES = 100_000

interface Entry {
  readonly hit: SearchHit
  /** What the words may be found in; one of them must be in `hit.text`. */
  readonly around: readonly string[]
  readonly weight: number
}

/** The places of a flow that hold every word, best first: names before settings, beginnings before middles. Marks and case do not count. */
export function searchFlow(flow: Flow, query: string, most: number, around: SearchAround = {}): readonly SearchHit[] {
  const folded = foldText(query)
  if (folded === '') return []
  const words = folded.split(' ')
  const ranked: { readonly entry: Entry; readonly rank: number }[] = []
  for (const entry of entriesOf(flow, around)) {
    const own = foldText(entry.hit.text)
    if (!words.some((word) => own.includes(word)) || !matchesText(query, [entry.hit.text, ...entry.around])) continue
    const start = own.startsWith(folded) ? 0 : own.includes(folded) ? 1 : 2
    ranked.push({ entry, rank: entry.weight * 3 + start })
  }
  ranked.sort((a, b) => a.rank - b.rank)
  return ranked.slice(0, most).map(({ entry: { hit } }) => {
    const where = whereOf(flow, hit, around)
    return { ...hit, text: excerpt(hit.text, words), ...(where ? { where } : {}) }
  })
}

/** Asked for what is shown only: there may be very many places. */
function whereOf(flow: Flow, { node, path }: SearchHit, { typeOf }: SearchAround): Text | undefined {
  const it = node !== undefined && Object.hasOwn(flow.nodes, node) ? flow.nodes[node] : undefined
  return it && path !== undefined ? settingWords(typeOf?.(it.use)?.settings, it.settings, path) : undefined
}

function* entriesOf(flow: Flow, { layout, problems, typeOf }: SearchAround): Generator<Entry> {
  yield { hit: { place: 'flow', text: flow.title }, around: [flow.id], weight: 0 }
  if (flow.summary) yield { hit: { place: 'flow', text: flow.summary }, around: [flow.title], weight: 4 }
  const budget = { left: MOST_PLACES }
  for (const [node, it] of Object.entries(flow.nodes)) {
    const type = typeOf?.(it.use)?.title
    const title = it.title ?? type?.vi ?? it.use
    yield {
      hit: { place: 'node', node, text: title },
      around: [node, it.use, type?.vi ?? '', type?.en ?? ''],
      weight: 0,
    }
    if (type && it.title)
      yield { hit: { place: 'node', node, text: type.vi }, around: [type.en, node, title], weight: 2 }
    yield { hit: { place: 'node', node, text: node }, around: [title, it.use], weight: 2 }
    const note = String(textOf(it.note) ?? '')
    if (note !== '') yield { hit: { place: 'note', node, text: note }, around: [title], weight: 3 }
    for (const [path, text] of leaves(it.settings, '', DEEP, budget))
      yield { hit: { place: 'setting', node, path, text }, around: [title, path], weight: 3 }
    const to = it.onError?.then
    if (to !== undefined)
      yield { hit: { place: 'setting', node, path: 'onError', text: to }, around: [title], weight: 4 }
  }
  for (const [box, group] of Object.entries(layout?.groups ?? {}))
    yield { hit: { place: 'group', box, text: group.title }, around: [group.description ?? ''], weight: 1 }
  for (const [box, note] of Object.entries(layout?.notes ?? {}))
    yield { hit: { place: 'note', box, text: note.text }, around: [], weight: 2 }
  for (const { node, path, message } of problems ?? []) {
    const at = { ...(node === undefined ? {} : { node }), ...(path === undefined ? {} : { path }) }
    yield { hit: { place: 'problem', ...at, text: message.vi }, around: [message.en], weight: 3 }
  }
}

/** Every text and number of settings with its path; text of several lines counts as one. */
function* leaves(
  value: unknown,
  path: string,
  deep: number,
  budget: { left: number },
): Generator<readonly [string, string]> {
  if (deep === 0 || budget.left <= 0) return
  const text = textOf(value)
  if (typeof text === 'string' || typeof text === 'number') {
    budget.left--
    if (text !== '') yield [path, String(text)]
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value))
    yield* leaves(item, path === '' ? key : `${path}.${key}`, deep - 1, budget)
}

function excerpt(text: string, words: readonly string[]): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= SHOWN) return line
  const folded = foldText(line)
  const at = Math.max(
    0,
    ...words
      .map((word) => folded.indexOf(word))
      .filter((index) => index >= 0)
      .slice(0, 1),
  )
  const from = Math.max(0, Math.min(at - 40, line.length - SHOWN))
  return `${from > 0 ? '…' : ''}${line.slice(from, from + SHOWN)}…`
}
