import { permanent } from '#shared/errors/flow-error.ts'
import type { Flow, Problem } from '#shared/flow/flow.ts'
import { blocks } from '#shared/flow/problem.ts'
import { serialiseFlow, serialiseLayout } from '#shared/flow/serialise.ts'
import type { Caller } from '../accounts/caller.ts'
import { faults } from '../faults.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import type { Clock } from '../security/ports.ts'
import type { DeployedFlow } from '../worker/protocol.ts'
import type { Drafts } from './drafts.ts'
import type { FlowStore, StoredDeployment, StoredVersion } from './flow-store.ts'
import { named, notFound } from './names.ts'
import { readStoredFlow } from './stored-flows.ts'
import type { CheckFlow } from './surroundings.ts'
import type { WorkerPool } from './worker-pool.ts'

/** What publishing answers with. */
export interface Published {
  readonly version: string
  readonly problems: Problem[]
}

/** Which version of a flow receives new messages. Runs stay on the version they began with. */
export interface Publishing {
  /** Publishes what the caller sees. Throws `flow.has-errors` (422, with the problems) and leaves the running version alone. */
  publish(caller: Caller, id: string, said: { readonly note: string; readonly name: string }): Promise<Published>
  /** Makes an older version the running one; `note` says why. */
  activate(caller: Caller, id: string, version: string, note: string): Promise<Published>
  pause(caller: Caller, id: string): Promise<void>
  resume(caller: Caller, id: string): Promise<void>
  /** Throws `api.in-use` while runs are open, unless forced. Versions are kept. */
  remove(caller: Caller, id: string, force: boolean): Promise<void>
  /** Everything that receives messages now; what a worker gets when it starts. */
  deployed(): readonly DeployedFlow[]
  /** A version that a run began on, deployed or not. */
  version(flow: string, version: string): Flow | undefined
}

/** What publishing needs. */
export interface PublishingParts {
  readonly store: FlowStore
  readonly drafts: Drafts
  readonly check: CheckFlow
  readonly pool: WorkerPool
  readonly clock: Clock
  /** Open runs by version of a flow. */
  readonly openRuns: (flow: string) => Promise<ReadonlyMap<string, number>>
  /** What the triggers of a flow are set to; equal texts keep their timetable running. */
  readonly triggersText: (flow: Flow) => string
  /** Called after the set of deployments changed (schedules). */
  readonly changed: () => void
}

