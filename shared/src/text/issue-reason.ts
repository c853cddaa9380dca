import type { z } from 'zod'
import type { Text } from './text.ts'

/** What is wrong with a value, as the end of a sentence about it; `reportInput` tells a missing value from a wrong one. */
export function issueReason(issue: z.core.$ZodIssue): Text {
  if (issue.code === 'unrecognized_keys')
    return { vi: 'trường này không có trong nút', en: 'the node has no such field' }
  if (isShape(issue.code) && 'input' in issue && issue.input === undefined) return { vi: 'chưa nhập', en: 'is missing' }
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
