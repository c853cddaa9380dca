import type { JsonSchema } from '#shared/node/define.ts'
import { ANYTHING } from '#shared/schema/body-schema.ts'
import { foldText } from '#shared/text/fold-text.ts'
import type { Text } from '#shared/text/text.ts'
import type { FormulaFunction } from './functions.ts'
import type { MessageScope } from './message-scope.ts'
import { fieldsOfSchema, withExamples } from './schema-fields.ts'
import { fieldsOf, flatFields, nameInPath, type SourceField } from './source-tree.ts'

/** One thing that can be put into a formula. */
export interface Suggestion {
  readonly insert: string
  readonly label: string
  /** Example value of a field, or what a function does. */
  readonly detail: string | Text
  readonly kind: 'field' | 'function'
}

/** What may stand at the caret. `from`–`to` is what the chosen suggestion replaces. */
export interface Completion {
  readonly from: number
  readonly to: number
  readonly items: readonly Suggestion[]
}

/** What suggestions are made from, put together once for a scope. */
export interface Vocabulary {
  readonly fields: readonly SourceField[]
  readonly functions: readonly FormulaFunction[]
  /** The example that plain names are read from: the body, or an item of the list around. */
  readonly body?: unknown
}

const MOST = 40
const WORD = /[$\p{L}\p{N}_.`-]*$/u

/** Everything that a formula can name in a scope: body (what the example has and what the schema says), `$headers`, `$keys`, `$steps`, `$run`, and extra variables of a for-each. */
export function vocabularyOf(
  scope: MessageScope,
  functions: readonly FormulaFunction[],
  variables: Readonly<Record<string, unknown>> = {},
  arrives: JsonSchema = ANYTHING,
): Vocabulary {
  const root = (name: string, value: unknown): readonly SourceField[] => {
    const children = fieldsOf(value, name)
    const kind = children.length > 0 ? 'object' : 'text'
    return [{ path: name, name, depth: 0, kind, example: '', children }]
  }
  const steps = Object.entries(scope.steps).map(
    ([node, body]): SourceField => ({
      path: `$steps.${nameInPath(node)}`,
      name: node,
      depth: 1,
      kind: 'object',
      example: '',
      children: fieldsOf(body, `$steps.${nameInPath(node)}`),
    }),
  )
  return {
    functions,
    body: scope.message.body,
    fields: [
      ...withExamples(fieldsOfSchema(arrives), fieldsOf(scope.message.body)),
      ...Object.entries(variables).flatMap(([name, value]) => root(`$${name}`, value)),
      ...root('$headers', scope.message.headers),
      ...root('$keys', scope.message.keys),
      { path: '$steps', name: '$steps', depth: 0, kind: 'object', example: '', children: steps },
      ...root('$run', { id: '', at: '', flow: '' }),
    ],
  }
}

/** Suggestions for the word before the caret; nothing inside a quoted text. `fieldsOnly` for plain field paths. */
export function completionAt(
  text: string,
  caret: number,
  vocabulary: Vocabulary,
  options: { readonly fieldsOnly?: boolean; readonly asked?: boolean } = {},
): Completion | undefined {
  const before = text.slice(0, caret)
  if (!options.fieldsOnly && insideQuotes(before)) return undefined
  const word = options.fieldsOnly ? before : (WORD.exec(before)?.[0] ?? '')
  if (!options.asked && (word === '' || (!options.fieldsOnly && /^[\d.-]/.test(word)))) return undefined
  const from = caret - word.length
  const wanted = foldText(word.replaceAll('`', ''))
  const fields = flatFields(vocabulary.fields).flatMap((field) => ranked(field.path, wanted, () => fieldItem(field)))
  const functions = options.fieldsOnly
    ? []
    : vocabulary.functions.flatMap((it) =>
        [it.name, ...(it.alias ? [it.alias] : [])].flatMap((name, nth) =>
          ranked(`$${name}`, wanted, () => functionItem(it, name), nth),
        ),
      )
  const items = [...fields, ...functions]
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ item }) => item)
  const [only] = items
  if (items.length === 0 || (items.length === 1 && only?.insert === word)) return undefined
  return { from, to: caret, items }
}

interface Ranked {
  readonly rank: number
  readonly item: Suggestion
}

function ranked(name: string, wanted: string, make: () => Suggestion, penalty = 0): Ranked[] {
  const folded = foldText(name.replaceAll('`', ''))
  const plain = folded.replace(/^\$/, '')
  const at = folded.indexOf(wanted)
  if (at < 0) return []
  const last = folded.split('.').at(-1) ?? ''
  const rank = at === 0 || plain.startsWith(wanted) ? 0 : last.startsWith(wanted) ? 1 : 2
  return [{ rank: rank * 1000 + penalty + (wanted === '' && name.startsWith('$') ? 500 : 0), item: make() }]
}

function fieldItem(field: SourceField): Suggestion {
  const detail =
    field.kind === 'list'
      ? { vi: 'danh sách', en: 'list' }
      : field.kind === 'object'
        ? { vi: 'nhóm trường', en: 'group' }
        : field.example
  return { insert: field.path, label: field.path, detail, kind: 'field' }
}

function functionItem(it: FormulaFunction, name: string): Suggestion {
  return {
    insert: `$${name}(`,
    label: `$${name}(${it.parameters.join(', ')})`,
    detail: it.help,
    kind: 'function',
  }
}

/** True when the text ends inside a quoted text. Backtick names are not texts. */
function insideQuotes(before: string): boolean {
  let open = ''
  for (let i = 0; i < before.length; i++) {
    const sign = before[i]
    if (sign === '\\') i++
    else if (open === '' && (sign === '"' || sign === "'")) open = sign
    else if (sign === open) open = ''
  }
  return open !== ''
}

/** The text with the suggestion put in, and where the caret then stands. */
export function applySuggestion(
  text: string,
  { from, to }: Pick<Completion, 'from' | 'to'>,
  insert: string,
): { readonly text: string; readonly caret: number } {
  return { text: text.slice(0, from) + insert + text.slice(to), caret: from + insert.length }
}
