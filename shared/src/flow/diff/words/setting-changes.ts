import type { FieldLook } from '../../../node/fields.ts'
import type { Text } from '../../../text/text.ts'
import type { Change, Effect } from '../change.ts'
import { differences, type Edit } from '../edits.ts'
import { isRecord } from '../parts.ts'
import { kindOf, valueSentence, valuesOf } from './field-change.ts'
import { type Compared, nameNow, nodeOf } from './known-flow.ts'
import { mappingSentence } from './mapping-change.ts'
import { type Place, placeOf } from './place-words.ts'
import { inSentence, listed, quoted, say, valueWords } from './value-words.ts'

/** Changes of a node's settings. */
export function settingChanges(id: string, edits: readonly Edit[], compared: Compared): Change[] {
  const now = nodeOf(compared.after, id)
  const old = nodeOf(compared.before, id)
  const type = compared.know(now?.use ?? old?.use ?? '')
  const name = nameNow(id, compared)
  const values = [now?.settings, old?.settings]
  return edits.flatMap(rowsByPosition).map((edit): Change => {
    const place = placeOf(type?.settings, edit.path.slice(3), values)
    const { sentence, lines } = said(edit, place, values)
    return {
      kind: edit.order ? 'changed' : kindOf(edit.before, edit.after),
      effect: effectOf(type?.kind === 'router', place.look),
      node: id,
      path: `nodes.${id}.settings.${place.path}`,
      ...(edit.order ? edit.order : valuesOf(edit.before, edit.after)),
      sentence: say('Bước {name}: {sentence}', 'Step {name}: {sentence}', { name, sentence }),
      ...(lines ? { lines } : {}),
    }
  })
}

function said(edit: Edit, place: Place, values: readonly unknown[]): ReturnType<typeof valueSentence> {
  const { before, after } = edit
  const label = listed(
    place.words.map((it, i) => (i === 0 ? it : inSentence(it))),
    ' › ',
  )
  if (edit.order) {
    const it = place.inMapping ? { vi: 'trường đích', en: 'target fields' } : inSentence(label)
    return { sentence: say('đổi thứ tự {it}', 'put {it} into another order', { it }) }
  }
  if (place.inMapping && (place.inMapping.length > 0 || !Array.isArray(before ?? after))) {
    const steps = edit.path.slice(3, edit.path.length - place.inMapping.length)
    const mappings = values.map((value) => steps.reduce<unknown>(fieldOf, value))
    return { sentence: mappingSentence(place.inMapping, mappings, before, after) }
  }
  const row = rowSentence(edit, place)
  return row ? { sentence: row } : valueSentence({ label, before, after, look: place.look, byDefault: place.byDefault })
}

function fieldOf(value: unknown, step: string): unknown {
  return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined
}

/** A whole row that came or went, with the short ones of its fields. */
function rowSentence({ path, before, after }: Edit, place: Place): Text | undefined {
  const row = before === undefined ? after : before
  const last = path.at(-1) ?? ''
  const isRow = /^(?:\d+$|id=|target=|name=)/.test(last)
  if (!isRow || !isRecord(row) || (before !== undefined && after !== undefined)) return undefined
  const list = listed(place.labels.map(inSentence), ' › ')
  const name = place.words.at(-1) ?? quoted('')
  const fields = Object.entries(row).flatMap(([key, value]) => {
    const words = /^(?:id|label|title|name|target)$/.test(key) ? undefined : valueWords(value)
    return words ? [words] : []
  })
  const with3 = fields.length === 0 ? { vi: '', en: '' } : say(': {it}', ': {it}', { it: listed(fields.slice(0, 3)) })
  return before === undefined
    ? say('thêm dòng {name} vào {list}{with3}', 'added the row {name} to {list}{with3}', { name, list, with3 })
    : say('bỏ dòng {name} khỏi {list}{with3}', 'removed the row {name} from {list}{with3}', { name, list, with3 })
}

/** Lists whose rows have no names are told by position, what is the same at both ends left out. */
function rowsByPosition(edit: Edit): readonly Edit[] {
  const { path, before, after } = edit
  if (!isRows(before) || !isRows(after)) return [edit]
  let head = 0
  while (head < before.length && head < after.length && equal(before[head], after[head])) head++
  let tail = 0
  const most = Math.min(before.length, after.length) - head
  while (tail < most && equal(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++
  const longer = Math.max(before.length, after.length) - tail
  const edits: Edit[] = []
  for (let i = head; i < longer; i++) {
    const a = i < before.length - tail ? before[i] : undefined
    const b = i < after.length - tail ? after[i] : undefined
    edits.push(...differences([...path, String(i)], a, b).flatMap(rowsByPosition))
  }
  return edits
}

function isRows(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.every((row) => isRecord(row))
}

function equal(a: unknown, b: unknown): boolean {
  return differences([], a, b).length === 0
}

const effects: Partial<Record<FieldLook['kind'], Effect>> = {
  connection: 'connections',
  path: 'connections',
  cron: 'running',
  duration: 'running',
  condition: 'routing',
  flow: 'routing',
}

function effectOf(isRouter: boolean, look: FieldLook | undefined): Effect {
  const found = look && effects[look.kind]
  return found ?? (isRouter ? 'routing' : 'meaning')
}
