import { retryable } from '#shared/errors/flow-error.ts'
import type { Outgoing } from './broker.ts'

/** Waits for the confirmation of a message no longer than its settings allow. Throws `connect.timeout`, or `connect.cut` when its step is stopped: nobody knows what the broker has done. */
export function stoppable<T>(
  work: Promise<T>,
  { signal, timeoutMs }: Pick<Outgoing, 'signal' | 'timeoutMs'>,
  place: string,
): Promise<T> {
  const ended = Promise.withResolvers<never>()
  const stop = (): void => ended.reject(retryable('connect.cut', { host: place }))
  const timer = setTimeout(
    () => ended.reject(retryable('connect.timeout', { host: place, seconds: timeoutMs / 1000 })),
    timeoutMs,
  )
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  return Promise.race([work, ended.promise]).finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  })
}
