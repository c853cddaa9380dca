import type { Standing } from '#runtime/executor/walk/standing.ts'

/** The figures of one worker process. */
export interface WorkerMetrics {
  moved(standing: Standing): void
  text(): Promise<string>
}

/** Runs by flow, then by the state they came to. */
type Runs = Map<string, Map<string, number>>

/** Counts for itself and loads the library when somebody asks; `active` is read then. */
export function createWorkerMetrics(member: string, active: () => number): WorkerMetrics {
  const runs: Runs = new Map()
  let registry: ReturnType<typeof registryOf> | undefined
  return {
    moved({ inbound: { flow }, next: { status } }) {
      const states = runs.get(flow) ?? new Map<string, number>()
      if (states.size === 0) runs.set(flow, states)
      states.set(status, (states.get(status) ?? 0) + 1)
    },
    async text() {
      registry ??= registryOf(member, active, runs)
      return (await registry).metrics()
    },
  }
}

async function registryOf(member: string, active: () => number, runs: Runs) {
  const { Counter, collectDefaultMetrics, Gauge, Registry } = await import('prom-client')
  const registry = new Registry()
  registry.setDefaultLabels({ worker: member })
  collectDefaultMetrics({ register: registry, prefix: 'lienthong_worker_' })
  new Counter({
    name: 'lienthong_runs_total',
    help: 'Runs by flow and the state they came to',
    labelNames: ['flow', 'status'] as const,
    registers: [registry],
    collect() {
      this.reset()
      for (const [flow, states] of runs) for (const [status, n] of states) this.inc({ flow, status }, n)
    },
  })
  new Gauge({
    name: 'lienthong_runs_active',
    help: 'Runs under way in this worker',
    registers: [registry],
    collect() {
      this.set(active())
    },
  })
  return registry
}
