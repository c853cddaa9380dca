import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Who did what, and whether the trail is whole. */
export function auditHandlers({ audit }: Services) {
  return {
    listAudit: ({ caller, query }) => ({
      entries: audit
        .list(caller.unit, query.limit ?? 100, query.before)
        .map(({ seq, at, actor, address, action, target, details }) => ({
          seq,
          at,
          actor,
          address,
          action,
          target,
          details: { ...details },
        })),
    }),
    verifyAudit: () => {
      const verdict = audit.verify()
      return verdict.ok ? { ok: true, rows: verdict.rows } : verdict
    },
  } satisfies Partial<Handlers>
}
