import { execFileSync } from 'node:child_process'
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
const program = (args: readonly string[], input: string): string =>
  execFileSync('base64', args, { input, encoding: 'utf8' })

test('what the program base64 writes is read, and what we write it reads', async () => {
  const text = 'Nguyễn Thị Thử\n000.00.00.H22\n'.repeat(20)
  expect(await bodyOf({}, program([], text))).toBe(text)
  expect(program(['-d'], String(await bodyOf({ do: 'encode' }, text)))).toBe(text)
  const mime = String(await bodyOf({ do: 'encode', alphabet: 'mime' }, text))
  expect(mime.replaceAll('\r', '')).toBe(program(['-w', '76'], text).trimEnd())
  expect(program(['-d'], mime.replaceAll('\r', ''))).toBe(text)
})

test('any text goes there and back in every form; the form for addresses has no signs to be escaped', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('plain', 'url', 'mime'),
      async (text, alphabet) => {
        const written = String(await bodyOf({ do: 'encode', alphabet }, text))
        if (alphabet === 'url') expect(written).toMatch(/^[\w-]*$/)
        expect(await bodyOf({}, written)).toBe(text)
      },
    ),
  )
})

test('an object is written as its JSON, and Base64 in another form', async () => {
  expect(await bodyOf({ do: 'encode' }, { ma: '01' })).toBe(Buffer.from('{"ma":"01"}').toString('base64'))
  expect(await bodyOf({ do: 'encode', source: 'base64', alphabet: 'url' }, '+/8=')).toBe('-_8')
})

test.each(['SOG7kyBz!qEg', 'SOG7k', 'SOG7kyBzxqEg=', 'a+b_', 5, { a: 1 }])(
  '%j is refused, not cut short',
  async (body) => {
    expect(await bodyOf({}, body).catch(toErrorData)).toMatchObject({ code: 'message.wrong-shape' })
  },
)

test('bytes that are no UTF-8 are refused with their place', async () => {
  const bytes = Buffer.concat([Buffer.from('Hồ'), Buffer.from([0xff, 0x41])])
  expect(await bodyOf({}, bytes.toString('base64')).catch(toErrorData)).toMatchObject({
    code: 'text.encoding',
    message: { vi: expect.stringContaining('byte thứ 5') },
  })
})
