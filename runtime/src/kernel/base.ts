import type { Health } from '#shared/api/platform.ts'
import { DEFAULT_UNIT } from '../accounts/caller.ts'
import { createRetentionJob, type RetentionJob } from '../deployments/retention-job.ts'
import { createRetentionRules, type RetentionRuleStore } from '../deployments/retention-rules.ts'
import { gatewayAddress } from './addresses.ts'
import { createDesk, type Desk } from './desk.ts'
import type { Ground } from './ground.ts'
import { createSandboxRecord } from './sandbox-record.ts'
import { createSlotMarks, scheduledTriggers } from './scheduled-triggers.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'

/** The ground with the parts that work on it. */
export interface Base extends Ground {
  readonly desk: Desk
  readonly supervisor: Supervisor
  readonly scheduler: Scheduler
  readonly retentionRules: RetentionRuleStore
  readonly retentionJob: RetentionJob
}

/** Joins desk, supervisor and scheduler, which need each other; nothing runs yet. */
export function joinParts(ground: Ground): Base {
  const { config, state, engine, around } = ground
  const desk: Desk = createDesk({
    ...ground,
    registry: around.registry,
    pool: { all: (task) => supervisor.all(task), one: (task) => supervisor.one(task) },
    gateway: () => gatewayAddress(config, state.gatewayPort),
    changed: () => scheduler.refresh(),
    noticed(connection, state) {
      ground.metrics.circuit(connection, state)
      ground.log.warn({ connection, state }, 'circuit of a connection changed')
    },
  })
  const supervisor = supervisorOver(ground, desk, () => {
    ground.hub.tellAll({ type: 'health', status: statusOf(base), workers: supervisor.ready })
  })
  const scheduler = createScheduler({
    triggers: () => scheduledTriggers(desk.flows, around.registry),
    engine,
    calendar: () => desk.calendars.at(ground.clock()),
    marks: createSlotMarks(ground.db),
    hand: (trigger) => supervisor.one((worker) => worker.fire(trigger)),
    clock: ground.clock,
    log: ground.log,
    wait,
    random: () => ground.random(4).readUInt32BE() / 2 ** 32,
  })
  const retentionRules = createRetentionRules(ground.db)
  const retentionJob = createRetentionJob({ ...ground, rules: retentionRules, wait })
  const base: Base = { ...ground, desk, supervisor, scheduler, retentionRules, retentionJob }
  return base
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())

function supervisorOver(ground: Ground, desk: Desk, changed: () => void): Supervisor {
  const { config, state, engine, hub, redactor, sink } = ground
  const sandboxes = createSandboxRecord({ ...ground, unitOf: (flow) => desk.unitOf('flows', flow) })
  return createSupervisor({
    count: config.workers,
    entry: ground.around.workerEntry,
    ...(ground.around.firstWorker ? { first: ground.around.firstWorker } : {}),
    gatewayPort: state.gatewayPort,
    config: (member, port, index) => ({
      member,
      slot: { index, count: config.workers },
      gateway: { host: config.host, port },
      engine: config.engine,
      data: config.data,
      folders: config.folders,
      own: [`${config.host}:${state.adminPort}`, `${config.host}:${port}`],
    }),
    brief: desk.brief,
    kernel: {
      secrets: async ({ connection }) => desk.secrets(connection),
      version: async ({ flow, version }) => desk.publishing.version(flow, version),
      ...desk.partners.calls,
      sandboxEnded: async (end) => sandboxes.ended(end),
      listening: async (told) => desk.listening.told(told),
      recordLookup: async ({ flow, connection, ...details }) =>
        ground.audit.append({
          unit: desk.unitOf('flows', flow) ?? DEFAULT_UNIT,
          actor: 'hệ thống',
          address: '',
          action: 'citizen.lookedUp',
          target: connection,
          details: { ...details, flow },
        }),
      moved: async (runs) => hub.runs(runs, (flow) => desk.flows.flow(flow)?.unit),
    },
    bury(member) {
      desk.partners.forget(member)
      desk.listening.forget(member)
      return engine.bury(member)
    },
    log: ground.log,
    line: (text) => sink.write(`${redactor.text(text)}\n`),
    metrics: ground.metrics,
    clock: ground.clock,
    random: ground.random,
    changed,
  })
}

/** How the system is, in the word of `GET /health`. */
export function statusOf({ state, supervisor }: Pick<Base, 'state' | 'supervisor'>): Health['status'] {
  if (state.stopping) return 'draining'
  if (!state.started) return 'starting'
  return supervisor.ready < supervisor.wanted ? 'degraded' : 'ok'
}
