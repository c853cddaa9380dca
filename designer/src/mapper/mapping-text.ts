import type { Mapping } from '#shared/mapping/mapping.ts'
import { mappingSchema } from '#shared/mapping/schema.ts'
import { issueReason } from '#shared/text/issue-reason.ts'
import type { Text } from '#shared/text/text.ts'
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
  const strict = unfinishedCount(mapping) > 0 ? finished(mapping) : value
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
