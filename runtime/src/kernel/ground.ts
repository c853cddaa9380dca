import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { FlowError } from '#shared/errors/flow-error.ts'
import { createLiveHub, type LiveHub } from '../api/live-hub.ts'
import type { Registry } from '../deployments/registry.ts'
import type { Engine } from '../engine/engine.ts'
import { openEngine } from '../engine/open-engine.ts'
import { createLog, type Log, type LogSink } from '../observe/log.ts'
import { createKernelMetrics, type KernelMetrics } from '../observe/metrics.ts'
import { createRedactor, type Redactor } from '../observe/redaction.ts'
import { type Audit, createAudit } from '../security/audit.ts'
import { createEgressPolicy } from '../security/egress.ts'
import { type Clock, machine, type Random } from '../security/ports.ts'
import type { Sealer } from '../security/sealing.ts'
import { freePort } from './addresses.ts'
import type { KernelConfig } from './config.ts'
import { createIdentity, type Identity } from './identity.ts'
import { lockDataFolder } from './store/data-lock.ts'
import { openStore } from './store/open-store.ts'
import { openVault } from './store/vault.ts'

/** What a kernel is given besides its configuration. */
export interface KernelSurroundings {
  readonly registry: Registry
  /** Script of a worker process. */
  readonly workerEntry: string
  /** The process of the first worker when it was forked ahead of time, so that both load their code at once. */
  readonly firstWorker?: ChildProcess
  /** Release of the product. */
  readonly version: string
  readonly sink?: LogSink
  readonly clock?: Clock
  readonly random?: Random
}

/** What everything stands on: what lies on disk, who may act, the log. Nothing listens or runs yet. */
export interface Ground {
  readonly config: KernelConfig
  readonly around: KernelSurroundings
  readonly clock: Clock
  readonly random: Random
  readonly redactor: Redactor
  readonly sink: LogSink
  readonly log: Log
  readonly metrics: KernelMetrics
  readonly db: Database
  readonly sealer: Sealer
  readonly audit: Audit
  readonly identity: Identity
  readonly engine: Engine
  readonly hub: LiveHub
  /** What is known only while running. */
  readonly state: { adminPort: number; gatewayPort: number; stopping: boolean; started: boolean }
  /** Resolves with the fault of the disk after which this process must not go on. */
  readonly broken: Promise<FlowError>
}

/** Opens what lies on disk; each opened thing adds how it is closed to `closing`, also when a later one fails. */
export async function openGround(
  config: KernelConfig,
  around: KernelSurroundings,
  closing: (() => unknown)[],
): Promise<Ground> {
  const clock = around.clock ?? machine.clock
  const random = around.random ?? machine.random
  const redactor = createRedactor()
  if (config.adminToken !== undefined) redactor.learn([config.adminToken])
  const enginePassword = /^postgres(?:ql)?:\/\/[^:@/]*:([^@/]+)@/.exec(config.engine)?.[1]
  if (enginePassword !== undefined) redactor.learn([enginePassword])
  const sink = around.sink ?? process.stderr
  const metrics = createKernelMetrics()
  const lock = lockDataFolder(config.data)
  closing.push(() => lock.release())
  const { promise: broken, resolve: breaks } = Promise.withResolvers<FlowError>()
  let sound = true
  const onFatal = (error: FlowError): void => {
    sound = false
    breaks(error)
  }
  // What is closed writes: after a failed sync that is left to the next start.
  const closes = (close: () => unknown): void => void closing.push(() => (sound ? close() : undefined))
  const db = openStore(config.data, onFatal)
  closes(() => db.close())
  const sealer = openVault(db, config.masterKeyFile, config.data, random)
  const audit = createAudit(db, sealer, clock)
  const engine = await openEngine(config.engine, config.data, {
    clock,
    newMark: randomUUID,
    onFatal,
    ...(around.clock ? {} : { steady: () => performance.now() }),
  })
  closes(() => engine.close())
  const gatewayPort = config.gatewayPort || (await freePort(config.host))
  const state = { adminPort: config.port, gatewayPort, stopping: false, started: false }
  const identity = createIdentity(db, audit, metrics, clock, random, sealer, {
    learn: redactor.learn,
    // Known only once the listeners have their ports: what a provider is said to be must not lead back to this server.
    egress: () => createEgressPolicy([`${config.host}:${state.adminPort}`, `${config.host}:${state.gatewayPort}`]),
  })
  closing.push(() => identity.close())
  return {
    config,
    around,
    clock,
    random,
    redactor,
    sink,
    log: createLog(redactor, sink, config.logLevel),
    metrics,
    db,
    sealer,
    audit,
    identity,
    engine,
    hub: createLiveHub(),
    broken,
    state,
  }
}
