import { randomUUID } from 'node:crypto'
import { type RunStatus, runStatusSchema } from '#shared/api/runs.ts'
import { errorData, permanent } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'
import type { Caller } from '../../accounts/caller.ts'
import { named, notFound } from '../../deployments/names.ts'
import type { JournalEntry } from '../../engine/engine.ts'
import type { RunFilter, RunRow } from '../../engine/history.ts'
import { isoTime } from '../../security/ports.ts'
import type { Handlers } from '../handler.ts'
import { runSummary } from '../run-view.ts'
import type { Services } from '../services.ts'

const NO_STEP: Text = { vi: 'lần chạy không có bước này', en: 'the run has no such step' }
const NOT_LEFT: Text = { vi: 'bước này không chờ bù trừ', en: 'this step is not left to be undone' }
const NO_TIME: Text = {
  vi: 'cần ngày hoặc giờ dạng 2026-01-31T08:00:00+07:00',
  en: 'needs a time such as 2026-01-31T08:00:00+07:00',
}
const STATUSES = runStatusSchema.options.join(', ')

/** Looking at runs and helping those that stopped. */
export function runHandlers({ engine, pool, drafts, flows, clock, audit, hideSecrets }: Services) {
  async function existing(caller: Caller, id: string): Promise<RunRow> {
    const found = await engine.history.get(id)
    if (!found || found.row.unit !== caller.unit) throw notFound('run', id)
    return found.row
  }

  /** A wish for a step that never ran would do nothing, and say that it did. */
  async function requireStep(row: RunRow, path: string): Promise<void> {
    const run = await pool.one((worker) => worker.trace({ run: row.id }))
    const step = run?.steps.find((it) => it.path === path)
    if (!step) throw permanent('api.invalid', { place: 'from', reason: NO_STEP })
    // Until all is undone there is no way forward.
    const goesOn = row.compensation === 'partial' ? step.undoes !== undefined : step.undoes === undefined
    if (!goesOn) throw permanent('run.compensation-open')
  }

  /** Only a step that still stands can be said to be undone by hand. */
  async function requireLeft(row: RunRow, path: string): Promise<void> {
    const run = await pool.one((worker) => worker.trace({ run: row.id }))
    if (run?.undoing?.steps.some((step) => step.path === path && step.state === 'left')) return
    throw permanent('api.invalid', { place: 'path', reason: NOT_LEFT })
  }

  async function resume(row: RunRow, entry: Extract<JournalEntry, { kind: 'resume' }>): Promise<void> {
    if (!(await engine.resume(row.id, entry))) throw wrongState(row)
    await wake()
  }

  /** A hint only: without it the run is found by the next claim. */
  async function wake(): Promise<void> {
    await pool.one((worker) => worker.wake()).catch(() => undefined)
  }

  /** For what needs the message that came in. */
  async function whole(caller: Caller, id: string): Promise<RunRow> {
    const row = await existing(caller, id)
    if (row.emptied) throw permanent('run.emptied')
    return row
  }

  return {
    listRuns: async ({ caller, query }) => {
      const page = await engine.history.list(filterOf(caller, query))
      return {
        runs: hideSecrets(page.runs.map(runSummary)),
        ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
      }
    },
    getRun: async ({ caller, params }) => {
      await existing(caller, params.id)
      const run = await pool.one((worker) => worker.trace({ run: params.id }))
      if (!run) throw notFound('run', params.id)
      const { runs } = await engine.history.list({ unit: caller.unit, origin: params.id, limit: 50 })
      const copies = runs.map(({ id, status, acceptedAt }) => ({ id, status, acceptedAt: isoTime(acceptedAt) }))
      const versionName = flows.version(run.flow, run.version)?.name
      return hideSecrets({
        ...run,
        ...(versionName ? { versionName } : {}),
        ...(copies.length > 0 ? { copies } : {}),
      })
    },
    retryRun: async ({ caller, params, body }) => {
      const row = await whole(caller, params.id)
      const redone = row.status === 'done' && body.from !== undefined
      if (row.status !== 'failed' && row.status !== 'cancelled' && !redone) throw wrongState(row)
      if (body.from !== undefined) await requireStep(row, body.from)
      const version = body.version && drafts.version(caller, row.flow, body.version).stored.version
      await resume(row, {
        kind: 'resume',
        by: caller.name,
        at: clock(),
        ...(body.from === undefined ? {} : { from: body.from }),
        ...(version === undefined ? {} : { version }),
      })
      return undefined
    },
    resubmitRun: async ({ caller, params, body, address }) => {
      const row = await whole(caller, params.id)
      const version = body.version && drafts.version(caller, row.flow, body.version).stored.version
      const request = randomUUID()
      const { run } = await pool.one((worker) =>
        worker.resubmit({
          run: row.id,
          request,
          ...(body.message ? { message: body.message } : {}),
          ...(version === undefined ? {} : { version }),
        }),
      )
      const details = { from: row.id, edited: body.message !== undefined }
      audit.append({ unit: caller.unit, actor: caller.name, address, action: 'resubmitRun.done', target: run, details })
      return { run }
    },
    resolveRun: async ({ caller, params, body }) => {
      const row = await existing(caller, params.id)
      const undoneByHand = row.status === 'failed' && row.compensation === 'partial' && body.decision === 'sent'
      if (row.status !== 'in-doubt' && !undoneByHand) throw wrongState(row)
      if (undoneByHand) await requireLeft(row, body.path)
      const decision = { path: body.path, as: body.decision, reason: body.reason }
      await resume(row, { kind: 'resume', by: caller.name, at: clock(), decision })
      return undefined
    },
    cancelRun: async ({ caller, params, body }) => {
      const row = await existing(caller, params.id)
      const halfUndone = row.compensation === 'partial' && !body.compensate
      if (row.compensation === 'under-way' || halfUndone) throw permanent('run.compensation-open')
      if (body.compensate) {
        if (row.status === 'in-doubt' || row.compensation === 'done' || row.emptied) throw wrongState(row)
        const compensate = { reason: body.reason }
        await resume(row, { kind: 'resume', by: caller.name, at: clock(), compensate })
        return undefined
      }
      // The closing takes the place of the failure in lists; what it was stays readable.
      const cause = row.error ? { cause: row.error.code } : {}
      const error = errorData('run.cancelled', {}, { by: caller.name, reason: body.reason, ...cause })
      if (!(await engine.cancel(row.id, clock(), error))) throw wrongState(row)
      await wake()
      return undefined
    },
  } satisfies Partial<Handlers>
}

