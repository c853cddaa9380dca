import { execFileSync } from 'node:child_process'
import { deflateRawSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const bodyOf = async (settings: object, body: unknown): Promise<unknown> => {
  const emission = await testNode({ definition, run }, settings).send(body)
  return emission.kind === 'emit' ? emission.message.body : emission
}
const decompress = { do: 'decompress' }

test('the program gzip reads what we write, and we read what it writes', async () => {
  const text = 'Nguyễn Thị Thử 000123\n'.repeat(500)
  const packed = Buffer.from(String(await bodyOf({}, text)), 'base64')
  expect(packed.length).toBeLessThan(500)
  expect(execFileSync('gzip', ['-dc'], { input: packed, encoding: 'utf8' })).toBe(text)
  expect(await bodyOf(decompress, execFileSync('gzip', ['-c'], { input: text }).toString('base64'))).toBe(text)
})

test('any bytes go there and back by every method, and the same content gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 500 }),
      fc.constantFrom('gzip', 'zlib', 'raw'),
      async (bytes, method) => {
        const body = Buffer.from(bytes).toString('base64')
        const packed = await bodyOf({ method, source: 'base64' }, body)
        expect(await bodyOf({ method, source: 'base64' }, body)).toBe(packed)
        expect(await bodyOf({ ...decompress, method, as: 'base64' }, packed)).toBe(body)
      },
    ),
    { numRuns: 50 },
  )
})

test('a bomb is stopped at the limit', async () => {
  const bomb = gzipSync(Buffer.alloc(200_000_000))
  expect(await bodyOf({ ...decompress, maxMb: 1 }, bomb.toString('base64')).catch(toErrorData)).toMatchObject({
    code: 'compress.too-large',
  })
})

test('what is cut, damaged, of another kind or no UTF-8 is refused', async () => {
  const good = gzipSync('Hồ sơ '.repeat(100))
  const damaged = Buffer.from(good)
  damaged[good.length - 6] = (damaged[good.length - 6] ?? 0) ^ 1
  const cases = [
    [good.subarray(0, good.length - 9), 'compress.broken'],
    [damaged, 'compress.broken'],
    [deflateRawSync('x'), 'compress.broken'],
    [Buffer.from('không nén'), 'compress.broken'],
    [gzipSync(Buffer.from([0xff])), 'text.encoding'],
  ] as const
  for (const [bytes, code] of cases)
    expect(await bodyOf(decompress, bytes.toString('base64')).catch(toErrorData), code).toMatchObject({ code })
  expect(await bodyOf(decompress, 'không phải Base64!').catch(toErrorData)).toMatchObject({
    code: 'message.wrong-shape',
  })
})
