import type { z } from 'zod'
import { issueReason } from '../text/issue-reason.ts'
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
      const reason = issueReason(issue)
      const base = problem('flow.setting', {}, { node, path: place.join('.') })
      return { ...base, message: { vi: `"${label.vi}": ${reason.vi}`, en: `"${label.en}": ${reason.en}` } }
    })
  })
}
