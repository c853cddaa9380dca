import { expect, test } from 'vitest'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { pathParameters } from './path-parameters.ts'
import { run } from './run.ts'

test('a path is all that must be given', () => {
  expect(definition.settings.parse({ path: '/dvcqg/ho-so' })).toEqual({
    path: '/dvcqg/ho-so',
    method: 'POST',
    answer: 'result',
    accepts: 'json',
    access: 'open',
    xroadClients: [],
    xroadUser: false,
    dedupeBy: 'key',
    onDuplicate: 'stored-reply',
    maxBytes: 10_000_000,
  })
})

test.each([
  ['/', []],
  ['/dvcqg/ho-so', []],
  ['/tra-cuu/{loai}/{maSo}', ['loai', 'maSo']],
])('%s has the parameters %o', (path, names) => {
  expect(pathParameters(path)).toEqual(names)
})

test.each(['ho-so', '//ho-so', '/a//b', '/a/', '/a/../b', '/a/{', '/a/{b}c', '/{a}/{A}', '/a b', '/{1a}'])(
  'the path %s is refused',
  (path) => {
    expect(definition.settings.safeParse({ path }).success).toBe(false)
  },
)

test('access by key needs the key', () => {
  const refused = definition.settings.safeParse({ path: '/a', access: 'key' })
  expect(refused.error?.issues[0]?.path).toEqual(['connection'])
  expect(definition.settings.safeParse({ path: '/a', access: 'key', connection: 'khoa-mot-cua' }).success).toBe(true)
})

test('the message of the gateway passes through unchanged and nothing outside is touched', async () => {
  const message = { body: { MaHoSo: '001' }, headers: { 'path-maso': '01' }, keys: { maHoSo: '001' } }
  const settings = { path: '/a' }
  expect(await testNode({ definition, run }, settings).send(message)).toEqual({ kind: 'emit', port: 'out', message })
  expect(effectsOf(definition, definition.settings.parse(settings))).toBe('none')
})

test('access over X-Road needs the security server and who may call', () => {
  const places = (more: object) =>
    definition.settings.safeParse({ path: '/a', access: 'xroad', ...more }).error?.issues.map(({ path }) => path[0])
  expect(places({})).toEqual(['xroad', 'xroadClients'])
  expect(places({ xroad: 'x-road', xroadClients: [{ client: 'VN/GOV' }] })).toEqual(['xroadClients'])
  expect(places({ xroad: 'x-road', xroadClients: [{ client: 'VN/GOV/000.00.00.G22' }] })).toBeUndefined()
})
