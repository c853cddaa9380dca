import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Standing } from '#runtime/executor/standing.ts'

/** The figures of one worker process. */
export interface WorkerMetrics {
  moved(standing: Standing): void
  text(): Promise<string>
}

/** Makes the figures; `active` is read when they are asked for. */
export function createWorkerMetrics(member: string, active: () => number): WorkerMetrics {
  const registry = new Registry()
  registry.setDefaultLabels({ worker: member })
  collectDefaultMetrics({ register: registry, prefix: 'lienthong_worker_' })
  // Counted here and handed over when asked for: the library takes a microsecond to find the labels of one count.
  const counts = new Map<string, Map<string, number>>()
  new Counter({
    name: 'lienthong_runs_total',
    help: 'Runs by flow and the state they came to',
    labelNames: ['flow', 'status'] as const,
    registers: [registry],
    collect() {
      this.reset()
      for (const [flow, states] of counts) for (const [status, count] of states) this.inc({ flow, status }, count)
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
  return {
    moved({ inbound: { flow }, next: { status } }) {
      const states = counts.get(flow) ?? new Map<string, number>()
      if (states.size === 0) counts.set(flow, states)
      states.set(status, (states.get(status) ?? 0) + 1)
    },
    text: () => registry.metrics(),
  }
}
