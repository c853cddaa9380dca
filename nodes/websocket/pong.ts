import { randomBytes } from 'node:crypto'
import { retryable } from '#shared/errors/flow-error.ts'
import type { OpenSocket } from './open.ts'

/** Pings and waits for the answer: since frames are read in their order, whatever was sent before has reached the partner's WebSocket. Throws `connect.timeout`. */
export async function pong({ socket, host, ended }: OpenSocket, ms: number): Promise<void> {
  const mark = randomBytes(8)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  promise.catch(() => undefined)
  const heard = (data: Buffer): void => {
    if (data.equals(mark)) resolve()
  }
  socket.on('pong', heard)
  const timer = setTimeout(() => reject(retryable('connect.timeout', { host, seconds: Math.round(ms / 1000) })), ms)
  try {
    socket.ping(mark, undefined, (error) => error && reject(retryable('connect.cut', { host })))
    await Promise.race([promise, ended])
  } finally {
    clearTimeout(timer)
    socket.off('pong', heard)
  }
}
