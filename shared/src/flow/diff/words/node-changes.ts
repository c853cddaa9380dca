import type { NodeKind } from '../../../node/define.ts'
import type { Text } from '../../../text/text.ts'
import { ERROR_INBOX } from '../../flow.ts'
import { retryPolicies } from '../../retry-policies.ts'
import type { Change, Effect } from '../change.ts'
import type { Edit } from '../edits.ts'
import { isRecord } from '../parts.ts'
import { kindOf, valueSentence, valuesOf } from './field-change.ts'
import { type Compared, nameNow, nameOf, nodeOf } from './known-flow.ts'
import { settingChanges } from './setting-changes.ts'
import { listed, quoted, same, say } from './value-words.ts'
import { leadsTo, wireChanges } from './wire-changes.ts'

const byKind: Readonly<Record<NodeKind, Effect>> = {
  trigger: 'connections',
  connector: 'connections',
  transform: 'meaning',
  router: 'routing',
  control: 'routing',
}

/** All changes of one node. */
export function nodeChanges(id: string, edits: readonly Edit[], compared: Compared): Change[] {
  const whole = edits.find((edit) => edit.path.length === 2)
  if (whole) return [wholeNode(id, compared, whole)]
  const of = (part: string): readonly Edit[] => edits.filter((edit) => edit.path[2] === part)
  const plain = edits.filter(({ path }) => path[2] !== 'settings' && path[2] !== 'to')
  return [
    ...plain.map((edit) => partChange(id, edit, compared)),
    ...settingChanges(id, of('settings'), compared),
    ...wireChanges(id, of('to'), compared),
  ]
}

function wholeNode(id: string, compared: Compared, { before, after }: Edit): Change {
  const node = nodeOf(compared.after, id) ?? nodeOf(compared.before, id)
  const known = compared.know(node?.use ?? '')
  const name = nameOf(id, node, compared.know)
  const type = known?.title ?? same(node?.use ?? id)
  // A node without a title of its own is called by its type already.
  const kind = node?.title === undefined ? same('') : { vi: ` (${type.vi})`, en: ` (${type.en})` }
  const sentence =
    after === undefined
      ? say('Xoá bước {name}{kind}', 'Removed the step {name}{kind}', { name, kind })
      : say('Thêm bước {name}{kind}{leads}', 'Added the step {name}{kind}{leads}', {
          name,
          kind,
          leads: leadsTo(id, compared),
        })
  return {
    kind: after === undefined ? 'removed' : 'added',
    effect: known ? byKind[known.kind] : 'meaning',
    node: id,
    path: `nodes.${id}`,
    ...valuesOf(before, after),
    sentence,
  }
}

function partChange(id: string, edit: Edit, compared: Compared): Change {
  const { path, before, after } = edit
  const name = nameNow(id, compared)
  const { effect, sentence, lines } = partWords(id, edit, compared, name)
  return {
    kind: kindOf(before, after),
    effect,
    node: id,
    path: path.join('.'),
    ...valuesOf(before, after),
    sentence,
    ...(lines ? { lines } : {}),
  }
}

interface Said extends Pick<Change, 'effect' | 'sentence' | 'lines'> {}

