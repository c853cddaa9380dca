import type { Server } from 'node:http'
import type { Health } from '#shared/api/platform.ts'
import type { FlowError } from '#shared/errors/flow-error.ts'
import { createAuthenticate, createPendingCookie, createSessionCookie } from '../api/authenticate.ts'
import { createHandlers } from '../api/handlers/index.ts'
import { signInLink } from '../api/handlers/users.ts'
import { serveLive } from '../api/live-socket.ts'
import { createOriginRules } from '../api/origin.ts'
import { createAdminServer, peerAddress } from '../api/server.ts'
import type { Services } from '../api/services.ts'
import { createSimulatorDesk } from '../api/simulator-desk.ts'
import { type Catalogue, readCatalogue } from '../deployments/catalogue.ts'
import { mergeMetrics } from '../observe/merge-metrics.ts'
import { adminAddress, closeServer, gatewayAddress, isHttps, listen } from './addresses.ts'
import { type Base, joinParts, statusOf } from './base.ts'
import type { KernelConfig } from './config.ts'
import { type KernelSurroundings, openGround } from './ground.ts'
import { startLiveCounts } from './live-counts.ts'

/** A running kernel. */
export interface Kernel {
  /** `http://host:port` of the admin listener, or the public address. */
  readonly address: string
  readonly gatewayAddress: string
  /** A one-time link for the first administrator, as long as that account has no password. */
  readonly signInLink?: string
  /** Resolves with the fault of the disk after which the kernel must be closed, and the process must end. */
  readonly broken: Promise<FlowError>
  /** Stops taking work, drains the workers, and closes everything. */
  close(): Promise<void>
}

/** Starts everything: store, engine, admin listener, workers, schedules. Rejects with a clear error when it cannot. */
export async function startKernel(config: KernelConfig, around: KernelSurroundings): Promise<Kernel> {
  const closing: (() => unknown)[] = []
  const closeAll = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    const base = joinParts(await openGround(config, around, closing))
    return await runKernel(base, closing, closeAll)
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** Listens, starts the workers and then the schedules. */
async function runKernel(base: Base, closing: (() => unknown)[], closeAll: () => Promise<void>): Promise<Kernel> {
  const { config, identity, supervisor, scheduler, state, log } = base
  const server = createServerOf(base)
  state.adminPort = await listen(server, config.host, config.port)
  closing.push(() => closeServer(server))
  const live = serveLive(server, {
    hub: base.hub,
    authenticate: authenticateOf(base),
    origins: createOriginRules(config.host, config.publicUrl),
    sessionAlive: identity.sessions.alive,
    metrics: base.metrics,
    clock: base.clock,
  })
  closing.push(() => live.close())
  identity.sessions.onClose((id) => base.hub.endSession(id))
  const counts = startLiveCounts({
    hub: base.hub,
    flows: base.desk.flows,
    history: base.engine.history,
    clock: base.clock,
    log,
  })
  closing.push(() => counts.stop())
  // One kernel a data folder (see data-lock): whoever held runs before is gone.
  const freed = await base.engine.abandon([])
  if (freed > 0) log.info({ runs: freed }, 'runs of an earlier start go on')
  closing.push(() => supervisor.stop())
  state.gatewayPort = (await supervisor.start()).port
  state.started = true
  closing.push(() => scheduler.stop())
  scheduler.start()
  closing.push(() => base.retentionJob.stop())
  base.retentionJob.start()

  const address = adminAddress(config, state.adminPort)
  const gateway = gatewayAddress(config, state.gatewayPort)
  log.info({ address, gateway, workers: config.workers }, 'kernel started')
  const first = identity.accounts.prepareFirstAdmin()
  const link = first === undefined ? undefined : signInLink(address, identity.sessions.newLink(first))
  return {
    address,
    gatewayAddress: gateway,
    broken: base.broken,
    ...(link === undefined ? {} : { signInLink: link }),
    async close() {
      state.stopping = true
      await closeAll()
      log.info({}, 'kernel stopped')
    },
  }
}

function createServerOf(base: Base): Server {
  const { config, clock, log, metrics, audit } = base
  const https = isHttps(config)
  return createAdminServer({
    handlers: createHandlers(servicesOf(base)),
    authenticate: authenticateOf(base),
    origins: createOriginRules(config.host, config.publicUrl),
    cookie: createSessionCookie(https),
    pendingCookie: createPendingCookie(https),
    audit,
    log,
    metrics,
    clock,
    addressOf: (request) => peerAddress(request, config.publicUrl !== undefined),
    ownerOf: (kind, id) => ownerOf(base, kind, id),
    designerFolder: config.designerFolder,
    https,
  })
}

async function ownerOf({ desk, engine, identity }: Base, kind: string, id: string): Promise<string | undefined> {
  if (kind === 'runs') return (await engine.history.get(id))?.row.unit
  if (kind === 'users') return identity.accounts.unitOf(id)
  return kind === 'tokens' ? identity.apiTokens.unitOf(id) : desk.unitOf(kind, id)
}

function servicesOf(base: Base): Services {
  const { config, around, clock, metrics, audit, identity, hub, desk, supervisor, engine, state } = base
  let catalogue: Promise<Catalogue> | undefined
  return {
    ...identity,
    ...desk,
    registry: around.registry,
    catalogue: () => {
      catalogue ??= readCatalogue(around.registry)
      return catalogue
    },
    engine,
    retentionRules: base.retentionRules,
    retentionJob: base.retentionJob,
    pool: supervisor,
    hub,
    audit,
    simulators: createSimulatorDesk(config.simulators),
    hideSecrets: base.redactor.values,
    health: () => healthOf(base),
    metricsText: async () =>
      mergeMetrics([{ process: 'kernel', text: await metrics.text() }, ...(await supervisor.metrics())]),
    baseUrl: () => adminAddress(config, state.adminPort),
    version: around.version,
    clock,
  }
}

function authenticateOf({ config, identity }: Base): ReturnType<typeof createAuthenticate> {
  const { accounts, apiTokens } = identity
  const cookieName = createSessionCookie(isHttps(config)).name
  const { adminToken } = config
  return createAuthenticate({ accounts, apiTokens, cookieName, ...(adminToken === undefined ? {} : { adminToken }) })
}

function healthOf(base: Base): Health {
  const { supervisor, config, state, around } = base
  return {
    status: statusOf(base),
    version: around.version,
    workers: { wanted: supervisor.wanted, ready: supervisor.ready },
    gateway: { address: gatewayAddress(config, state.gatewayPort) },
  }
}
