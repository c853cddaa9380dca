import { join, relative, resolve } from 'node:path'
import type { Database } from 'better-sqlite3'
import { DEFAULT_LIMITS } from '#shared/node/connection-limits.ts'
import { type Bundles, createBundles } from '../deployments/bundles/bundles.ts'
import { createSigners } from '../deployments/bundles/signers.ts'
import { type Calendars, createCalendars } from '../deployments/calendars.ts'
import { createCircuitStore } from '../deployments/circuit-store.ts'
import { createCodeTableStore } from '../deployments/code-tables.ts'
import { createConnectionStore } from '../deployments/connection-store.ts'
import { type Connections, createConnections } from '../deployments/connections.ts'
import { createDrafts, type Drafts } from '../deployments/drafts.ts'
import { createFlowList } from '../deployments/flow-list.ts'
import { createFlowStore, type FlowStore } from '../deployments/flow-store.ts'
import { createImpact, type ImpactOf } from '../deployments/impact.ts'
import { createListening, type Listening } from '../deployments/listening.ts'
import { createOverview, type Overview } from '../deployments/overview.ts'
import { createPartners, type Partners } from '../deployments/partners.ts'
import { createPublishing, type Publishing } from '../deployments/publishing.ts'
import type { Registry } from '../deployments/registry.ts'
import { createCheck, triggersOf } from '../deployments/surroundings.ts'
import { createTables, type Tables } from '../deployments/tables.ts'
import { createTemplates, type Templates } from '../deployments/templates/templates.ts'
import { createTestCases, type TestCases } from '../deployments/test-cases.ts'
import { createUses } from '../deployments/uses.ts'
import type { WorkerPool } from '../deployments/worker-pool.ts'
import type { Engine } from '../engine/engine.ts'
import type { Redactor } from '../observe/redaction.ts'
import type { Clock, Random } from '../security/ports.ts'
import type { Sealer } from '../security/sealing.ts'
import { openSigningKey } from '../security/signing-key.ts'
import type { WorkerApi } from '../worker/protocol.ts'
import type { KernelConfig } from './config.ts'

/** Flows, connections and code tables with their rules. */
export interface Desk {
  readonly flows: FlowStore
  readonly drafts: Drafts
  readonly publishing: Publishing
  readonly connections: Connections
  readonly partners: Partners
  readonly listening: Listening
  readonly tables: Tables
  readonly calendars: Calendars
  readonly cases: TestCases
  readonly impactOf: ImpactOf
  readonly bundles: Bundles
  readonly templates: Templates
  readonly listFlows: ReturnType<typeof createFlowList>
  readonly overview: Overview
  /** Secrets of a connection in clear, for workers. */
  secrets(connection: string): Readonly<Record<string, string>>
  /** The unit that owns a flow, connection or code table. */
  unitOf(kind: string, id: string): string | undefined
  /** Brings a worker to the newest state: what flows need before the flows themselves. */
  brief(worker: WorkerApi): Promise<void>
}

/** What the desk is made from. */
export interface DeskParts {
  readonly db: Database
  readonly config: KernelConfig
  readonly sealer: Sealer
  readonly redactor: Redactor
  readonly registry: Registry
  readonly engine: Engine
  readonly pool: WorkerPool
  readonly clock: Clock
  readonly random: Random
  readonly gateway: () => string
  /** The set of running flows changed. */
  readonly changed: () => void
  /** A circuit opened or closed. */
  readonly noticed: (connection: string, state: 'open' | 'half-open' | 'closed') => void
}

/** Puts the stores and their rules together. */
export function createDesk(parts: DeskParts): Desk {
  const { db, registry, engine, pool, clock } = parts
  const flows = createFlowStore(db)
  const connectionStore = createConnectionStore(db, parts.sealer, parts.redactor)
  const tableStore = createCodeTableStore(db)
  const check = createCheck(registry, { flows, connections: connectionStore, tables: tableStore })
  const uses = createUses(flows, registry)
  const drafts = createDrafts(flows, check, clock)
  const openRuns: Engine['history']['openByVersion'] = (flow) => engine.history.openByVersion(flow)
  const publishing = createPublishing({
    store: flows,
    drafts,
    check,
    pool,
    clock,
    openRuns,
    triggersText: (flow) => JSON.stringify(triggersOf(flow, registry).map(({ id, settings }) => [id, settings])),
    changed: parts.changed,
  })
  const calendars = createCalendars(db, pool, clock)
  const isSimulator = simulatorTest(parts.config)
  const partners = createPartners({
    limits: (connection) => connectionStore.find(connection)?.limits ?? DEFAULT_LIMITS,
    pool,
    engine,
    clock,
    store: createCircuitStore(db),
    noticed: parts.noticed,
  })
  const connections = createConnections({ store: connectionStore, registry, uses, pool, partners, clock, isSimulator })
  const { history } = engine
  const gateway = parts.gateway
  // Known from the first log line on, not only after a secret was used.
  for (const { id } of connectionStore.all()) connectionStore.secrets(id)
  const cases = createTestCases(db, drafts, clock)
  const stores = { flows, connections: connectionStore, tables: tableStore }
  const key = openSigningKey(db, parts.sealer, parts.random)
  const signers = createSigners(db, clock)
  return {
    flows,
    drafts,
    publishing,
    connections,
    partners,
    listening: createListening(),
    tables: createTables(tableStore, uses, pool, clock),
    calendars,
    cases,
    impactOf: createImpact({ ...stores, cases, uses, check, registry }),
    bundles: createBundles({ ...stores, drafts, cases, uses, check, registry, pool, clock, key, signers }),
    templates: createTemplates({
      ...stores,
      folder: registry.flowsFolder,
      data: parts.config.data,
      simulators: parts.config.simulators,
      cases,
      uses,
      registry,
      pool,
      configs: () => connections.configs(),
      clock,
      random: parts.random,
    }),
    overview: createOverview({ store: flows, drafts, registry }),
    listFlows: createFlowList({ store: flows, drafts, registry, history, clock, gateway }),
    secrets: (connection) => connectionStore.secrets(connection),
    unitOf(kind, id) {
      if (kind === 'flows') return flows.flow(id)?.unit
      if (kind === 'connections') return connectionStore.find(id)?.unit
      return kind === 'tables' ? tableStore.summary(id)?.unit : undefined
    },
    async brief(worker) {
      await worker.connections(connections.configs())
      await worker.circuits(partners.states())
      await worker.tables(tableStore.all())
      await worker.calendars(calendars.versions())
      await worker.deploy(publishing.deployed())
    },
  }
}

/** An address on a simulator's port of this machine, or a file that a simulator keeps. */
function simulatorTest(config: KernelConfig) {
  const hosts = new Set(config.simulators.flatMap((port) => [`127.0.0.1:${port}`, `localhost:${port}`]))
  const folder = join(config.data, 'simulators')
  return (place: { readonly hosts: readonly string[]; readonly file?: string }): boolean => {
    if (place.hosts.length > 0) return place.hosts.every((host) => hosts.has(host))
    if (place.file === undefined) return false
    const inside = relative(folder, resolve(place.file))
    return inside !== '' && !inside.startsWith('..')
  }
}
