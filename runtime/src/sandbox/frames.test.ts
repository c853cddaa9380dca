import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeFrame, frameReader, MAX_FRAME } from './frames.ts'

/** What a reader makes of bytes that arrive in pieces of these sizes. */
function read(bytes: Buffer, sizes: readonly number[]) {
  const frames: unknown[] = []
  const faults: string[] = []
  const take = frameReader(
    (value) => void frames.push(value),
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
      fc.array(fc.jsonValue(), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }),
      (values, sizes) => {
        const { frames, faults } = read(Buffer.concat(values.map(encodeFrame)), sizes)
        expect(frames).toEqual(JSON.parse(JSON.stringify(values)))
        expect(faults).toEqual([])
      },
    ),
  )
})

test('a frame of a million characters of three bytes arrives as it was', () => {
  const value = { text: 'ế'.repeat(1_000_000) }
  expect(read(encodeFrame(value), [65_536]).frames).toEqual([value])
})

test('a frame that is too large or no JSON breaks the stream once, and nothing behind it is read', () => {
  const large = Buffer.alloc(4)
  large.writeUInt32BE(MAX_FRAME + 1)
  const broken = Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.from('{')])
  for (const bad of [large, broken]) {
    const { frames, faults } = read(Buffer.concat([encodeFrame(1), bad, encodeFrame(2), bad]), [3])
    expect(frames).toEqual([1])
    expect(faults).toHaveLength(1)
  }
})
