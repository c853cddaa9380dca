import { createServer, type Socket } from 'node:net'

/** What the stand-in answers to a request: tokens of the protocol, or nothing at all. */
export type TdsAnswer = Buffer | 'silent' | 'cut'

/** A stand-in for SQL Server: it speaks the login, transactions and answers of TDS 7.4 (MS-TDS), without any SQL behind it. */
export interface TdsServer {
  readonly port: number
  /** What was asked: the text of requests, and `begin`, `commit`, `rollback`, `attention`. */
  readonly asked: readonly string[]
  stop(): Promise<void>
}

const PRELOGIN = 0x12
const LOGIN = 0x10
const BATCH = 0x01
const RPC = 0x03
const TRANSACTION = 0x0e
const ATTENTION = 0x06

/** Starts it on a free port; `answer` gets the text of each request that is no transaction. The account `sai` is refused. */
export async function startTds(answer: (text: string) => TdsAnswer): Promise<TdsServer> {
  const asked: string[] = []
  const sockets = new Set<Socket>()

  function serve(socket: Socket, type: number, payload: Buffer): void {
    const send = (given: TdsAnswer): void => {
      if (given === 'cut') socket.destroy()
      else if (given !== 'silent') socket.write(packet(given))
    }
    if (type === PRELOGIN) return send(NO_ENCRYPTION)
    if (type === LOGIN) return send(wide(payload).includes('sai') ? error(18456, 'Login failed for user') : LOGIN_GOOD)
    if (type === BATCH) return send(done(0))
    if (type === ATTENTION) {
      asked.push('attention')
      // The answer that was under way ends, then the attention is acknowledged.
      send(done(0, 0))
      return send(done(0, 0x20))
    }
    if (type === TRANSACTION) {
      const kind = payload.readUInt16LE(payload.readUInt32LE(0))
      const [name, change] =
        kind === 5 ? (['begin', 8] as const) : kind === 7 ? (['commit', 9] as const) : (['rollback', 10] as const)
      asked.push(name)
      const given = answer(name)
      return send(
        Buffer.isBuffer(given) && given.length > 0
          ? given
          : given === 'cut'
            ? given
            : Buffer.concat([changed(change), done(0)]),
      )
    }
    if (type === RPC) {
      const text = wide(payload)
      asked.push(text)
      send(answer(text))
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    let waiting = Buffer.alloc(0)
    let parts: Buffer[] = []
    socket.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk])
      while (waiting.length >= 8 && waiting.length >= waiting.readUInt16BE(2)) {
        const length = waiting.readUInt16BE(2)
        const [type = 0, status = 0] = waiting
        parts.push(waiting.subarray(8, length))
        waiting = waiting.subarray(length)
        if ((status & 1) === 0) continue
        const payload = Buffer.concat(parts)
        parts = []
        serve(socket, type, payload)
      }
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const place = server.address()
  return {
    port: typeof place === 'object' && place ? place.port : 0,
    asked,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** The text in a request, wherever it begins: numbers around it are letters too, which does no harm to a search. */
function wide(payload: Buffer): string {
  const decoder = new TextDecoder('utf-16le')
  return decoder.decode(payload) + decoder.decode(payload.subarray(1))
}

function packet(payload: Buffer): Buffer {
  const head = Buffer.from([0x04, 0x01, 0, 0, 0, 0, 1, 0])
  head.writeUInt16BE(payload.length + 8, 2)
  return Buffer.concat([head, payload])
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function text8(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'utf16le')])
}

/** Version and "encryption is not supported". */
const NO_ENCRYPTION = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 2])

/** DONE with the number of rows; status 0x20 answers an attention. */
export function done(rows: number, status = 0x10): Buffer {
  return Buffer.concat([Buffer.from([0xfd]), u16(status), u16(0), i32(rows), i32(0)])
}

function loginAck(): Buffer {
  const body = Buffer.concat([
    Buffer.from([1, 0x74, 0, 0, 4]),
    text8('Microsoft SQL Server'),
    Buffer.from([16, 0, 0, 0]),
  ])
  return Buffer.concat([Buffer.from([0xad]), u16(body.length), body])
}
const LOGIN_GOOD = Buffer.concat([loginAck(), done(0)])

