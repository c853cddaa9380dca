import { mayActAs } from '#shared/api/roles.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Task } from '#shared/node/wait.ts'
import { notFound } from '../../deployments/names.ts'
import { taskView } from '../../engine/wait-view.ts'
import { isoTime } from '../../security/ports.ts'
import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** What waits for a person to decide. */
export function taskHandlers({ engine, pool, clock, hideSecrets }: Services) {
  async function taskOf(unit: string, run: string, path: string): Promise<Task> {
    const found = await engine.history.get(run)
    if (!found || found.row.unit !== unit) throw notFound('run', run)
    const wait = found.row.waits?.find((it) => it.path === path)
    if (wait?.waits.for === 'person') return wait.waits.task
    const by = found.journal.findLast((it) => it.kind === 'await-end' && it.how === 'decision' && it.path === path)
    throw by?.kind === 'await-end' && by.how === 'decision' ? decidedBy(by.by) : permanent('run.task-ended')
  }

  return {
    listTasks: async ({ caller, query }) => {
      const { limit = 50, ...filter } = query
      const page = await engine.waits.tasks({ ...given(filter), unit: caller.unit, limit })
      const tasks = page.tasks.map(({ task, since, until, keys, ...rest }) => ({
        ...rest,
        since: isoTime(since),
        until: isoTime(until),
        keys: { ...keys },
        task: taskView(task),
      }))
      const cursor = page.cursor === undefined ? {} : { cursor: page.cursor }
      return { tasks: hideSecrets(tasks), total: page.total, ...cursor }
    },
    decideTask: async ({ caller, params, body }) => {
      const task = await taskOf(caller.unit, params.id, body.path)
      if (!mayActAs(caller.role, task.role)) throw permanent('api.forbidden', { role: task.role })
      if (!task.choices.some(({ id }) => id === body.decision))
        throw permanent('api.invalid', { place: 'decision', reason: task.choices.map(({ id }) => id).join(', ') })
      const comment = body.comment?.trim() ?? ''
      if (comment === '' && task.commentRequired)
        throw permanent('api.invalid', { place: 'comment', reason: { vi: 'bắt buộc ghi ý kiến', en: 'is required' } })
      const { decided, by } = await engine.waits.decide({
        run: params.id,
        path: body.path,
        choice: body.decision,
        by: caller.name,
        ...(comment === '' ? {} : { comment }),
        at: clock(),
      })
      if (!decided) throw by === undefined ? permanent('run.task-ended') : decidedBy(by)
      // A hint only: without it the run is found by the next claim.
      await pool.one((worker) => worker.wake()).catch(() => undefined)
      return undefined
    },
  } satisfies Partial<Handlers>
}

function decidedBy(by: string): Error {
  return permanent('run.task-decided', { by })
}

/** What a query leaves out is left out of the filter, too. */
function given({ flow, cursor }: { readonly flow?: string | undefined; readonly cursor?: string | undefined }) {
  return { ...(flow === undefined ? {} : { flow }), ...(cursor === undefined ? {} : { cursor }) }
}
