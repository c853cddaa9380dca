import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { flowOf, unharmed, useInstallation } from './installation.ts'

const system = useInstallation(async (it) => {
  await it.publish(flowOf('nhan-tin', { accepts: 'json' }))
})

/** Writes `first`, then one `drop` each `everyMs`, until the other side closes; gives what came and after how long. */
function drip(first: string, drop: string, everyMs: number): Promise<{ text: string; ms: number }> {
  const started = performance.now()
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(system().ports.gateway, '127.0.0.1', () => socket.write(first))
    const timer = setInterval(() => socket.write(drop), everyMs)
    socket.on('data', (data) => {
      text += String(data)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(timer)
      resolve({ text, ms: performance.now() - started })
    })
  })
}

const HEAD = 'POST /nhan-tin HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n'

test.concurrent('senders who never finish are cut off with 408 while others are answered', {
  timeout: 60_000,
}, async () => {
  const slow = Promise.all([
    drip('POST /nhan-tin HTTP/1.1\r\n', 'x', 1000),
    drip(HEAD, 'x-a: 1\r\n', 1000),
    drip(`${HEAD}content-length: 1000000\r\n\r\n`, ' ', 1000),
    drip(`${HEAD}transfer-encoding: chunked\r\n\r\n`, '1\r\n \r\n', 1000),
    drip(`${HEAD}content-length: 10\r\n\r\n`, '', 10_000),
  ])
  for (let i = 0; i < 5; i++) {
    await unharmed(system())
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  for (const { text, ms } of await slow) {
    expect(text).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"gateway\.too-slow"/)
    expect(ms).toBeLessThan(25_000)
  }
})

test.concurrent('a sender who is steady but slow is heard', { timeout: 60_000 }, async () => {
  const started = performance.now()
  const text = await new Promise<string>((resolve) => {
    let answer = ''
    const socket = connect(system().ports.gateway, '127.0.0.1', () =>
      socket.write(`${HEAD}connection: close\r\ncontent-length: 180002\r\n\r\n"`),
    )
    let sent = 0
    const timer = setInterval(() => {
      sent += 10_000
      socket.write('a'.repeat(10_000))
      if (sent >= 180_000) {
        clearInterval(timer)
        socket.write('"')
      }
    }, 1000)
    socket.on('data', (data) => {
      answer += String(data)
    })
    socket.on('close', () => {
      clearInterval(timer)
      resolve(answer)
    })
  })
  expect(performance.now() - started).toBeGreaterThan(17_000)
  expect(text).toMatch(/^HTTP\/1\.1 200 /)
})

test.concurrent('a thousand idle connections take nobody’s place, and all are cut off', {
  timeout: 60_000,
}, async () => {
  const sockets: Socket[] = []
  let closed = 0
  for (let i = 0; i < 1000; i++) {
    const socket = connect(system().ports.gateway, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.on('close', () => closed++)
    if (i % 2 === 0) socket.write('GET /doi-chung HTT')
    socket.resume()
    sockets.push(socket)
  }
  await new Promise((resolve) => setTimeout(resolve, 1000))
  await unharmed(system())
  await expect.poll(() => closed, { timeout: 25_000 }).toBe(1000)
  await unharmed(system())
})
