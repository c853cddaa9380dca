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
  const runs = new Counter({
    name: 'lienthong_runs_total',
    help: 'Runs by flow and the state they came to',
    labelNames: ['flow', 'status'] as const,
    registers: [registry],
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
    moved: ({ inbound, next }) => runs.inc({ flow: inbound.flow, status: next.status }),
    text: () => registry.metrics(),
  }
}
