import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emit } from '#shared/node/run.ts'
import { testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const list = (settings: unknown) => testNode({ definition, run }, settings)
const branches = [
  { id: 'thue', label: 'Cơ quan thuế', when: 'LePhi > 0' },
  { id: 'tu-phap', when: '$contains(TenTTHC, "hộ tịch")' },
  { id: 'luu-tru', when: 'true' },
]
/** The ports that a message leaves through, in order. */
async function portsOf(settings: unknown, body: unknown): Promise<readonly string[]> {
  const sent = await list(settings).send(body)
  if (sent.kind === 'fan') return sent.outputs.map(({ port }) => port)
  return sent.kind === 'emit' ? [sent.port] : []
}

test('every branch that holds gets a copy, in the order of the table, with its name and the number of copies', async () => {
  const body = { MaHoSo: '000123', TenTTHC: 'Trích lục hộ tịch', LePhi: 8000 }
  const message = { body, headers: { 'x-nguon': 'mot-cua' }, keys: { maHoSo: '000123' } }
  const copy = (recipient: string) => ({
    port: recipient,
    message: { ...message, headers: { 'x-nguon': 'mot-cua', recipient, 'recipient-count': '3' } },
  })
  expect(await list({ branches }).send(message)).toEqual({
    kind: 'fan',
    outputs: [copy('thue'), copy('tu-phap'), copy('luu-tru')],
  })
})

test('only the branches that hold are counted and get a copy', async () => {
  expect(await list({ branches }).send({ TenTTHC: 'Đất đai', LePhi: 0 })).toMatchObject({
    outputs: [{ port: 'luu-tru', message: { headers: { recipient: 'luu-tru', 'recipient-count': '1' } } }],
  })
})

test('when none holds the message leaves through otherwise, unchanged; a missing field is no reason to fail', async () => {
  const some = { branches: branches.slice(0, 2).map((it) => ({ ...it, when: it.id === 'thue' ? it.when : 'HoTich' })) }
  for (const body of [{ LePhi: 0 }, {}]) expect(await list(some).send(body)).toEqual(emit('otherwise', toMessage(body)))
})

test('slow and fast conditions together keep the order, wherever the slow ones stand', async () => {
  const slow = '$reduce([1, 2], function($a, $b) { $a + $b }) = n'
  const mixed = {
    branches: [
      { id: 'a', when: 'n > 0' },
      { id: 'b', when: slow },
      { id: 'c', when: 'n = 3' },
      { id: 'd', when: `$not(${slow})` },
    ],
  }
  expect(await portsOf(mixed, { n: 3 })).toEqual(['a', 'b', 'c'])
  expect(await portsOf(mixed, { n: 4 })).toEqual(['a', 'd'])
  expect(await portsOf(mixed, { n: 0 })).toEqual(['d'])
})

test('for any table and message the recipients are exactly the branches that hold, each once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 50 }), async (limits) => {
      const table = limits.map((limit, i) => ({ id: `n${i}`, when: `SoTrang > ${limit}` }))
      const held = table.filter((_, i) => 5 > (limits[i] ?? 0)).map(({ id }) => id)
      expect(await portsOf({ branches: table }, { SoTrang: 5 })).toEqual(held.length > 0 ? held : ['otherwise'])
    }),
    { numRuns: 100 },
  )
})

test('a condition that cannot be computed sends nothing to anybody, wherever it stands', async () => {
  for (const when of ['$number(x) > 1', '$reduce([1, 2], function($a, $b) { $a + $number($$.x) }) > 1'])
    for (const table of [
      [...branches, { id: 'hong', when }],
      [{ id: 'hong', when }, ...branches],
    ])
      await expect(list({ branches: table }).send({ x: 'abc', TenTTHC: 'a' })).rejects.toMatchObject({
        data: { code: 'expression.failed' },
      })
})

test.each([
  ['no branch', []],
  ['the same id twice', ['a', 'a'].map((id) => ({ id, when: 'x' }))],
  ['the reserved id', [{ id: 'otherwise', when: 'x' }]],
  ['an id that is no word', [{ id: 'Thuế', when: 'x' }]],
  ['more than 50 branches', Array.from({ length: 51 }, (_, i) => ({ id: `n${i}`, when: 'x' }))],
])('settings with %s are refused', (_name, wrong) => {
  expect(definition.settings.safeParse({ branches: wrong }).success).toBe(false)
})
