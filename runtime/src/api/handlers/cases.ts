import { type CaseResult, caseNameSchema } from '#shared/api/test-cases.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { notFound } from '../../deployments/names.ts'
import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Cases that a worker runs at a time, so that neither a request to it nor its turn grows long. */
const AT_ONCE = 5

/** Test cases: made from runs, kept with their flow, run against a draft. */
export function caseHandlers({ engine, pool, drafts, cases, hideSecrets }: Services) {
  return {
    captureCase: async ({ caller, params, body }) => {
      const found = await engine.history.get(params.id)
      if (found?.row.unit !== caller.unit) throw notFound('run', params.id)
      const captured = await pool.one((worker) => worker.captureCase({ run: params.id, mask: body.mask }))
      if (!captured) throw notFound('run', params.id)
      return hideSecrets(captured)
    },
    sampleFlow: async ({ caller, params, body: { trigger } }) => {
      const { flow } = drafts.current(caller, params.id)
      // A sample is a help: what stands in the way of it (the draft is unfinished, the connection is no simulator) is told by the test run.
      const waiting = await pool.one((worker) => worker.peek({ flow, trigger })).catch(() => [])
      const own = cases.list(caller, params.id).filter(({ case: it }) => it.trigger === trigger)
      const case_ = (own.find(({ case: it }) => (it.expect.status ?? 'done') === 'done') ?? own[0])?.case.input
      const found = waiting[0] ?? case_
      if (!found) return {}
      const { body = null, headers = {} } = found
      return hideSecrets({ sample: { from: waiting[0] ? 'simulator' : 'case', body, headers: { ...headers } } })
    },
    listCases: ({ caller, params }) => ({ cases: [...cases.list(caller, params.id)] }),
    saveCase: ({ caller, params, body }) => {
      const name = caseNameSchema.safeParse(params.name)
      if (!name.success) throw permanent('api.invalid', { place: 'name', reason: 'a-z, 0-9, "-"; 1–64' })
      return cases.save(caller, params.id, name.data, body)
    },
    deleteCase: ({ caller, params }) => {
      cases.remove(caller, params.id, params.name)
      return undefined
    },
    runCases: async ({ caller, params, body }) => {
      const { flow } =
        body.version === undefined ? drafts.current(caller, params.id) : drafts.version(caller, params.id, body.version)
      const { names } = body
      const chosen = cases.list(caller, params.id).filter(({ name }) => !names || names.includes(name))
      const results: CaseResult[] = []
      for (let at = 0; at < chosen.length; at += AT_ONCE) {
        const some = chosen.slice(at, at + AT_ONCE).map(({ name, case: it }) => ({ name, case: it }))
        results.push(...(await pool.one((worker) => worker.runCases({ flow, cases: some }))))
      }
      return { results: hideSecrets(results) }
    },
  } satisfies Partial<Handlers>
}
