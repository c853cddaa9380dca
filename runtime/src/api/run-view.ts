import type { RunSummary } from '#shared/api/runs.ts'
import type { RunRow } from '../engine/history.ts'
import { waitView } from '../engine/wait-view.ts'
import { isoTime } from '../security/ports.ts'

/** A row of the engine as the API shows it. */
export function runSummary(row: RunRow): RunSummary {
  return {
    id: row.id,
    flow: row.flow,
    version: row.version,
    status: row.status,
    keys: { ...row.keys },
    acceptedAt: isoTime(row.acceptedAt),
    ...(row.endedAt === undefined ? {} : { endedAt: isoTime(row.endedAt) }),
    ...(row.wakeAt === undefined ? {} : { wakeAt: isoTime(row.wakeAt) }),
    ...(row.error === undefined ? {} : { error: { ...row.error, details: { ...row.error.details } } }),
    ...(row.errorNode === undefined ? {} : { errorNode: row.errorNode }),
    ...(row.compensation === undefined ? {} : { compensation: row.compensation }),
    ...(row.origin === undefined ? {} : { origin: row.origin }),
    ...(row.emptied ? { emptied: true } : {}),
    ...(row.waits === undefined ? {} : { waits: row.waits.map((wait) => waitView(wait)) }),
  }
}
