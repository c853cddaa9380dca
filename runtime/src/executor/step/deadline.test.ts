import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { withDeadline } from './deadline.ts'

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

test('work that takes too long is aborted with a TimeoutError', async () => {
  await expect(withDeadline(new AbortController().signal, 5, untilAborted)).rejects.toMatchObject({
    name: 'TimeoutError',
  })
})

test('work ends with the signal around it, also when that was aborted before', async () => {
  const outer = new AbortController()
  const working = withDeadline(outer.signal, 60_000, untilAborted)
  outer.abort(new Error('draining'))
  await expect(working).rejects.toThrow('draining')
  await expect(withDeadline(outer.signal, 60_000, async (signal) => signal.aborted)).resolves.toBe(true)
})

test('nothing of it stays behind, however the work came out', async () => {
  const outer = new AbortController()
  const before = process.getActiveResourcesInfo().filter((it) => it === 'Timeout').length
  for (let i = 0; i < 100; i++) {
    await withDeadline(outer.signal, 310_000, async () => i)
    await withDeadline(outer.signal, 310_000, async () => Promise.reject(new Error('no'))).catch(() => undefined)
  }
  expect(getEventListeners(outer.signal, 'abort')).toHaveLength(0)
  expect(process.getActiveResourcesInfo().filter((it) => it === 'Timeout').length).toBeLessThanOrEqual(before)
})
