import { valuesOf } from '#nodes/connections/read-connection.ts'
import { xroadConnection } from '#nodes/connections/xroad.ts'
import { trustedCertificates } from '#nodes/signature/keys.ts'
import type { Engine } from '#runtime/engine/engine.ts'
import { testRun } from '#runtime/executor/cases/test-run.ts'
import { createExecutor, type Executor } from '#runtime/executor/executor.ts'
import { createFlows } from '#runtime/executor/flows.ts'
import { traceRun } from '#runtime/executor/past/trace.ts'
import type { Standing } from '#runtime/executor/walk/standing.ts'
import { oneAtATime } from '#runtime/one-at-a-time.ts'
import { createSandbox } from '#runtime/sandbox/sandbox.ts'
import { createEgressPolicy } from '#runtime/security/egress.ts'
import { createFire } from '#runtime/triggers/fire.ts'
import { createGateway, type Gateway } from '#runtime/triggers/gateway.ts'
import { createListeners, type Listeners } from '#runtime/triggers/listeners.ts'
import { peekAt } from '#runtime/triggers/peek.ts'
import { createTokenClaims } from '#runtime/triggers/token-claims.ts'
import { createCalendarShelf } from '#shared/calendar/versions.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { type CodeTables, compileExpression } from '#shared/expression/compile.ts'
import { createTableStore } from './code-tables.ts'
import { createHttpTool } from './http-tool.ts'
import { createNodeLibrary } from './node-library.ts'
import { createPartnerGate, type PartnerGate } from './partner-gate.ts'
import { createPastMessages, type PastMessages } from './past-messages.ts'
import { previewOn } from './preview.ts'
import type { KernelApi, WorkerApi, WorkerConfig } from './protocol.ts'
import { createReach } from './reach.ts'
import { createSaturation } from './saturation.ts'
import { createSharedResources } from './shared-resources.ts'
import { testConnection } from './test-connection.ts'
import { createTools, hostsOf, testTools, type WorkerTools } from './tools.ts'

/** What a worker is made of besides its configuration. */
export interface WorkerParts {
  readonly kernel: KernelApi
  openEngine(config: WorkerConfig): Promise<Engine>
  readonly clock: () => number
  newRunIds(): () => string
  /** From 0 up to 1. */
  readonly random: () => number
  readonly metrics: () => Promise<string>
  moved(standing: Standing): void
  log(level: 'info' | 'warn' | 'error', message: string, details: Readonly<Record<string, unknown>>): void
}

interface Running {
  readonly engine: Engine
  readonly executor: Executor
  readonly gateway: Gateway
  readonly listeners: Listeners
  readonly tools: WorkerTools
  readonly gate: PartnerGate
  readonly api: PastMessages & Pick<WorkerApi, 'deploy' | 'fire' | 'peek' | 'test' | 'testConnection' | 'trace'>
}

/** Milliseconds that running steps have to end when the worker is asked to stop. */
const DRAIN_MS = 8000

/** A worker: what it serves to the kernel, and how many runs are under way. */
export interface Worker {
  readonly api: WorkerApi
  active(): number
}

