import { retryable } from '#shared/errors/flow-error.ts'
import { CONNECT_MS, IDLE_MS } from './server.ts'

/** How connections of one server are made and ended. */
export interface PoolMaker<C> {
  readonly size: number
  /** Opens one and prepares it; throws a `FlowError`. */
  open(): Promise<C>
  /** False when it broke while nobody used it. */
  alive(connection: C): boolean
  close(connection: C): void
}

/** Connections of one server, at most `size` at a time. */
export interface Pool<C> {
  /** Waits for its turn, at most as long as making a connection may take: then `sql.busy`. */
  take(signal: AbortSignal): Promise<C>
  /** Gives it back; a broken one is closed. */
  give(connection: C, broken: boolean): void
  /** Closes what is idle now, and what is in use when it comes back. */
  close(): void
}

/** Makes an empty pool. */
export function createPool<C>(maker: PoolMaker<C>): Pool<C> {
  const idle: { readonly connection: C; readonly timer: NodeJS.Timeout }[] = []
  const waiting: (() => void)[] = []
  let used = 0
  let closed = false

  function turn(signal: AbortSignal): Promise<void> {
    if (used < maker.size) {
      used++
      return Promise.resolve()
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const leave = (error: unknown): void => {
      const at = waiting.indexOf(resolve)
      if (at < 0) return
      waiting.splice(at, 1)
      reject(error)
    }
    const timer = setTimeout(
      () => leave(retryable('sql.busy', { reason: `${maker.size} connections in use` })),
      CONNECT_MS,
    )
    const abort = (): void => leave(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    waiting.push(resolve)
    return promise.finally(() => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    })
  }

  function free(): void {
    const next = waiting.shift()
    if (next) next()
    else used--
  }

  return {
    async take(signal) {
      if (closed) throw retryable('sql.busy', { reason: 'closed' })
      await turn(signal)
      try {
        for (let one = idle.pop(); one; one = idle.pop()) {
          clearTimeout(one.timer)
          if (maker.alive(one.connection)) return one.connection
          maker.close(one.connection)
        }
        return await maker.open()
      } catch (error) {
        free()
        throw error
      }
    },
    give(connection, broken) {
      if (broken || closed || !maker.alive(connection)) maker.close(connection)
      else {
        const timer = setTimeout(() => {
          idle.splice(
            idle.findIndex((one) => one.timer === timer),
            1,
          )
          maker.close(connection)
        }, IDLE_MS).unref()
        idle.push({ connection, timer })
      }
      free()
    },
    close() {
      closed = true
      for (const { connection, timer } of idle.splice(0)) {
        clearTimeout(timer)
        maker.close(connection)
      }
    },
  }
}
