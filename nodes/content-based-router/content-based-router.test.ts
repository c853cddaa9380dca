import { expect, test } from 'vitest'
import { emit } from '#shared/node/run.ts'
import { testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const router = (settings: unknown) => testNode({ definition, run }, settings)
const branches = [
  { id: 'khan', label: 'Khẩn', when: 'MucDo = "khan"' },
  { id: 'lon', when: '$sum(GiayTo.SoTrang) > 100' },
  { id: 'co-phi', when: 'LePhi' },
]

test('the first branch that holds takes the message, unchanged', async () => {
  const message = toMessage({ MucDo: 'khan', LePhi: 5000 })
  expect(await router({ branches }).send(message)).toEqual(emit('khan', message))
})

test('a later branch is tried when the ones above do not hold', async () => {
  const body = { GiayTo: [{ SoTrang: 60 }, { SoTrang: 50 }] }
  expect(await router({ branches }).send(body)).toEqual(emit('lon', toMessage(body)))
  expect(await router({ branches }).send({ LePhi: 1 })).toMatchObject({ port: 'co-phi' })
})

test('otherwise takes the rest; a missing field is no reason to fail', async () => {
  expect(await router({ branches }).send({ LePhi: 0 })).toMatchObject({ port: 'otherwise' })
  expect(await router({ branches }).send({})).toMatchObject({ port: 'otherwise' })
})

test('slow and fast conditions together keep their order', async () => {
  const slow = '$reduce([1, 2], function($a, $b) { $a + $b }) = n'
  const node = router({
    branches: [
      { id: 'a', when: slow },
      { id: 'b', when: 'n = 4' },
      { id: 'c', when: `$not(${slow})` },
    ],
  })
  for (const [n, port] of [
    [3, 'a'],
    [4, 'b'],
    [5, 'c'],
  ] as const)
    expect(await node.send({ n })).toMatchObject({ port })
})

test('a condition that cannot be computed stops the message with its text', async () => {
  const node = router({ branches: [{ id: 'a', when: '$number(x) > 1' }] })
  await expect(node.send({ x: 'abc' })).rejects.toMatchObject({ data: { code: 'expression.failed' } })
})

test.each([
  ['no branch', []],
  [
    'the same id twice',
    [
      { id: 'a', when: 'x' },
      { id: 'a', when: 'y' },
    ],
  ],
  ['the reserved id', [{ id: 'otherwise', when: 'x' }]],
  ['an id that is no word', [{ id: 'Khẩn', when: 'x' }]],
])('settings with %s are refused', (_name, wrong) => {
  expect(definition.settings.safeParse({ branches: wrong }).success).toBe(false)
})
