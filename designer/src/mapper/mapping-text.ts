import type { Mapping } from '#shared/mapping/mapping.ts'
import { mappingSchema } from '#shared/mapping/schema.ts'
import { issueReason } from '#shared/text/issue-reason.ts'
import type { Text } from '#shared/text/text.ts'
import { isRecord } from '../document/catalogue.ts'
import { jsonFaultAt } from '../session/json-place.ts'
import { finished, placeOfProblem, targetsTo, unfinishedCount } from './mapping-edits.ts'
import { readMapping } from './read-mapping.ts'

const LONGEST = 2_000_000

/** A mapping as text: JSON with two spaces. */
export function textOfMapping(mapping: Mapping): string {
  return JSON.stringify(mapping, null, 2)
}

/** The mapping that a text says, or what is wrong with it and where. Rows that have no source yet are no fault. */
export function mappingOfText(text: string): { readonly mapping: Mapping } | { readonly fault: Text } {
  if (text.length > LONGEST)
    return { fault: { vi: 'Văn bản dài hơn 2 triệu ký tự', en: 'The text is longer than 2 million characters' } }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const line = text.slice(0, jsonFaultAt(text)).split('\n').length
    return { fault: { vi: `JSON chưa đúng ở dòng ${line}`, en: `The JSON is wrong in line ${line}` } }
  }
  const mapping = readMapping(value)
  // Unfinished rows are judged when they are finished; the rest must be a mapping through and through.
  const unfinished = unfinishedCount(mapping) > 0
  const lost = unfinished ? unreadIn(value, mapping) : undefined
  if (lost) return { fault: lost }
  const strict = unfinished ? finished(mapping) : value
  const checked = mappingSchema().safeParse(strict, { reportInput: true })
  if (checked.success) return { mapping }
  const [issue] = checked.error.issues
  if (!issue) return { mapping }
  const place = issue.path.join('.')
  const names = targetsTo(mapping, placeOfProblem(place)).join('.')
  const reason = issueReason(issue)
  return {
    fault: {
      vi: names === '' ? reason.vi : `Dòng "${names}": ${reason.vi}`,
      en: names === '' ? reason.en : `Row "${names}": ${reason.en}`,
    },
  }
}

/** The first part of the text that a mapping has no place for; taking the text over would lose it. */
function unreadIn(raw: unknown, read: unknown, row = ''): Text | undefined {
  if (Array.isArray(raw) && Array.isArray(read)) {
    if (raw.length !== read.length) return unread('[]', row)
    for (const [at, inner] of raw.entries()) {
      const target = isRecord(inner) && typeof inner.target === 'string' ? inner.target : ''
      const fault = unreadIn(inner, read[at], row === '' || target === '' ? row + target : `${row}.${target}`)
      if (fault) return fault
    }
    return undefined
  }
  if (!isRecord(raw) || !isRecord(read)) return undefined
  for (const [name, inner] of Object.entries(raw)) {
    if (!Object.hasOwn(read, name)) return unread(name, row)
    const fault = name === 'fields' || name === 'each' ? unreadIn(inner, read[name], row) : undefined
    if (fault) return fault
  }
  return undefined
}

function unread(name: string, row: string): Text {
  return row === ''
    ? { vi: `"${name}" không hợp lệ trong ánh xạ`, en: `"${name}" is not valid in a mapping` }
    : { vi: `Dòng "${row}": "${name}" không hợp lệ`, en: `Row "${row}": "${name}" is not valid` }
}
