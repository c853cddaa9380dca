import { toErrorData } from '#shared/errors/flow-error.ts'

/** Hands things over one after the other, without waiting for each; while they are refused, everything waits and keeps its order. */
export interface InOrder<T, R> {
  /** Resolves when it was taken; rejects when no try would help, or on `stop`. */
  hand(it: T): Promise<R>
  /** Whoever still waits is told so. */
  stop(): void
}

/** What the order works with. */
export interface InOrderParts<T, R> {
  take(it: T): Promise<R>
  /** Refused; the next try is so many milliseconds away. */
  refused(error: unknown, waitMs: number): void
  /** Taken again after a refusal. */
  resumed(): void
}

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 30_000

interface Waiting<T, R> {
  readonly it: T
  readonly number: number
  readonly told: PromiseWithResolvers<R>
}

/**
 * Makes such an order. Those that are under way when one is refused go on; those that are refused with it, and all that come after, are tried
 * again in the order in which they came.
 */
export function createInOrder<T, R>({ take, refused, resumed }: InOrderParts<T, R>): InOrder<T, R> {
  let waiting: Waiting<T, R>[] = []
  let underWay = 0
  let last = 0
  let refusals = 0
  let paused = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  function pump(): void {
    while (!paused && !stopped) {
      // After a refusal one goes first, to see whether there is room again.
      if (refusals > 0 && underWay > 0) return
      const next = waiting.shift()
      if (!next) return
      void begin(next)
    }
  }

  async function begin(one: Waiting<T, R>): Promise<void> {
    underWay++
    try {
      one.told.resolve(await take(one.it))
      if (refusals > 0) resumed()
      refusals = 0
    } catch (error) {
      if (stopped || toErrorData(error).class !== 'transient') one.told.reject(error)
      else putBack(one, error)
    }
    underWay--
    if (!paused) pump()
    else if (underWay === 0) comeBack()
  }

  function putBack(one: Waiting<T, R>, error: unknown): void {
    const behind = waiting.findIndex((it) => it.number > one.number)
    waiting.splice(behind < 0 ? waiting.length : behind, 0, one)
    if (paused) return
    paused = true
    refused(error, waitMs())
    refusals++
  }

  const waitMs = (): number => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(refusals, 10))

  function comeBack(): void {
    timer = setTimeout(() => {
      paused = false
      pump()
    }, waitMs() / 2)
  }

  return {
    hand(it) {
      const told = Promise.withResolvers<R>()
      waiting.push({ it, number: ++last, told })
      pump()
      return told.promise
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      const left = waiting
      waiting = []
      for (const { told } of left) told.reject(new Error('stopped'))
    },
  }
}
