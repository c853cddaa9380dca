/** The figures of the kernel process. */
export interface KernelMetrics {
  /** One answered request of the admin API. */
  request(operation: string, status: number, seconds: number): void
  signInRefused(): void
  workerRestarted(): void
  workersReady(count: number): void
  liveClients(count: number): void
  /** The circuit of a connection opened, was tried again or closed. */
  circuit(connection: string, state: 'open' | 'half-open' | 'closed'): void
  text(): Promise<string>
}

/** So many events wait for the library; more load it. */
const MOST_WAITING = 100

/** The figures of one kernel. The library is loaded when somebody uses the admin API: what happened before is told to it then. */
export function createKernelMetrics(): KernelMetrics {
  const waiting: ((metrics: KernelMetrics) => void)[] = []
  let loaded: Promise<KernelMetrics> | undefined
  const load = (): Promise<KernelMetrics> => {
    loaded ??= prometheusMetrics().then((metrics) => {
      for (const event of waiting.splice(0)) event(metrics)
      return metrics
    })
    return loaded
  }
  const tell = (event: (metrics: KernelMetrics) => void): void => {
    if (loaded) void loaded.then(event)
    else if (waiting.push(event) > MOST_WAITING) void load()
  }
  return {
    request(...facts) {
      tell((it) => it.request(...facts))
      void load()
    },
    signInRefused: () => tell((it) => it.signInRefused()),
    workerRestarted: () => tell((it) => it.workerRestarted()),
    workersReady: (count) => tell((it) => it.workersReady(count)),
    liveClients: (count) => tell((it) => it.liveClients(count)),
    circuit: (...facts) => tell((it) => it.circuit(...facts)),
    text: async () => (await load()).text(),
  }
}

/** A registry of its own, so that several kernels can live in one process (tests). */
async function prometheusMetrics(): Promise<KernelMetrics> {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'lienthong_' })
  const registers = [registry]
  const requests = new Histogram({
    name: 'lienthong_api_request_seconds',
    help: 'Time of answered requests of the admin API',
    labelNames: ['operation', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  })
  const refused = new Counter({ name: 'lienthong_sign_in_refused_total', help: 'Refused sign-ins', registers })
  const restarts = new Counter({
    name: 'lienthong_worker_restarts_total',
    help: 'Workers that died and were started again',
    registers,
  })
  const ready = new Gauge({ name: 'lienthong_workers_ready', help: 'Workers that take messages', registers })
  const clients = new Gauge({ name: 'lienthong_live_clients', help: 'Open live connections of browsers', registers })
  const circuits = new Gauge({
    name: 'lienthong_circuit_open',
    help: '1 while the circuit of a connection is open or half open',
    labelNames: ['connection'] as const,
    registers,
  })
  const trips = new Counter({
    name: 'lienthong_circuit_opened_total',
    help: 'Times that the circuit of a connection opened',
    labelNames: ['connection'] as const,
    registers,
  })
  return {
    request: (operation, status, seconds) => requests.observe({ operation, status: String(status) }, seconds),
    signInRefused: () => refused.inc(),
    workerRestarted: () => restarts.inc(),
    workersReady: (count) => ready.set(count),
    liveClients: (count) => clients.set(count),
    circuit(connection, state) {
      if (state === 'open') trips.inc({ connection })
      circuits.set({ connection }, state === 'closed' ? 0 : 1)
    },
    text: () => registry.metrics(),
  }
}
