import type { RunId } from '../engine.ts'

/** Keeps the calls about one run in the order in which they were made, while a large payload is on its way to the disk. */
export interface Sequence {
  /** Calls `enqueue` when `prepared` is there and earlier calls about the run are enqueued; at once when nothing is under way. */
  next<P, T>(run: RunId, prepared: P | Promise<P>, enqueue: (prepared: P) => Promise<T>): Promise<T>
}

/** An empty sequence. */
export function createSequence(): Sequence {
  const underWay = new Map<RunId, Promise<unknown>>()
  return {
    next(run, prepared, enqueue) {
      const earlier = underWay.size > 0 ? underWay.get(run) : undefined
      if (!earlier && !(prepared instanceof Promise)) return enqueue(prepared)
      // Wrapped, because the next call waits until this one is enqueued and not until it is committed.
      const enqueued = Promise.all([prepared, earlier]).then(([ready]) => ({ answer: enqueue(ready) }))
      const passed = enqueued.catch(() => undefined)
      underWay.set(run, passed)
      void passed.then(() => {
        if (underWay.get(run) === passed) underWay.delete(run)
      })
      return enqueued.then(({ answer }) => answer)
    },
  }
}