/** Publishing, one change after the other, so that workers never get sets out of order. */
export function createPublishing(parts: PublishingParts): Publishing {
  const { store, drafts, check, pool, clock } = parts
  const inTurn = oneAtATime()

  /** Changes the set of deployments and hands it to all workers; if one of them refuses it, everything is as before. `change` answers with what else is to be taken back then. */
  async function redeploy(id: string, change: () => (() => void) | undefined): Promise<void> {
    const before = store.deployment(id)
    const takeBack = store.transaction(change)
    try {
      faults.at('deploy.switch')
      await pool.all((worker) => worker.deploy(deployed()))
    } catch (error) {
      if (before) store.putDeployment(before)
      else store.removeDeployment(id)
      takeBack?.()
      await pool.all((worker) => worker.deploy(deployed()))
      throw error
    }
    parts.changed()
  }

  function publish(
    caller: Caller,
    id: string,
    { note, name }: Parameters<Publishing['publish']>[2],
  ): Promise<Published> {
    return inTurn(async () => {
      const seen = drafts.current(caller, id)
      const problems = accepted(check(seen.flow, caller.unit))
      const now = clock()
      const layout = seen.layout && serialiseLayout(seen.layout)
      await redeploy(id, () => {
        const known = store.version(id, seen.hash)
        if (!known) {
          store.addVersion({
            flow: id,
            version: seen.hash,
            unit: caller.unit,
            text: serialiseFlow(seen.flow),
            ...(layout === undefined ? {} : { layout }),
            name,
            note,
            by: caller.name,
            at: now,
          })
        } else if (layout !== undefined) store.setLayout(id, seen.hash, layout)
        if (known && known.name === '' && name !== '') store.nameVersion(id, seen.hash, name)
        faults.at('deploy.half')
        const takeBack = known && returned(caller, id, seen.hash, note, now)
        deploy(caller, id, seen.hash, now)
        if (seen.own) store.putDraft({ ...seen.own, base: seen.hash })
        return takeBack
      })
      return { version: seen.hash, problems }
    })
  }

  function activate(caller: Caller, id: string, wanted: string, note: string): Promise<Published> {
    return inTurn(async () => {
      const version = ownVersion(caller, id, wanted)
      const problems = accepted(check(readStoredFlow(version.version, version.text), caller.unit))
      const now = clock()
      await redeploy(id, () => {
        const takeBack = returned(caller, id, version.version, note, now)
        deploy(caller, id, version.version, now)
        return takeBack
      })
      return { version: version.version, problems }
    })
  }

  /** Notes that a version runs again after another one. */
  function returned(caller: Caller, flow: string, version: string, note: string, at: number): (() => void) | undefined {
    if (store.deployment(flow)?.version === version) return undefined
    return store.addReturn({ flow, version, note, by: caller.name, at })
  }

  /** A paused flow stays paused when a version is published: somebody stopped it for a reason. */
  function deploy(caller: Caller, id: string, version: string, at: number): void {
    const before = store.deployment(id)
    // Another timetable counts from now on: its slots of this morning were nobody's.
    const goesOn = before && !before.paused && triggersOfVersion(id, before.version) === triggersOfVersion(id, version)
    const since = goesOn ? before.since : at
    const paused = before?.paused ?? false
    store.putDeployment({ flow: id, unit: caller.unit, version, paused, by: caller.name, at, since })
  }

  function triggersOfVersion(id: string, version: string): string {
    const stored = store.version(id, version)
    return stored ? parts.triggersText(readStoredFlow(stored.version, stored.text)) : ''
  }

  function setPaused(caller: Caller, id: string, paused: boolean): Promise<void> {
    return inTurn(async () => {
      const deployment = ownDeployment(caller, id)
      if (deployment.paused === paused) return
      await redeploy(id, () => {
        store.putDeployment({ ...deployment, paused, since: clock() })
        return undefined
      })
    })
  }

  function remove(caller: Caller, id: string, force: boolean): Promise<void> {
    return inTurn(async () => {
      const flow = store.flow(id)
      if (!flow || flow.deleted || flow.unit !== caller.unit) throw notFound('flow', id)
      const open = [...(await parts.openRuns(id)).values()].reduce((sum, count) => sum + count, 0)
      if (open > 0 && !force) {
        const users = { vi: `${open} lần chạy chưa xong`, en: `${open} open runs` }
        throw permanent('api.in-use', { what: named('flow', id), users })
      }
      await redeploy(id, () => {
        store.removeDeployment(id)
        return undefined
      })
      store.transaction(() => store.deleteFlow(id, clock()))
    })
  }

  function ownDeployment(caller: Caller, id: string): StoredDeployment {
    const deployment = store.deployment(id)
    if (!deployment || deployment.unit !== caller.unit) throw notFound('flow', id)
    return deployment
  }

  function ownVersion(caller: Caller, id: string, version: string): StoredVersion {
    const stored = store.version(id, version)
    if (!stored || stored.unit !== caller.unit || store.flow(id)?.deleted) throw notFound('version', version)
    return stored
  }

  function deployed(): readonly DeployedFlow[] {
    return store.deployments().flatMap((it) => {
      const stored = store.version(it.flow, it.version)
      if (!stored) return []
      const flow = readStoredFlow(stored.version, stored.text)
      return [{ unit: it.unit, version: it.version, flow, paused: it.paused }]
    })
  }

  return {
    publish,
    activate,
    pause: (caller, id) => setPaused(caller, id, true),
    resume: (caller, id) => setPaused(caller, id, false),
    remove,
    deployed,
    version(flow, version) {
      const stored = store.version(flow, version)
      return stored && readStoredFlow(stored.version, stored.text)
    },
  }
}

function accepted(problems: readonly Problem[]): Problem[] {
  if (!blocks(problems)) return [...problems]
  const count = problems.filter((it) => it.severity === 'error').length
  throw permanent('flow.has-errors', { count }, { problems })
}
