import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

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

/** A registry of its own, so that several kernels can live in one process (tests). */
export function createKernelMetrics(): KernelMetrics {
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
