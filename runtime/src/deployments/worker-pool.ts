import type { WorkerApi } from '../worker/protocol.ts'

/** The workers as the parts above them see them; the kernel's supervisor is one. */
export interface WorkerPool {
  /** Does the same with every ready worker. A worker that dies meanwhile is left out: it learns the newest state when it restarts. */
  all(task: (worker: WorkerApi) => Promise<void>): Promise<void>
  /** Does it with one ready worker, and once more with another one if that worker dies. Throws `api.no-worker` when none is ready. */
  one<T>(task: (worker: WorkerApi) => Promise<T>): Promise<T>
}