function partWords(id: string, { path, before, after }: Edit, compared: Compared, name: Text): Said {
  const of = (effect: Effect, { sentence, lines }: ReturnType<typeof valueSentence>): Said => ({
    effect,
    sentence: say('Bước {name}: {sentence}', 'Step {name}: {sentence}', { name, sentence }),
    ...(lines ? { lines } : {}),
  })
  const part = path.slice(2).join('.')
  if (part === 'title') {
    const old = nameOf(id, nodeOf(compared.before, id), compared.know)
    return {
      effect: 'look',
      sentence: say('Bước {old} đổi tên thành {name}', 'Step {old} is now called {name}', { old, name }),
    }
  }
  if (part === 'disabled')
    return after === true
      ? {
          effect: 'routing',
          sentence: say(
            'Tắt bước {name}: thông điệp đi qua mà không đổi',
            'Disabled the step {name}: messages pass unchanged',
            { name },
          ),
        }
      : { effect: 'routing', sentence: say('Bật lại bước {name}', 'Enabled the step {name} again', { name }) }
  if (part === 'onError.then') return { effect: 'errors', sentence: errorWay(name, after, compared) }
  if (part === 'onError.retry') {
    const label = { vi: 'Cách thử lại', en: 'Retry policy' }
    return of('errors', valueSentence({ label, before, after, look: { kind: 'choice', options: policies } }))
  }
  if (part === 'compensate') return { effect: 'errors', sentence: undoWay(name, after, compared) }
  if (part === 'use') return of('meaning', valueSentence({ label: { vi: 'Loại nút', en: 'Node type' }, before, after }))
  if (part === 'note') return of('look', valueSentence({ label: { vi: 'Ghi chú', en: 'Note' }, before, after }))
  if (part === 'schema') return of('meaning', { sentence: schemaWords(before, after) })
  if (path[2] === 'accepted') return of('meaning', { sentence: acceptedWords(path[3] ?? '', before, after) })
  return of('meaning', valueSentence({ label: same(part), before, after }))
}

const policies = Object.entries(retryPolicies).map(([value, { title }]) => ({ value, title }))

function undoWay(name: Text, branch: unknown, compared: Compared): Text {
  if (typeof branch !== 'string')
    return say('Bước {name}: không còn bù trừ', 'Step {name}: is no longer undone', { name })
  const to = nameNow(branch, compared)
  return say('Bước {name}: được bù trừ bằng {to}', 'Step {name}: is undone by {to}', { name, to })
}

function errorWay(name: Text, then: unknown, compared: Compared): Text {
  if (typeof then !== 'string' || then === ERROR_INBOX)
    return say('Bước {name}: khi lỗi, thông điệp vào hộp lỗi', 'Step {name}: failed messages go to the error inbox', {
      name,
    })
  const to = nameNow(then, compared)
  return say('Bước {name}: khi lỗi, thông điệp chuyển đến {to}', 'Step {name}: failed messages go to {to}', {
    name,
    to,
  })
}

function schemaWords(before: unknown, after: unknown): Text {
  const a = fieldNames(before)
  const b = fieldNames(after)
  const come = b.filter((it) => !a.includes(it))
  const gone = a.filter((it) => !b.includes(it))
  const some = (vi: string, en: string, names: readonly string[]): Text[] =>
    names.length === 0 ? [] : [say(`${vi} {names}`, `${en} {names}`, { names: listed(names.slice(0, 8).map(quoted)) })]
  const parts = [...some('thêm', 'added', come), ...some('bỏ', 'without', gone)]
  const what = parts.length === 0 ? same('') : say(': {it}', ': {it}', { it: listed(parts, '; ') })
  if (after === undefined) return { vi: 'bỏ khai báo cấu trúc dữ liệu ra', en: 'no longer declares its output' }
  return say('khai báo lại cấu trúc dữ liệu ra{what}', 'declares its output anew{what}', { what })
}

function fieldNames(schema: unknown): readonly string[] {
  if (!isRecord(schema)) return []
  const inner = isRecord(schema.items) ? schema.items : schema
  return isRecord(inner.properties) ? Object.keys(inner.properties) : []
}

function acceptedWords(field: string, before: unknown, after: unknown): Text {
  const it = quoted(field)
  if (typeof after !== 'string')
    return say('không còn chấp nhận cảnh báo ở trường {it}', 'no longer accepts the finding at the field {it}', { it })
  const reason = quoted(after)
  return before === undefined
    ? say(
        'chấp nhận cảnh báo ở trường {it}, lý do {reason}',
        'accepts the finding at the field {it}, reason {reason}',
        { it, reason },
      )
    : say('đổi lý do chấp nhận ở trường {it} thành {reason}', 'accepts the field {it} for another reason: {reason}', {
        it,
        reason,
      })
}