type Query = Parameters<Handlers['listRuns']>[0]['query']

function filterOf(caller: Caller, query: Query): RunFilter {
  const from = instant('from', query.from)
  const to = instant('to', query.to)
  return {
    unit: caller.unit,
    limit: query.limit ?? 50,
    ...(query.flow === undefined ? {} : { flow: query.flow }),
    ...(query.key === undefined ? {} : { key: query.key }),
    ...(query.status === undefined ? {} : { statuses: statuses(query.status) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(query.q === undefined ? {} : { q: query.q }),
    ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
  }
}

function statuses(text: string): readonly RunStatus[] {
  return text.split(',').map((it) => {
    const parsed = runStatusSchema.safeParse(it.trim())
    if (parsed.success) return parsed.data
    throw permanent('api.invalid', {
      place: 'status',
      reason: { vi: `phải là một trong ${STATUSES}`, en: `must be one of ${STATUSES}` },
    })
  })
}

/** Reads an ISO 8601 time or date of a request. */
export function instant(place: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw permanent('api.invalid', { place, reason: NO_TIME })
  return at
}

const stateNames: Readonly<Record<RunStatus, Text>> = {
  accepted: { vi: 'đã tiếp nhận', en: 'accepted' },
  running: { vi: 'đang chạy', en: 'running' },
  waiting: { vi: 'đang chờ', en: 'waiting' },
  retrying: { vi: 'đang thử lại', en: 'retrying' },
  'in-doubt': { vi: 'chưa rõ kết quả', en: 'in doubt' },
  failed: { vi: 'lỗi', en: 'failed' },
  done: { vi: 'hoàn thành', en: 'done' },
  cancelled: { vi: 'đã huỷ', en: 'cancelled' },
}

function wrongState(row: RunRow): Error {
  return permanent('api.wrong-state', { what: named('run', row.id), state: stateNames[row.status] })
}
