import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Problem } from '#shared/flow/flow.ts'
import { flowOf, unharmed, useInstallation } from './installation.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const good = flowOf(
  'ho-so',
  { accepts: 'json' },
  {
    anh: { use: 'map-fields@1', settings: { mapping: [{ target: 'ma', value: { field: 'ma' } }] } },
    'tra-loi': { use: 'http-reply@1' },
  },
)
let running = ''

const system = useInstallation(async (it) => {
  running = await it.publish(good)
})

interface Bad {
  readonly name: string
  readonly text: string
  readonly expected: Partial<Problem>
  /** Code of the API's refusal when the request itself is no valid JSON document. */
  readonly refusal?: string
}

const { nhan, anh } = good.nodes as Record<string, Record<string, unknown>>
const withNodes = (nodes: Record<string, unknown>, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ ...good, nodes: { ...good.nodes, ...nodes }, ...more })
const twice = JSON.stringify(good).replace('"anh":{', '"tra-loi":{"use":"http-reply@1"},"anh":{')

const bad: readonly Bad[] = [
  {
    name: 'broken JSON',
    text: '{"format":1,\n"id":"ho-so",,}',
    expected: { code: 'flow.malformed' },
    refusal: 'json.malformed',
  },
  {
    name: 'cut off',
    text: JSON.stringify(good).slice(0, -20),
    expected: { code: 'flow.malformed' },
    refusal: 'json.malformed',
  },
  {
    name: 'a node id twice',
    text: twice,
    expected: { code: 'flow.duplicate', node: 'tra-loi' },
    refusal: 'json.duplicate-key',
  },
  {
    name: '__proto__ as a node',
    text: withNodes({}).replace('"anh":{', '"__proto__":{"use":"http-reply@1"},"anh":{'),
    expected: { code: 'json.forbidden-key' },
    refusal: 'json.forbidden-key',
  },
  {
    name: 'constructor in settings',
    text: withNodes({ nhan: { ...nhan, settings: { path: '/x', constructor: { polluted: 1 } } } }),
    expected: { code: 'json.forbidden-key' },
    refusal: 'json.forbidden-key',
  },
  {
    name: '300 levels',
    text: withNodes({ anh: { ...anh, settings: { mapping: JSON.parse(`${'['.repeat(180)}${']'.repeat(180)}`) } } })
      .replace('[[[[', `${'['.repeat(150)}`)
      .replace(']]]]', `${']'.repeat(150)}`),
    expected: { code: 'json.too-deep' },
    refusal: 'json.too-deep',
  },
  { name: 'an array', text: '[1]', expected: { code: 'flow.shape' }, refusal: 'api.invalid' },
  { name: 'a newer format', text: withNodes({}, { format: 2 }), expected: { code: 'flow.newer-format' } },
  { name: 'no format', text: withNodes({}, { format: undefined }), expected: { code: 'flow.shape', path: 'format' } },
  { name: 'an unknown field', text: withNodes({}, { luong: 1 }), expected: { code: 'flow.shape', path: 'luong' } },
  {
    name: 'an unknown field of a node',
    text: withNodes({ anh: { ...anh, nut: 1 } }),
    expected: { code: 'flow.shape', node: 'anh', path: 'nut' },
  },
  {
    name: 'a node id in capitals',
    text: withNodes({ 'Ánh-Xạ': anh }),
    expected: { code: 'flow.shape', node: 'Ánh-Xạ' },
  },
  {
    name: 'a node without a type',
    text: withNodes({ anh: { to: {} } }),
    expected: { code: 'flow.shape', node: 'anh', path: 'use' },
  },
  {
    name: 'a wire that is no list',
    text: withNodes({ anh: { ...anh, to: { out: 'tra-loi' } } }),
    expected: { code: 'flow.shape', node: 'anh', path: 'to.out' },
  },
  {
    name: 'an unknown node type',
    text: withNodes({ anh: { use: 'khong-co@1' } }),
    expected: { code: 'flow.unknown-node', node: 'anh' },
  },
  {
    name: 'a type called constructor',
    text: withNodes({ anh: { use: 'constructor@1' } }),
    expected: { code: 'flow.unknown-node', node: 'anh' },
  },
  {
    name: 'a newer node',
    text: withNodes({ anh: { ...anh, use: 'map-fields@99' } }),
    expected: { code: 'flow.newer-node', node: 'anh' },
  },
  {
    name: 'a wire to nowhere',
    text: withNodes({ anh: { ...anh, to: { out: ['mat'] } } }),
    expected: { code: 'flow.dangling-wire', node: 'anh', port: 'out' },
  },
  {
    name: 'an unknown port',
    text: withNodes({ anh: { ...anh, to: { ngoai: ['tra-loi'] } } }),
    expected: { code: 'flow.unknown-port', node: 'anh', port: 'ngoai' },
  },
  {
    name: 'a wire into a trigger',
    text: withNodes({ anh: { ...anh, to: { out: ['nhan'] } } }),
    expected: { code: 'flow.no-input', node: 'anh', port: 'out' },
  },
  {
    name: 'a cycle without a delay',
    text: withNodes({ loc: { ...anh, to: { out: ['anh'] } }, anh: { ...anh, to: { out: ['loc', 'tra-loi'] } } }),
    expected: { code: 'flow.cycle' },
  },
  {
    name: 'a node wired to itself',
    text: withNodes({ anh: { ...anh, to: { out: ['anh'] } } }),
    expected: { code: 'flow.cycle', node: 'anh' },
  },
  {
    name: 'no trigger',
    text: JSON.stringify({ ...good, nodes: { anh: { ...anh, to: {} } } }),
    expected: { code: 'flow.no-trigger' },
  },
  { name: 'no nodes', text: JSON.stringify({ ...good, nodes: {} }), expected: { code: 'flow.empty' } },
  {
    name: 'a setting of the wrong type',
    text: withNodes({ nhan: { ...nhan, settings: { path: 7 } } }),
    expected: { code: 'flow.setting', node: 'nhan', path: 'path' },
  },
  {
    name: 'an unknown setting',
    text: withNodes({ nhan: { ...nhan, settings: { path: '/ho-so', mau: 1 } } }),
    expected: { code: 'flow.setting', node: 'nhan', path: 'mau' },
  },
  {
    name: 'a path with a way up',
    text: withNodes({ nhan: { ...nhan, settings: { path: '/a/../b' } } }),
    expected: { code: 'flow.setting', node: 'nhan', path: 'path' },
  },
  {
    name: 'an expression that does not parse',
    text: withNodes({ anh: { ...anh, settings: { mapping: [{ target: 'a', value: { expr: '1 +' } }] } } }),
    expected: { code: 'flow.expression', node: 'anh', path: 'mapping.0.value.expr' },
  },
  {
    name: 'an unknown policy',
    text: withNodes({ anh: { ...anh, onError: { retry: 'mai-mai' } } }),
    expected: { code: 'flow.unknown-policy', node: 'anh', path: 'onError.retry' },
  },
  {
    name: 'an error branch to nowhere',
    text: withNodes({ anh: { ...anh, onError: { then: 'mat' } } }),
    expected: { code: 'flow.unknown-error-node', node: 'anh', path: 'onError.then' },
  },
  {
    name: 'a partition without its key',
    text: withNodes({}, { settings: { partition: 'ma' } }),
    expected: { code: 'flow.unknown-key', path: 'settings.partition' },
  },
  {
    name: '10,000 nodes',
    text: withNodes(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`n${i}`, { use: 'http-reply@1' }]))),
    expected: { code: 'flow.shape', path: 'nodes' },
  },
]

