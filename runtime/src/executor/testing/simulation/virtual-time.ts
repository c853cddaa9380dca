/** Who an event belongs to: a member, the outside, or the world itself. */
export type Owner = string

/** A clock that jumps from event to event, and the only order in which things happen. */
export interface VirtualTime {
  /** Milliseconds since the epoch, with fractions. */
  readonly now: number
  /** Runs `work` after so many milliseconds; timers that it sets belong to the owner. Gives what cancels it. */
  after(ms: number, owner: Owner, work: () => void): () => void
  /** Runs `work` now; timers that it sets belong to the owner. */
  as<T>(owner: Owner, work: () => T): T
  /** Nothing of this owner happens any more. */
  kill(owner: Owner): void
  /** Nothing of this owner happens for so long; then what was due happens in its order. */
  stall(owner: Owner, ms: number): void
  /** Lets the next event happen, with all that follows from it at once. False when nothing is left. */
  step(): Promise<boolean>
}

interface Event {
  at: number
  order: number
  readonly owner: Owner
  readonly work: () => void
}

const realImmediate = setImmediate
const NAMES = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'] as const

/**
 * Runs `body` with the timers of this process replaced by those of a virtual clock, so that the product's own code runs under it unchanged.
 * Only one such body may run at a time in a process.
 */
export async function inVirtualTime<T>(start: number, body: (time: VirtualTime) => Promise<T>): Promise<T> {
  const real = NAMES.map((name) => [name, globalThis[name]] as const)
  const realDeadline = AbortSignal.timeout
  const { time, timers } = createVirtualTime(start)
  Object.assign(globalThis, timers)
  AbortSignal.timeout = (ms) => {
    const abort = new AbortController()
    timers.setTimeout(() => abort.abort(new DOMException('The operation timed out', 'TimeoutError')), ms)
    return abort.signal
  }
  try {
    return await body(time)
  } finally {
    Object.assign(globalThis, Object.fromEntries(real))
    AbortSignal.timeout = realDeadline
  }
}

function createVirtualTime(start: number) {
  /** Sorted, the next event last. */
  const queue: Event[] = []
  const dead = new Set<Owner>()
  const stalled = new Map<Owner, number>()
  let now = start
  let order = 0
  let current: Owner = 'world'

  function insert(event: Event): void {
    let low = 0
    let high = queue.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = queue[middle] as Event
      if (other.at > event.at || (other.at === event.at && other.order > event.order)) low = middle + 1
      else high = middle
    }
    queue.splice(low, 0, event)
  }

  function after(ms: number, owner: Owner, work: () => void): () => void {
    if (dead.has(owner)) return () => undefined
    const event = { at: Math.max(now + Math.max(0, ms), stalled.get(owner) ?? 0), order: order++, owner, work }
    insert(event)
    return () => {
      const place = queue.indexOf(event)
      if (place >= 0) queue.splice(place, 1)
    }
  }

  function as<T>(owner: Owner, work: () => T): T {
    const before = current
    current = owner
    try {
      return work()
    } finally {
      current = before
    }
  }

  const time: VirtualTime = {
    get now() {
      return now
    },
    after,
    as,
    kill(owner) {
      dead.add(owner)
      queue.splice(0, queue.length, ...queue.filter((event) => event.owner !== owner))
    },
    stall(owner, ms) {
      const until = now + ms
      stalled.set(owner, until)
      const late = queue.filter((event) => event.owner === owner && event.at < until).reverse()
      queue.splice(0, queue.length, ...queue.filter((event) => !late.includes(event)))
      for (const event of late) {
        event.at = until
        event.order = order++
        insert(event)
      }
    },
    async step() {
      const event = queue.pop()
      if (!event) return false
      now = event.at
      current = event.owner
      event.work()
      // Everything that follows without a timer happens before this, and so belongs to the same owner.
      await new Promise((resolve) => realImmediate(resolve))
      current = 'world'
      return true
    },
  }
  return { time, timers: timersOn(time, () => current) }
}

/** A timer as Node gives it, as far as the product uses it. */
interface Timer {
  unref(): Timer
  ref(): Timer
  cancel(): void
}

function timersOn(time: VirtualTime, owner: () => Owner) {
  const timer = (cancel: () => void): Timer => {
    const it: Timer = { unref: () => it, ref: () => it, cancel: () => cancel() }
    return it
  }
  const later = (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): Timer =>
    timer(time.after(Math.max(1, ms), owner(), () => work(...args)))
  const clear = (it: Timer | undefined): void => it?.cancel()
  return {
    setTimeout: later,
    setImmediate: (work: (...args: unknown[]) => void, ...args: unknown[]): Timer =>
      timer(time.after(0, owner(), () => work(...args))),
    setInterval(work: (...args: unknown[]) => void, ms = 1, ...args: unknown[]): Timer {
      const its = owner()
      const round = (): void => {
        cancel = time.after(ms, its, round)
        work(...args)
      }
      let cancel = time.after(ms, its, round)
      return timer(() => cancel())
    },
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  }
}
