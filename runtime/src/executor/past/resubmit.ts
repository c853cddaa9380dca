import type { Engine, RunId } from '#runtime/engine/engine.ts'
import type { Resubmission } from '#runtime/worker/protocol.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Executor } from '../executor.ts'
import type { Flows } from '../flows.ts'

const WINDOW_MS = 86_400_000

/** Runs the message of an earlier run as a new run that names it as its origin; the earlier one is left as it is. */
export async function resubmit(
  { run, request, message, version }: Resubmission,
  parts: { readonly engine: Engine; readonly flows: Flows; readonly executor: Executor },
): Promise<{ readonly run: RunId }> {
  const found = await parts.engine.history.get(run)
  if (!found) throw permanent('api.not-found', { what: run })
  const { flow, trigger, message: original } = found.inbound
  const deployment = parts.flows.current(flow)
  if (!deployment) throw permanent('flow.unknown-flow', { flow })
  if (deployment.paused) throw permanent('gateway.paused')
  const compiled = version === undefined ? deployment.compiled : await parts.flows.version(flow, version)
  const entry = compiled.nodes.has(trigger) ? trigger : compiled.triggers[0]?.id
  if (entry === undefined) throw permanent('flow.no-trigger')
  const { accepted } = parts.executor.submit({
    deployment: { ...deployment, compiled },
    trigger: entry,
    // Keys are computed anew: an edited message may be about another dossier.
    message: {
      body: message ? (message.body ?? null) : original.body,
      headers: message?.headers ?? original.headers,
      keys: {},
    },
    dedupe: { key: `resubmit:${run}:${request}`, windowMs: WINDOW_MS },
    origin: run,
  })
  return { run: (await accepted).run }
}
