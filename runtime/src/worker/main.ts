import { randomFillSync, randomInt, randomUUID } from 'node:crypto'
import { openEngine } from '#runtime/engine/open-engine.ts'
import { createRunIds } from '#runtime/engine/run-id.ts'
import { wallClock as clock } from '#runtime/faults.ts'
import { createLog } from '#runtime/observe/log.ts'
import { createRedactor } from '#runtime/observe/redaction.ts'
import { createMovedRuns } from './moved-runs.ts'
import type { KernelApi, WorkerApi } from './protocol.ts'
import { createRpc } from './rpc.ts'
import { createWorker } from './worker.ts'
import { createWorkerMetrics } from './worker-metrics.ts'

/** The worker process: joins the kernel over the process channel and does what it asks. It holds no file but the engine's. */

const redactor = createRedactor()
const log = createLog(redactor, process.stderr)
const steady = (): number => performance.now()
const channel = {
  // A channel that breaks during the call is told by `disconnect`; the callback keeps it from being thrown as well.
  send: (frame: unknown): boolean =>
    process.connected && (process.send?.(frame, undefined, undefined, () => undefined) ?? false),
  onMessage: (listener: (frame: unknown) => void): void => void process.on('message', listener),
  onClose: (listener: () => void): void => void process.on('disconnect', listener),
}

const moved = createMovedRuns((runs) => void rpc.remote.moved(runs).catch(() => undefined))
const metrics = createWorkerMetrics(String(process.pid), () => worker.active())
const worker = createWorker({
  kernel: {
    async secrets(input) {
      const secrets = await rpc.remote.secrets(input)
      redactor.learn(Object.values(secrets))
      return secrets
    },
    version: (input) => rpc.remote.version(input),
    pass: (input) => rpc.remote.pass(input),
    passed: (input) => rpc.remote.passed(input),
    tripped: (input) => rpc.remote.tripped(input),
    sandboxEnded: (end) => rpc.remote.sandboxEnded(end),
    recordLookup: (lookup) => rpc.remote.recordLookup(lookup),
    moved: (runs) => rpc.remote.moved(runs),
    listening: (states) => rpc.remote.listening(states),
  },
  openEngine: ({ engine, data }) => openEngine(engine, data, { clock, steady, newMark: randomUUID }),
  clock,
  newRunIds: () => createRunIds({ now: clock, random: (bytes) => void randomFillSync(bytes) }),
  random: () => randomInt(2 ** 32) / 2 ** 32,
  metrics: () => metrics.text(),
  moved(standing) {
    metrics.moved(standing)
    moved.add(standing)
  },
  log: (level, message, details) => log[level](details, message),
})
const rpc = createRpc<KernelApi, WorkerApi>(channel, worker.api)

// Without its kernel a worker has no one to serve; what it was doing is in the journal.
process.on('disconnect', () => process.exit(0))
// The kernel decides when to stop (drain); a terminal's Ctrl+C reaches the whole process group.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
