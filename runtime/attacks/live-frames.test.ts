import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { KINDS, spoiled } from './hostile-inputs.ts'
import { unharmed, useInstallation } from './installation.ts'
import type { Kind } from './kind.ts'

// Goal figure R8, the part of the live connection, and acceptance case 41: generated frames over real sockets.
const SEED = 20_260_712
const CONNECTIONS = 400
const AT_A_TIME = 10
const MOST_OF_ONE_CALLER = 20

const system = useInstallation()

/** The bytes of one frame as a client sends it, with what may be wrong about them. */
interface Frame {
  readonly opcode: number
  readonly payload: Buffer
  readonly final?: boolean
  readonly masked?: boolean
  readonly reserved?: number
  /** The length that is claimed. */
  readonly claims?: bigint
}

const TEXT = 1
const BINARY = 2
const CLOSE = 8
const PING = 9

const command = Buffer.from('{"type":"open","flow":"doi-chung"}')
const small = fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes))
const asText = (arbitrary: fc.Arbitrary<Buffer>) => arbitrary.map((payload): Frame => ({ opcode: TEXT, payload }))
const frame: fc.Arbitrary<Frame> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Frame>({ opcode: TEXT, payload: command }) },
  { weight: 2, arbitrary: small.map((payload): Frame => ({ opcode: PING, payload })) },
  { weight: 3, arbitrary: asText(spoiled(KINDS['live-frame'] as Kind)) },
  asText(fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text))),
  asText(
    fc
      .record({ type: fc.anything({ maxDepth: 1 }), flow: fc.anything({ maxDepth: 2 }) })
      .map((it) => Buffer.from(JSON.stringify(it, (_, value) => (typeof value === 'bigint' ? String(value) : value)))),
  ),
  asText(fc.constantFrom(70_000, 1_000_000).map((length) => Buffer.alloc(length, '['))),
  asText(fc.constant(Buffer.from(`${'['.repeat(30_000)}${']'.repeat(30_000)}`))),
  small.map((payload): Frame => ({ opcode: BINARY, payload })),
  // What no client may send: reserved kinds and bits, no mask, pieces out of order, lengths that lie, large control frames.
  fc.record({
    opcode: fc.nat({ max: 15 }),
    payload: small,
    final: fc.boolean(),
    masked: fc.boolean(),
    reserved: fc.nat({ max: 7 }),
  }),
  fc
    .constantFrom<bigint>(1n, 100_000n, 2n ** 31n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n)
    .map((claims): Frame => ({ opcode: TEXT, payload: command, claims })),
  fc.constant<Frame>({ opcode: PING, payload: Buffer.alloc(200, 'p') }),
  fc.constantFrom(0, 999, 1000, 1005, 1015, 2999, 65_535).map((code): Frame => {
    const payload = Buffer.alloc(2)
    payload.writeUInt16BE(code)
    return { opcode: CLOSE, payload }
  }),
)

test(`${CONNECTIONS} connections with generated frames: each goes on, or is closed with a code that says why`, {
  timeout: 120_000,
}, async () => {
  const samples = fc.sample(fc.array(frame, { minLength: 1, maxLength: 6 }), { numRuns: CONNECTIONS, seed: SEED })
  const seen = new Map<string, number>()
  for (let i = 0; i < samples.length; i += AT_A_TIME) {
    const some = samples.slice(i, i + AT_A_TIME)
    const ends = await Promise.all(some.map(lifeOf))
    ends.forEach((end, k) => {
      seen.set(end, (seen.get(end) ?? 0) + 1)
      // 1006 is what a client calls an end without a word; 1011 would be a fault of ours.
      expect({ frames: some[k], end }).toMatchObject({
        end: expect.stringMatching(/^(goes on|closed 100[0237-9]|closed 1000)$/),
      })
    })
  }
  for (const wanted of ['goes on', 'closed 1002', 'closed 1003', 'closed 1007', 'closed 1009'])
    expect([...seen.keys()]).toContain(wanted)
  await unharmed(system())
})