test.each(bad)(
  '$name: the API lists it with its place, nothing is deployed, the running version answers',
  async ({ text, expected, refusal }) => {
    const saved = await system().call('PUT', '/flows/ho-so', Buffer.from(`{"flow":${text}}`))
    if (refusal)
      expect(saved).toMatchObject({ status: 400, body: { code: refusal, message: { vi: expect.any(String) } } })
    else if (saved.status === 200) {
      expect(saved.body.problems).toContainEqual(expect.objectContaining({ ...expected, severity: 'error' }))
      const published = await system().call('POST', '/flows/ho-so/publish', { note: '' })
      expect(published).toMatchObject({ status: 422, body: { code: 'flow.has-errors' } })
      expect(published.body.problems).toContainEqual(expect.objectContaining(expected))
    } else {
      expect(saved).toMatchObject({ status: 422 })
      expect(saved.body.problems).toContainEqual(expect.objectContaining(expected))
    }
    await system().call('DELETE', '/flows/ho-so/draft')
    expect((await system().call('GET', '/flows/ho-so')).body).toMatchObject({ version: running, state: 'published' })
    const answer = await system().send('/ho-so', { body: { ma: '00123' } })
    expect(answer).toMatchObject({ status: 200, body: { ma: '00123' } })
  },
)

test('`lienthong check` lists all of them with their places and ends with 1', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-bad-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  bad.forEach(({ text }, i) => {
    mkdirSync(join(folder, `${1000 + i}`))
    writeFileSync(join(folder, `${1000 + i}`, 'flow.json'), text)
  })
  const { code, output } = await lienthong(['check', folder, '--json'])
  expect(code).toBe(1)
  const { results } = JSON.parse(output) as { results: { problems: Problem[] }[] }
  expect(results).toHaveLength(bad.length)
  for (const [i, { name, expected }] of bad.entries()) {
    expect({ name, problems: results[i]?.problems }).toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ ...expected, severity: 'error' })]),
    })
    for (const problem of results[i]?.problems ?? []) expect(problem.message.vi.length).toBeLessThan(1000)
  }
  const place = results[0]?.problems[0]?.message.vi
  expect(place).toContain('dòng:cột 2:14')
})

test('half of a flow set on two addresses at once deploys nothing of it', async () => {
  const thief = flowOf('ke-trom', { accepts: 'json', path: '/ho-so' })
  expect((await system().call('PUT', '/flows/ke-trom', { flow: thief })).body.problems).toContainEqual(
    expect.objectContaining({ code: 'flow.path-taken', node: 'nhan', path: 'path' }),
  )
  expect((await system().call('POST', '/flows/ke-trom/publish', {})).status).toBe(422)
  expect((await system().send('/ho-so', { body: { ma: '1' } })).body).toEqual({ ma: '1' })
})

test('afterwards everything stands', () => unharmed(system()))

function lienthong(args: readonly string[]): Promise<{ code: number; output: string }> {
  const main = join(ROOT, 'runtime/src/cli/main.ts')
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, ...args],
      { maxBuffer: 50_000_000 },
      (error, output) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, output }),
    )
  })
}
