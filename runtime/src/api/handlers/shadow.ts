import type { ShadowRow } from '#shared/api/shadow.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Caller } from '../../accounts/caller.ts'
import { notFound } from '../../deployments/names.ts'
import { oneAtATime } from '../../one-at-a-time.ts'
import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'
import { instant } from './runs.ts'

/** Messages of one page, and of one request to a worker. */
const PAGE = 20
const AT_ONCE = 5
/** Requests that may wait for their turn; the next is told to come later. */
const LONGEST_LINE = 8

/** Past messages through a draft. One page at a time in the whole installation, so that live messages keep the workers. */
export function shadowHandlers({ engine, pool, drafts, hideSecrets }: Services) {
  const inTurn = oneAtATime()
  let waiting = 0

  function inLine<T>(task: () => Promise<T>): Promise<T> {
    if (waiting >= LONGEST_LINE) throw retryable('engine.busy')
    waiting++
    return inTurn(task).finally(() => {
      waiting--
    })
  }

  const contentOf = (caller: Caller, flow: string, version: string | undefined) =>
    drafts.content(caller, flow, version ?? 'draft')

  return {
    shadowFlow: ({ caller, params, body }) =>
      inLine(async () => {
        const { hash, flow } = contentOf(caller, params.id, body.version)
        const { done: before, cursor } = readCursor(body.cursor)
        const from = instant('from', body.from)
        const to = instant('to', body.to)
        const page = await engine.history.list({
          unit: caller.unit,
          flow: params.id,
          statuses: body.status ? [body.status] : ['done', 'failed'],
          limit: Math.max(1, Math.min(PAGE, body.last - before)),
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(body.q === undefined ? {} : { q: body.q }),
          ...(cursor === undefined ? {} : { cursor }),
        })
        const runs = page.runs.map(({ id }) => id)
        const rows: ShadowRow[] = []
        for (let at = 0; at < runs.length; at += AT_ONCE) {
          const some = runs.slice(at, at + AT_ONCE)
          rows.push(...(await pool.one((worker) => worker.shadow({ flow, runs: some }))))
        }
        const done = before + runs.length
        const more = page.cursor !== undefined && done < body.last
        return hideSecrets({ rows, done, content: hash, ...(more ? { cursor: `${done}:${page.cursor}` } : {}) })
      }),
    shadowMessage: async ({ caller, params, body }) => {
      const { flow } = contentOf(caller, params.id, body.version)
      const found = await engine.history.get(params.run)
      if (found?.row.unit !== caller.unit || found.row.flow !== params.id) throw notFound('run', params.run)
      const detail = await inLine(() => pool.one((worker) => worker.shadowDetail({ flow, run: params.run })))
      if (!detail) throw notFound('run', params.run)
      return hideSecrets(detail)
    },
  } satisfies Partial<Handlers>
}

/** How many messages the pages before had, and where the list goes on. */
function readCursor(text: string | undefined): { readonly done: number; readonly cursor?: string } {
  if (text === undefined) return { done: 0 }
  const found = /^(\d{1,3}):(.{1,100})$/.exec(text)
  if (!found?.[2])
    throw permanent('api.invalid', {
      place: 'cursor',
      reason: { vi: 'không phải con trỏ mà API đã đưa', en: 'is no cursor that the API gave' },
    })
  return { done: Number(found[1]), cursor: found[2] }
}
