import type { Text } from '../../../text/text.ts'
import { isRecord, type Path } from '../parts.ts'
import { below, rowAt } from './place-words.ts'
import { inSentence, listed, quoted, say, valueWords } from './value-words.ts'

/** The parts of a mapping line in words, as they follow “trường đích …”. */
const parts: Readonly<Record<string, Text>> = {
  when: { vi: 'điều kiện', en: 'condition' },
  as: { vi: 'kiểu', en: 'type' },
  missing: { vi: 'cách xử lý khi thiếu', en: 'what to do when it is missing' },
  default: { vi: 'giá trị thay thế', en: 'replacement' },
  over: { vi: 'danh sách được lặp', en: 'the list that it repeats over' },
  where: { vi: 'điều kiện lọc', en: 'filter' },
  groupBy: { vi: 'cách nhóm', en: 'groups' },
  sort: { vi: 'thứ tự sắp xếp', en: 'order' },
  by: { vi: 'khoá sắp xếp', en: 'sort key' },
  order: { vi: 'chiều sắp xếp', en: 'direction of the order' },
  each: { vi: 'cách lặp', en: 'repetition' },
  fields: { vi: 'các trường con', en: 'inner fields' },
}

const words: Readonly<Record<string, Text>> = {
  text: { vi: 'chữ', en: 'text' },
  number: { vi: 'số', en: 'number' },
  boolean: { vi: 'đúng/sai', en: 'true or false' },
  any: { vi: 'giữ nguyên', en: 'as it is' },
  error: { vi: 'báo lỗi', en: 'fail' },
  omit: { vi: 'bỏ qua', en: 'leave out' },
  null: { vi: 'để trống', en: 'null' },
  asc: { vi: 'tăng dần', en: 'ascending' },
  desc: { vi: 'giảm dần', en: 'descending' },
}

/** What a change inside a mapping says, told by the field of the target. `values`: the mapping now and before. */
export function mappingSentence(path: Path, values: readonly unknown[], before: unknown, after: unknown): Text {
  const { target, rest } = targetOf(path, values)
  if (target === undefined) return { vi: 'đã sửa ánh xạ', en: 'changed the mapping' }
  const it = say('trường đích {target}', 'target field {target}', { target: quoted(target) })
  if (rest.length === 0) return lineSentence(it, before, after)
  const name = rest.filter((step) => step !== 'each').at(-1) ?? 'each'
  const a = partWords(name, before)
  const b = partWords(name, after)
  if (name === 'value' || (rest.length === 1 && rest[0] === 'value')) return sourceSentence(it, a, b)
  const part = parts[name] ?? inSentence({ vi: name, en: name })
  if (a && b)
    return say('{it}: {part} đổi từ {a} thành {b}', '{it}: {part} changed from {a} to {b}', { it, part, a, b })
  if (before === undefined && b) return say('{it}: đặt {part} là {b}', '{it}: set {part} to {b}', { it, part, b })
  if (after === undefined) return say('{it}: bỏ {part}', '{it}: cleared {part}', { it, part })
  return say('{it}: đã sửa {part}', '{it}: changed {part}', { it, part })
}

/** A place inside a mapping: its field of the target and, behind that, the part of the line: trường đích “ChuHoSo.HoTen”, điều kiện. */
export function mappingPlace(path: Path, mapping: unknown): readonly Text[] {
  const { target, rest } = targetOf(path, [mapping])
  if (target === undefined) return []
  const part = rest.findLast((step) => Object.hasOwn(parts, step))
  const words =
    rest[0] === 'value' ? { vi: 'nguồn dữ liệu', en: 'source' } : part === undefined ? undefined : parts[part]
  return [say('trường đích {target}', 'target field {target}', { target: quoted(target) }), ...(words ? [words] : [])]
}

/** `target=ChuHoSo`, `fields`, `target=HoTen` → ChuHoSo.HoTen and what follows. */
function targetOf(path: Path, values: readonly unknown[]): { readonly target?: string; readonly rest: Path } {
  const names: string[] = []
  let here = values
  let last = -1
  for (const [i, step] of path.entries()) {
    const row = rowAt(here, step)
    here = here.map((value) => below(value, step))
    if (!row) continue
    names.push(row.name)
    last = i
  }
  return { ...(names.length > 0 ? { target: names.join('.') } : {}), rest: path.slice(last + 1) }
}

function lineSentence(it: Text, before: unknown, after: unknown): Text {
  if (before === undefined) {
    const source = sourceOf(after)
    return source
      ? say('thêm {it}, lấy từ {source}', 'added the {it}, from {source}', { it, source })
      : say('thêm {it}', 'added the {it}', { it })
  }
  if (after === undefined) {
    const source = sourceOf(before)
    return source
      ? say('bỏ {it} (trước lấy từ {source})', 'removed the {it} (was from {source})', { it, source })
      : say('bỏ {it}', 'removed the {it}', { it })
  }
  return say('đã sửa {it}', 'changed the {it}', { it })
}

function sourceSentence(it: Text, a: Text | undefined, b: Text | undefined): Text {
  if (a && b) return say('{it} nay lấy từ {b} (trước: {a})', '{it} now comes from {b} (was: {a})', { it, a, b })
  if (b) return say('{it} nay lấy từ {b}', '{it} now comes from {b}', { it, b })
  return say('{it}: đã sửa nguồn dữ liệu', '{it}: its source was changed', { it })
}

function sourceOf(line: unknown): Text | undefined {
  if (!isRecord(line)) return undefined
  if (line.value !== undefined) return literal(line.value)
  const inner = line.fields ?? (isRecord(line.each) ? line.each.fields : undefined)
  if (!Array.isArray(inner)) return undefined
  const names = inner.flatMap((it: unknown) =>
    isRecord(it) && typeof it.target === 'string' ? [quoted(it.target)] : [],
  )
  return names.length > 0 && names.length <= 5
    ? say('các trường con {names}', 'the inner fields {names}', { names: listed(names) })
    : undefined
}

function literal(value: unknown): Text | undefined {
  const found = valueWords(value)
  return found && !isRecord(value) ? say('giá trị {found}', 'the value {found}', { found }) : found
}

function partWords(name: string, value: unknown): Text | undefined {
  if (value === undefined) return undefined
  if ((name === 'as' || name === 'missing') && typeof value === 'string') return words[value] ?? quoted(value)
  return name === 'value' ? literal(value) : valueWords(value)
}
