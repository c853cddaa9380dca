import type { z } from 'zod'
import type { Text } from '../text/text.ts'
import type { Problem } from './flow.ts'
import { problem } from './problem.ts'
import { labelOf } from './setting-label.ts'

/** Turns zod's findings about settings (made with `reportInput`) into sentences that name the field as the form does. */
export function settingProblems(
  node: string,
  issues: readonly z.core.$ZodIssue[],
  schema: unknown,
): readonly Problem[] {
  return issues.flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    return paths.map((path) => {
      const place = path.map(String)
      const label = labelOf(schema, place)
      const reason = reasonOf(issue)
      const base = problem('flow.setting', {}, { node, path: place.join('.') })
      return { ...base, message: { vi: `"${label.vi}": ${reason.vi}`, en: `"${label.en}": ${reason.en}` } }
    })
  })
}

function reasonOf(issue: z.core.$ZodIssue): Text {
  if (issue.code === 'unrecognized_keys')
    return { vi: 'trường này không có trong nút', en: 'the node has no such field' }
  if (isShape(issue.code) && issue.input === undefined) return { vi: 'chưa nhập', en: 'is missing' }
  if (issue.code === 'invalid_type') {
    const { vi, en } = kindWord(issue.expected)
    return { vi: `cần ${vi}`, en: `must be ${en}` }
  }
  if (issue.code === 'invalid_value')
    return { vi: `chỉ nhận: ${issue.values.join(', ')}`, en: `must be one of: ${issue.values.join(', ')}` }
  if (issue.code === 'too_small') return tooSmall(issue)
  if (issue.code === 'too_big') return tooBig(issue)
  if (issue.code === 'invalid_format') return { vi: 'không đúng định dạng', en: 'has the wrong format' }
  if (issue.code === 'custom' && isText(issue.params?.text)) return issue.params.text
  return { vi: 'giá trị không hợp lệ', en: 'is not a valid value' }
}

function isShape(code: string): boolean {
  return code === 'invalid_type' || code === 'invalid_union' || code === 'invalid_value'
}

/** Our own checks bring their sentence in both languages (see `node/complaint.ts`). */
function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'vi' in value && 'en' in value
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): Text {
  const least = Number(issue.minimum)
  if (issue.origin === 'string') return { vi: 'chưa nhập', en: 'is empty' }
  if (issue.origin === 'array') return { vi: `cần ít nhất ${least} dòng`, en: `needs at least ${least} rows` }
  return { vi: `không được nhỏ hơn ${least}`, en: `must not be less than ${least}` }
}

function tooBig(issue: z.core.$ZodIssueTooBig): Text {
  const most = Number(issue.maximum)
  if (issue.origin === 'string') return { vi: `dài quá ${most} ký tự`, en: `is longer than ${most} characters` }
  if (issue.origin === 'array') return { vi: `nhiều quá ${most} dòng`, en: `has more than ${most} rows` }
  return { vi: `không được lớn hơn ${most}`, en: `must not be more than ${most}` }
}

const KINDS: Readonly<Record<string, Text>> = {
  string: { vi: 'một chuỗi', en: 'a text' },
  number: { vi: 'một số', en: 'a number' },
  int: { vi: 'một số nguyên', en: 'a whole number' },
  boolean: { vi: 'có hoặc không', en: 'yes or no' },
  array: { vi: 'một danh sách', en: 'a list' },
  object: { vi: 'một nhóm giá trị', en: 'a group of values' },
  record: { vi: 'một nhóm giá trị', en: 'a group of values' },
}

function kindWord(expected: string): Text {
  return (Object.hasOwn(KINDS, expected) ? KINDS[expected] : undefined) ?? { vi: expected, en: expected }
}