function changed(type: number): Buffer {
  const id = Buffer.from([8, 1, 2, 3, 4, 5, 6, 7, 8])
  const none = Buffer.from([0])
  const body = Buffer.concat([Buffer.from([type]), ...(type === 8 ? [id, none] : [none, id])])
  return Buffer.concat([Buffer.from([0xe3]), u16(body.length), body])
}

/** ERROR with its number and words, and DONE. */
export function error(number: number, words: string): Buffer {
  const message = Buffer.concat([u16(words.length), Buffer.from(words, 'utf16le')])
  const body = Buffer.concat([i32(number), Buffer.from([1, 14]), message, text8('may'), text8(''), i32(1)])
  return Buffer.concat([Buffer.from([0xaa]), u16(body.length), body, done(0, 0x02)])
}

/** A column: its TYPE_INFO and the bytes of its one value. */
export interface TdsColumn {
  readonly name: string
  readonly type: Buffer
  readonly value: Buffer
}

/** One row of columns, and DONE. */
export function row(columns: readonly TdsColumn[]): Buffer {
  const meta = columns.map(({ name, type }) => Buffer.concat([i32(0), u16(1), type, text8(name)]))
  return Buffer.concat([
    Buffer.from([0x81]),
    u16(columns.length),
    ...meta,
    Buffer.from([0xd1]),
    ...columns.map(({ value }) => value),
    done(1),
  ])
}

/** Columns of the types that differ in how they are read. */
export const tds = {
  nvarchar: (name: string, text: string): TdsColumn => ({
    name,
    type: Buffer.concat([Buffer.from([0xe7]), u16(8000), Buffer.from([9, 4, 208, 0, 52])]),
    value: Buffer.concat([u16(text.length * 2), Buffer.from(text, 'utf16le')]),
  }),
  bigint: (name: string, value: bigint): TdsColumn => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(value)
    return { name, type: Buffer.from([0x26, 8]), value: Buffer.concat([Buffer.from([8]), bytes]) }
  },
  int: (name: string, value: number): TdsColumn => ({
    name,
    type: Buffer.from([0x26, 4]),
    value: Buffer.concat([Buffer.from([4]), i32(value)]),
  }),
  bit: (name: string, value: boolean): TdsColumn => ({
    name,
    type: Buffer.from([0x68, 1]),
    value: Buffer.from([1, value ? 1 : 0]),
  }),
  /** DECIMAL(38, scale) by its digits without the dot. */
  decimal: (name: string, digits: bigint, scale: number): TdsColumn => {
    const bytes = Buffer.alloc(16)
    const size = digits < 0n ? -digits : digits
    bytes.writeBigUInt64LE(size & 0xffffffffffffffffn, 0)
    bytes.writeBigUInt64LE(size >> 64n, 8)
    const sign = Buffer.from([17, digits < 0n ? 0 : 1])
    return { name, type: Buffer.from([0x6a, 17, 38, scale]), value: Buffer.concat([sign, bytes]) }
  },
  /** DATETIME2(7) by days since 0001-01-01 and ticks of 100 ns. */
  datetime2: (name: string, days: number, ticks: number): TdsColumn => {
    const bytes = Buffer.alloc(8)
    bytes.writeUIntLE(ticks, 0, 5)
    bytes.writeUIntLE(days, 5, 3)
    return { name, type: Buffer.from([0x2a, 7]), value: Buffer.concat([Buffer.from([8]), bytes]) }
  },
  date: (name: string, days: number): TdsColumn => {
    const bytes = Buffer.alloc(3)
    bytes.writeUIntLE(days, 0, 3)
    return { name, type: Buffer.from([0x28]), value: Buffer.concat([Buffer.from([3]), bytes]) }
  },
  varbinary: (name: string, value: Buffer): TdsColumn => ({
    name,
    type: Buffer.concat([Buffer.from([0xa5]), u16(100)]),
    value: Buffer.concat([u16(value.length), value]),
  }),
  nothing: (name: string): TdsColumn => ({ name, type: Buffer.from([0x26, 4]), value: Buffer.from([0]) }),
}