/** Makes a worker: engine, executor, gateway and tools in one process, served to the kernel (design §4). */
export function createWorker(parts: WorkerParts): Worker {
  const codeTables = createTableStore()
  const calendars = createCalendarShelf()
  const tables: CodeTables = { lookup: codeTables.lookup, calendarAt: calendars.at }
  const sandbox = createSandbox((end) => {
    parts.log('warn', 'a sandbox process ended', { ...end })
    void parts.kernel.sandboxEnded(end).catch(() => undefined)
  })
  const shared = createSharedResources()
  const library = createNodeLibrary()
  let running: Promise<Running> | undefined
  let port = 0
  let active = (): number => 0

  async function start(config: WorkerConfig): Promise<Running> {
    const engine = await parts.openEngine(config)
    const flows = createFlows(library, async (flow, version) => {
      const old = await parts.kernel.version({ flow, version })
      if (old) await library.load([old])
      return old
    })
    const policy = createEgressPolicy(config.own)
    const http = createHttpTool(policy)
    const reach = createReach(policy, config.folders)
    const gate = createPartnerGate({ kernel: parts.kernel, member: config.member, clock: parts.clock, log: parts.log })
    const tools = createTools({
      gate,
      http,
      reach,
      shared,
      tables,
      sandbox,
      secrets: (connection) => parts.kernel.secrets({ connection }),
      recordLookup: (lookup) => parts.kernel.recordLookup(lookup),
      log: parts.log,
    })
    const newRunId = parts.newRunIds()
    const executor = createExecutor({
      engine,
      member: config.member,
      slot: config.slot,
      flows,
      tools,
      clock: parts.clock,
      newRunId,
      saturated: createSaturation(),
      moved: parts.moved,
      log: parts.log,
    })
    active = () => executor.active
    const accessKey = async (connection: string): Promise<string> =>
      (await tools.connection(connection)).secrets.key ?? ''
    const account = async (connection: string): Promise<{ username: string; password: string }> => {
      const { values, secrets } = await tools.connection(connection)
      return { username: String(values.username ?? ''), password: secrets.key ?? '' }
    }
    const trusted = async (connection: string): Promise<ReturnType<typeof trustedCertificates>> =>
      trustedCertificates(await tools.connection(connection))
    const callsFrom = async (connection: string): Promise<readonly string[]> =>
      valuesOf(xroadConnection, await tools.connection(connection)).callsFrom.map(({ address }) => address)
    const gateway = createGateway({
      executor,
      accessKey,
      callsFrom,
      desk: { account, trusted, now: parts.clock, claimToken: createTokenClaims(engine) },
      tables,
      log: parts.log,
    })
    port = await gateway.listen(config.gateway.host, config.gateway.port)
    const fire = createFire({
      engine,
      executor,
      flows,
      polls: library.polls,
      connection: tools.connection,
      http: tools.http,
      enter: gate.enter,
      shared: shared.get,
      log: parts.log,
    })
    const listeners = createListeners({
      executor,
      flows,
      triggers: library.listens,
      slot: config.slot,
      connection: tools.connection,
      clock: parts.clock,
      random: parts.random,
      told: (states) => void parts.kernel.listening({ member: config.member, states }).catch(() => undefined),
      log: parts.log,
    })
    const inTurn = oneAtATime()
    return {
      engine,
      executor,
      gateway,
      listeners,
      tools,
      gate,
      api: {
        async deploy(deployed) {
          // Loading takes longer for one set than for another, and the newest must be the last.
          await inTurn(async () => {
            await library.load(deployed.map(({ flow }) => flow))
            flows.deploy(deployed)
            gateway.route(flows.all())
            executor.wake()
          })
          await listeners.deploy()
        },
        fire,
        ...createPastMessages({ engine, flows, executor, library, tools, clock: parts.clock, newRunId }),
        async peek(input) {
          await library.load([input.flow])
          return peekAt(input, { library, tools: testTools(tools) })
        },
        async test({ flow, request }) {
          await library.load([flow])
          return testRun(flow, request, { library, tools: testTools(tools), clock: parts.clock, newRunId })
        },
        testConnection: (connection) =>
          testConnection({ ...connection, reach: reach(hostsOf(connection)) }, { http, policy }),
        trace: ({ run }) => traceRun(run, { engine, flows, tools, clock: parts.clock }),
      },
    }
  }

  const ready = (): Promise<Running> => running ?? Promise.reject(permanent('gateway.draining'))
  const api: WorkerApi = {
    async configure(config) {
      running ??= start(config)
      await running
      return { port }
    },
    deploy: async (flows) => (await ready()).api.deploy(flows),
    circuits: async (states) => (await ready()).gate.circuits(states),
    async connections(connections) {
      const it = await ready()
      await it.tools.configure(connections)
      await it.listeners.restart()
    },
    tables: async (next) => codeTables.replace(next),
    calendars: async (next) => calendars.replace(next),
    fire: async (trigger) => (await ready()).api.fire(trigger),
    peek: async (input) => (await ready()).api.peek(input),
    test: async (input) => (await ready()).api.test(input),
    trace: async (input) => (await ready()).api.trace(input),
    resubmit: async (input) => (await ready()).api.resubmit(input),
    preview: (input) =>
      previewOn(input, { ...tables, calendarAt: () => calendars.at(parts.clock()) }, compileExpression),
    captureCase: async (input) => (await ready()).api.captureCase(input),
    runCases: async (input) => (await ready()).api.runCases(input),
    shadow: async (input) => (await ready()).api.shadow(input),
    shadowDetail: async (input) => (await ready()).api.shadowDetail(input),
    testConnection: async (input) => (await ready()).api.testConnection(input),
    wake: async () => (await ready()).executor.wake(),
    async drain() {
      const it = await ready()
      await Promise.all([it.gateway.close(), it.listeners.close(), it.executor.drain(DRAIN_MS)])
      sandbox.close()
      await shared.dropAll()
      await it.engine.close()
    },
    metrics: parts.metrics,
  }
  return { api, active: () => active() }
}
