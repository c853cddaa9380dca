import { expect, test } from 'vitest'
import type { LiveEvent } from '#shared/api/live.ts'
import { createLive, type Socket } from './live.ts'

/** A line whose other end the test holds: browsers' sockets cannot be opened here, and the clock is the test's. */
function line() {
  const sockets: (Socket & { sent: string[] })[] = []
  const timers: { run: () => void; ms: number }[] = []
  const states: string[] = []
  const events: LiveEvent[] = []
  const live = createLive({
    open: () => {
      const socket = {
        onopen: null,
        onmessage: null,
        onclose: null,
        sent: [] as string[],
        send(text: string) {
          this.sent.push(text)
        },
        close() {
          this.onclose?.()
        },
      } as Socket & { sent: string[] }
      sockets.push(socket)
      return socket
    },
    setTimer: (run, ms) => {
      const timer = { run, ms }
      timers.push(timer)
      return () => timers.splice(timers.indexOf(timer), 1)
    },
    onEvent: (event) => events.push(event),
    onState: (state, again) => states.push(again ? `${state} again` : state),
  })
  const last = () => {
    const socket = sockets.at(-1)
    if (!socket) throw new Error('nothing was opened')
    return socket
  }
  const fire = () => {
    const timer = timers.shift()
    if (!timer) throw new Error('no timer is set')
    timer.run()
    return timer.ms
  }
  return { live, sockets, states, events, timers, last, fire }
}

test('after a break it reconnects with growing waits and says that something may have been missed', () => {
  const { live, states, last, fire } = line()
  live.start()
  last().onopen?.()
  last().onclose?.()
  expect(fire()).toBe(1000)
  last().onclose?.()
  expect(fire()).toBe(2000)
  last().onopen?.()
  expect(states).toEqual(['connecting', 'open', 'lost', 'open again'])
  last().onclose?.()
  expect(fire()).toBe(1000)
})

test('the wait never grows beyond 15 seconds', () => {
  const { live, last, fire } = line()
  live.start()
  const waits = Array.from({ length: 8 }, () => {
    last().onclose?.()
    return fire()
  })
  expect(waits.at(-1)).toBe(15_000)
})

test('the flow on screen is told again after a reconnect', () => {
  const { live, last, fire } = line()
  live.start()
  last().onopen?.()
  live.show('a')
  expect(last().sent).toEqual(['{"type":"open","flow":"a"}'])
  last().onclose?.()
  fire()
  last().onopen?.()
  expect(last().sent).toEqual(['{"type":"open","flow":"a"}'])
})

test('malformed and unknown events are left alone', () => {
  const { live, last, events } = line()
  live.start()
  last().onopen?.()
  for (const data of ['{', '{"type":"strange"}', 7, '{"type":"health","status":"ok","workers":2}'])
    last().onmessage?.({ data })
  expect(events).toEqual([{ type: 'health', status: 'ok', workers: 2 }])
})

test('after stop nothing is tried again', () => {
  const { live, last, timers, states } = line()
  live.start()
  last().onopen?.()
  live.stop()
  expect(timers).toEqual([])
  expect(states).toEqual(['connecting', 'open'])
})

test('trying now does not leave a second timer behind', () => {
  const { live, last, timers, sockets } = line()
  live.start()
  last().onclose?.()
  live.retryNow()
  expect(timers).toEqual([])
  expect(sockets).toHaveLength(2)
  live.retryNow()
  expect(sockets).toHaveLength(2)
})
