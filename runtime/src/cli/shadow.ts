import { type ShadowRow, shadowPageSchema } from '#shared/api/shadow.ts'
import { adminClient, goodAnswer } from './admin-client.ts'
import type { Output } from './output.ts'

/**
 * `lienthong shadow FLOW`: the last messages of a flow through the administrator's draft (or a version) on the running server, with nothing
 * sent to the outside. 1 when one comes out otherwise.
 */
export async function shadow(flow: string, last: number, version: string | undefined, output: Output): Promise<number> {
  const call = adminClient()
  const asked = { last, ...(version === undefined ? {} : { version }) }
  const rows: ShadowRow[] = []
  let cursor: string | undefined
  do {
    const body = { ...asked, ...(cursor === undefined ? {} : { cursor }) }
    const page = shadowPageSchema.parse(
      goodAnswer(await call('POST', `/flows/${encodeURIComponent(flow)}/shadow`, body)),
    )
    rows.push(...page.rows)
    cursor = page.cursor
    for (const row of page.rows) if (row.result !== 'same') output.line(lineOf(row))
  } while (cursor !== undefined)
  const counts = { same: 0, changed: 0, 'new-error': 0, unknown: 0 }
  for (const { result } of rows) counts[result]++
  output.line(
    `${rows.length} thông điệp (messages): ${counts.same} giống (same), ${counts.changed} khác (changed), ` +
      `${counts['new-error']} lỗi mới (new errors), ${counts.unknown} không có trong nhật ký (not in the journal)`,
  )
  output.json({ counts, rows })
  return counts.same === rows.length ? 0 : 1
}

const words = { same: 'giống', changed: 'khác', 'new-error': 'lỗi mới', unknown: 'không có trong nhật ký' } as const

function lineOf({ run, keys, result, first, unanswered }: ShadowRow): string {
  const name = Object.values(keys)[0] ?? run
  const where = first ? ` ${first.path} ${first.place}: ${first.before ?? '∅'} → ${first.after ?? '∅'}` : ''
  const open = unanswered.length > 0 ? ` (${unanswered.join(', ')})` : ''
  return `${words[result]}  ${name}${where}${open}`
}
