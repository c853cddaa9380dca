import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { examplesIn, runExample } from '#nodes/testing/examples.ts'
import { handle } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const KEY = 'khoá-dùng-chung-rất-dài-001'
const node = (settings: object, secrets: Readonly<Record<string, string>> = { sharedKey: KEY }, values: object = {}) =>
  testNode({ definition, run }, settings, { connection: async () => handle('signing', { ...values }, secrets, 'khoa') })
const bodyOf = async (settings: object, body: unknown): Promise<unknown> => {
  const emission = await node(settings).send(body)
  return emission.kind === 'emit' ? emission.message.body : emission
}
const openssl = (args: readonly string[], input: string | Buffer): string =>
  execFileSync('openssl', ['dgst', '-r', ...args], { input, encoding: 'utf8' }).split(' ')[0] ?? ''
const text = 'Nguyễn Thị Thử 000123'

describe('openssl says the same', () => {
  test.each(['sha256', 'sha512', 'sha1', 'md5'])(
    'for %s, with and without a key, of text and of bytes',
    async (method) => {
      expect(await bodyOf({ method }, text)).toBe(openssl([`-${method}`], text))
      const hmac = openssl(
        [`-${method}`, '-mac', 'HMAC', '-macopt', `hexkey:${Buffer.from(KEY).toString('hex')}`],
        text,
      )
      expect(await bodyOf({ method, keyed: true, connection: 'khoa' }, text)).toBe(hmac)
      const bytes = Buffer.from([0, 255, 1, 254])
      expect(await bodyOf({ method, source: 'base64' }, bytes.toString('base64'))).toBe(openssl([`-${method}`], bytes))
    },
  )
})

test('the result is written as chosen, into a field, and an object is hashed as its JSON', async () => {
  const hex = openssl(['-sha256'], '{"ma":"01"}')
  expect(await bodyOf({}, { ma: '01' })).toBe(hex)
  for (const form of ['base64', 'base64url'] as const)
    expect(await bodyOf({ form }, { ma: '01' })).toBe(Buffer.from(hex, 'hex').toString(form))
  expect(await bodyOf({ from: { field: 'a' }, to: 'x.y' }, { a: '1' })).toMatchObject({
    a: '1',
    x: { y: openssl(['-sha256'], '1') },
  })
})

test('a hash that came along is compared: a match leaves the message as it came, anything else is an error', async () => {
  const right = openssl(['-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${Buffer.from(KEY).toString('hex')}`], text)
  const checked = (given: unknown) =>
    node({ keyed: true, connection: 'khoa', expected: { field: '$headers.ma' } }).send({
      body: text,
      headers: { ma: given },
      keys: {},
    })
  for (const given of [right, right.toUpperCase(), `sha256=${right}`])
    expect(await checked(given)).toMatchObject({ port: 'out', message: { body: text } })
  for (const given of [right.slice(1), `${right}0`, '', 'x'.repeat(64), 5, openssl(['-sha256'], text)])
    expect(await checked(given).catch(toErrorData)).toMatchObject({ code: 'digest.mismatch' })
})

test('a key may be written in Base64 or hexadecimal; without one the connection is named and nothing of it is told', async () => {
  const bytes = Buffer.from(KEY)
  const keyed = { keyed: true, connection: 'khoa' }
  const wanted = await bodyOf(keyed, text)
  for (const sharedKeyAs of ['base64', 'hex'] as const)
    expect(await node(keyed, { sharedKey: bytes.toString(sharedKeyAs) }, { sharedKeyAs }).send(text)).toMatchObject({
      message: { body: wanted },
    })
  for (const secrets of [{}, { sharedKey: 'BÍ-MẬT' }]) {
    const failed = toErrorData(
      await node(keyed, { ...secrets }, { sharedKeyAs: 'hex' })
        .send(text)
        .catch((it: unknown) => it),
    )
    expect(failed).toMatchObject({ code: 'connect.not-configured' })
    expect(JSON.stringify(failed)).not.toContain('BÍ-MẬT')
  }
  expect(() => node({ keyed: true })).toThrow()
})

test('only a keyed hash touches a connection, so only it is journalled', () => {
  expect([effectsOf(definition, { keyed: true }), effectsOf(definition, { keyed: false })]).toEqual([
    'idempotent',
    'none',
  ])
})

test('what has no bytes is refused', async () => {
  expect(await node({ source: 'base64' }).send('không!').catch(toErrorData)).toMatchObject({
    code: 'message.wrong-shape',
  })
  expect(await node({}).send(undefined).catch(toErrorData)).toMatchObject({ code: 'message.wrong-shape' })
})

test('the worked example of its README gives what it states', async () => {
  const [example] = examplesIn(readFileSync(new URL('README.md', import.meta.url), 'utf8'))
  if (!example) throw new Error('no example')
  expect(await runExample({ definition, run }, example)).toMatchObject({ ...example.output, port: 'out' })
})