test('floods from as many connections as one caller may have are cut off; the others are served, and the memory stays', {
  timeout: 120_000,
}, async () => {
  const before = residentMb(system().kernelPid())
  const sockets = await Promise.all(Array.from({ length: MOST_OF_ONE_CALLER }, open))
  const flood = sockets.map(
    (socket) =>
      new Promise<number>((resolve) => {
        socket.on('close', resolve)
        for (let i = 0; i < 5000; i++) socket.send(String(command))
      }),
  )
  await unharmed(system())
  for (const code of await Promise.all(flood)) expect([1006, 1008]).toContain(code)
  expect(residentMb(system().kernelPid()) - before).toBeLessThan(200)
  await unharmed(system())
})

test('one caller has a bounded number of connections, and gets new ones when the old are gone', async () => {
  const sockets = await Promise.all(Array.from({ length: MOST_OF_ONE_CALLER }, open))
  await expect(open()).rejects.toThrow('503')
  for (const socket of sockets) socket.terminate()
  await expect.poll(() => open().then((it) => it.terminate(), String), { timeout: 10_000 }).toBeUndefined()
})

const address = (): string => `${system().admin.replace('http', 'ws')}/api/v1/live`

function open(): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address(), { headers: { authorization: `Bearer ${system().token}` } })
    socket.on('open', () => resolve(socket))
    socket.on('error', reject)
  })
}

/** Sends the frames over a connection of its own, then a ping with a mark: `goes on` when it comes back, else how it was closed. */
function lifeOf(frames: readonly Frame[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(system().ports.admin, '127.0.0.1')
    const late = setTimeout(() => {
      socket.destroy()
      // A length that lies: the other side waits for the rest, as it must; its heartbeat ends that.
      resolve(frames.some((it) => it.claims !== undefined) ? 'goes on' : 'silent')
    }, 5000)
    const end = (how: string): void => {
      clearTimeout(late)
      socket.destroy()
      resolve(how)
    }
    let got = Buffer.alloc(0)
    let upgraded = false
    socket.on('error', () => undefined)
    socket.on('close', () => end('closed without a word'))
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk])
      if (!upgraded) {
        const head = got.indexOf('\r\n\r\n')
        if (head < 0) return
        if (!got.toString('latin1').startsWith('HTTP/1.1 101')) return reject(new Error(got.toString('latin1')))
        upgraded = true
        got = got.subarray(head + 4)
        for (const it of frames) write(socket, it)
        write(socket, { opcode: PING, payload: MARK })
      }
      const how = verdictOf(got)
      if (how) end(how)
    })
    socket.write(
      `GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1:${system().ports.admin}\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
        `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n` +
        `authorization: Bearer ${system().token}\r\n\r\n`,
    )
  })
}

const MARK = Buffer.from('cuoi-cung')
const PONG = 10

/** Reads the server's frames: the pong of the mark, or a close frame. */
function verdictOf(bytes: Buffer): string | undefined {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const opcode = (bytes[at] ?? 0) & 15
    const short = (bytes[at + 1] ?? 0) & 127
    const head = short === 126 ? 4 : short === 127 ? 10 : 2
    if (at + head > bytes.length) return undefined
    const length =
      short === 126 ? bytes.readUInt16BE(at + 2) : short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short
    const payload = bytes.subarray(at + head, at + head + length)
    if (payload.length < length) return undefined
    if (opcode === CLOSE) return `closed ${payload.length >= 2 ? payload.readUInt16BE(0) : 1000}`
    if (opcode === PONG && payload.equals(MARK)) return 'goes on'
    at += head + length
  }
  return undefined
}

function write(socket: Socket, { opcode, payload, final = true, masked = true, reserved = 0, claims }: Frame): void {
  const length = claims ?? BigInt(payload.length)
  const first = (final ? 128 : 0) | (reserved << 4) | opcode
  const size =
    length < 126n ? Buffer.of(Number(length)) : length < 65_536n ? Buffer.alloc(3, 126) : Buffer.alloc(9, 127)
  if (size.length === 3) size.writeUInt16BE(Number(length), 1)
  if (size.length === 9) size.writeBigUInt64BE(length, 1)
  const mask = randomBytes(4)
  if (masked) size[0] = (size[0] ?? 0) | 128
  const body = masked ? payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0)) : payload
  socket.write(Buffer.concat([Buffer.of(first), size, ...(masked ? [mask] : []), body]))
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}
