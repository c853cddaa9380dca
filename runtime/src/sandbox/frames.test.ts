import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeFrame, frameReader, MAX_FRAME } from './frames.ts'

/** What a reader makes of bytes that arrive in pieces of these sizes. */
function read(bytes: Buffer, sizes: readonly number[]) {
  const frames: (readonly [head: unknown, text: string])[] = []
  const faults: string[] = []
  const take = frameReader(
    (head, text) => void frames.push([head, text]),
    (why) => void faults.push(why),
  )
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes.length > 0 ? Math.max(1, sizes[i % sizes.length] ?? 1) : bytes.length
    take(bytes.subarray(at, at + size))
    at += size
  }
  return { frames, faults }
}

test('frames arrive whole and in order, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.jsonValue(), fc.string({ unit: 'grapheme' })), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }),
      (values, sizes) => {
        const { frames, faults } = read(Buffer.concat(values.map(([head, text]) => encodeFrame(head, text))), sizes)
        expect(frames).toEqual(JSON.parse(JSON.stringify(values)))
        expect(faults).toEqual([])
      },
    ),
  )
})

test('a frame of a million characters of three bytes arrives as it was', () => {
  const text = 'ế'.repeat(1_000_000)
  expect(read(encodeFrame({ id: 1 }, text), [65_536]).frames).toEqual([[{ id: 1 }, text]])
})

test('a frame that is too large or has a broken head breaks the stream once, and nothing behind it is read', () => {
  const lengths = (all: number, head: number): Buffer => {
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32BE(all)
    bytes.writeUInt32BE(head, 4)
    return bytes
  }
  const noJson = Buffer.concat([lengths(1, 1), Buffer.from('{')])
  for (const bad of [lengths(MAX_FRAME + 1, 2), lengths(4, 5), noJson]) {
    const { frames, faults } = read(Buffer.concat([encodeFrame(1, 'a'), bad, encodeFrame(2, 'b'), bad]), [3])
    expect(frames).toEqual([[1, 'a']])
    expect(faults).toHaveLength(1)
  }
})
