import { execFileSync } from 'node:child_process'
import { webcrypto } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeIdentities } from '#nodes/signature/certificates.fixture.ts'
import { handle } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const { unit, stranger, weak } = makeIdentities()
const folder = mkdtempSync(join(tmpdir(), 'lienthong-ma-hoa-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const HEX = '00112233445566778899aabbccddeeff'.repeat(2)
const shared = { values: { sharedKeyAs: 'hex' }, secrets: { sharedKey: HEX } }
const pair = { values: { partnerKey: unit.certificate }, secrets: { privateKey: unit.key } }
type Keys = { readonly values: object; readonly secrets: Readonly<Record<string, string>> }
const node = (settings: object, { values, secrets }: Keys) =>
  testNode(
    { definition, run },
    { connection: 'khoa', ...settings },
    { connection: async () => handle('signing', { ...values }, secrets, 'khoa') },
  )
const bodyOf = async (settings: object, keys: Keys, body: unknown): Promise<unknown> => {
  const emission = await node(settings, keys).send(body)
  return emission.kind === 'emit' && emission.port === 'out' ? emission.message.body : emission
}
const decrypt = { do: 'decrypt' }
const text = 'Nguyễn Thị Thử 001199000123'

test('AES: another implementation opens what we seal, and we open what it seals', async () => {
  const key = await webcrypto.subtle.importKey('raw', Buffer.from(HEX, 'hex'), 'AES-GCM', false, ['encrypt', 'decrypt'])
  const sealed = Buffer.from(String(await bodyOf({}, shared, text)), 'base64')
  const opened = await webcrypto.subtle.decrypt(
    { name: 'AES-GCM', iv: sealed.subarray(0, 12) },
    key,
    sealed.subarray(12),
  )
  expect(Buffer.from(opened).toString()).toBe(text)
  const iv = Buffer.alloc(12, 7)
  const theirs = Buffer.concat([
    iv,
    Buffer.from(await webcrypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, Buffer.from(text))),
  ])
  expect(await bodyOf(decrypt, shared, theirs.toString('base64'))).toBe(text)
})

test('AES: the same text never gives the same result, and any changed byte is found', async () => {
  const one = String(await bodyOf({}, shared, text))
  expect(await bodyOf({}, shared, text)).not.toBe(one)
  const bytes = Buffer.from(one, 'base64')
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes)
    changed[i] = (changed[i] ?? 0) ^ 1
    expect(await bodyOf(decrypt, shared, changed.toString('base64')).catch(toErrorData)).toMatchObject({
      code: 'decrypt.failed',
    })
  }
  for (const cut of [0, 5, 27, bytes.length - 1])
    expect(await bodyOf(decrypt, shared, bytes.subarray(0, cut).toString('base64')).catch(toErrorData)).toMatchObject({
      code: 'decrypt.failed',
    })
})

test('RSA: openssl decrypts what we encrypt, and we decrypt what it encrypts', async () => {
  const rsa = { method: 'rsa-oaep' }
  writeFileSync(join(folder, 'unit.key'), unit.key)
  writeFileSync(join(folder, 'unit.crt'), unit.certificate)
  const oaep = ['-pkeyopt', 'rsa_padding_mode:oaep', '-pkeyopt', 'rsa_oaep_md:sha256']
  const openssl = (args: readonly string[], input: Buffer): Buffer =>
    execFileSync('openssl', ['pkeyutl', ...args, ...oaep], { input, cwd: folder })
  const sealed = Buffer.from(String(await bodyOf(rsa, pair, text)), 'base64')
  expect(openssl(['-decrypt', '-inkey', 'unit.key'], sealed).toString()).toBe(text)
  const theirs = openssl(['-encrypt', '-certin', '-inkey', 'unit.crt'], Buffer.from(text))
  expect(await bodyOf({ ...rsa, ...decrypt }, pair, theirs.toString('base64'))).toBe(text)
  expect(await node(rsa, pair).send('x'.repeat(191)).catch(toErrorData)).toMatchObject({
    code: 'encrypt.too-long',
    message: { vi: expect.stringContaining('190') },
  })
  const other = { values: {}, secrets: { privateKey: stranger.key } }
  expect(
    await node({ ...rsa, ...decrypt }, other)
      .send(theirs.toString('base64'))
      .catch(toErrorData),
  ).toMatchObject({ code: 'decrypt.failed' })
})

test('a key that is short, of another kind or missing is named by its connection, and nothing of it is told', async () => {
  const cases = [
    [{}, { values: {}, secrets: { sharedKey: 'BÍ-MẬT' } }, 'encrypt.wrong-key'],
    [{}, { values: { sharedKeyAs: 'hex' }, secrets: { sharedKey: 'BÍ-MẬT' } }, 'connect.not-configured'],
    [{ method: 'rsa-oaep' }, { values: { partnerKey: weak.certificate }, secrets: {} }, 'encrypt.wrong-key'],
    [{ method: 'rsa-oaep' }, shared, 'connect.not-configured'],
    [{ method: 'rsa-oaep', do: 'decrypt' }, shared, 'connect.not-configured'],
  ] as const
  for (const [settings, keys, code] of cases) {
    const failed = toErrorData(
      await node(settings, keys)
        .send('AAAA')
        .catch((it: unknown) => it),
    )
    expect(failed).toMatchObject({ code, message: { vi: expect.stringContaining('khoa') } })
    expect(JSON.stringify(failed)).not.toMatch(/BÍ-MẬT|001122/)
  }
})

test('files go there and back as Base64, and a field is replaced in its place', async () => {
  const bytes = Buffer.from([0, 255, 254, 1]).toString('base64')
  const sealed = await bodyOf({ source: 'base64' }, shared, bytes)
  expect(await bodyOf({ ...decrypt, as: 'base64' }, shared, sealed)).toBe(bytes)
  expect(await bodyOf(decrypt, shared, sealed).catch(toErrorData)).toMatchObject({ code: 'text.encoding' })
  const inField = { from: { field: 'a.so' }, to: 'a.so' }
  const made = await bodyOf(inField, shared, { a: { so: '01' }, b: 1 })
  expect(await bodyOf({ ...inField, ...decrypt }, shared, made)).toEqual({ a: { so: '01' }, b: 1 })
})
