import { encodeFrame, frameReader, MAX_FRAME } from '../frames.ts'
import type { ScriptCall } from '../protocol.ts'

/** A sandbox that has been broken out of: it answers each script as its code says, without running it. */
const forgeries: Readonly<Record<string, (id: number) => Buffer>> = {
  honest: (id) => encodeFrame({ id }, '"thật"'),
  'for another': (id) => encodeFrame({ id: id + 1 }, '"giả"'),
  'for nobody': () => encodeFrame({ id: -7 }, '"giả"'),
  twice: (id) => Buffer.concat([encodeFrame({ id }, '"thật"'), encodeFrame({ id }, '"giả"')]),
  'no object': () => encodeFrame(null, ''),
  'other words': (id) => encodeFrame({ id: String(id), capability: 'secrets' }, ''),
  'a fault of its own': (id) => encodeFrame({ id, fault: { kind: '__proto__', reason: 'x', line: 0 } }, ''),
  'a fault without words': (id) => encodeFrame({ id, fault: 1 }, ''),
  'bad JSON': () => {
    const frame = encodeFrame({ id: 1 }, '')
    frame[8] = 0x5b
    return frame
  },
  'a gigabyte': () => {
    const frame = Buffer.alloc(16)
    frame.writeUInt32BE(MAX_FRAME * 16)
    return frame
  },
  'half a frame': () => Buffer.of(0, 0),
}

const codes = new Map<number, string>()
const take = frameReader(
  (head) => {
    const { id, script, code } = head as ScriptCall
    if (code !== undefined) codes.set(script, code)
    process.stdout.write(forgeries[codes.get(script) ?? '']?.(id) ?? '')
  },
  () => process.exit(3),
)
process.stdin.on('data', take)
process.stdin.on('end', () => process.exit(0))
