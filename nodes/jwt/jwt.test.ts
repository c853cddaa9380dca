import { execFileSync } from 'node:child_process'
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompactEncrypt } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { handle } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'lienthong-the-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
interface Pair {
  readonly privateKey: string
  readonly publicKey: string
}
const pemOf = ({ privateKey, publicKey }: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }): Pair => ({
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
})
const rsa = pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }))
const keys = {
  RS256: rsa,
  ES256: pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  ES384: pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' })),
  EdDSA: pemOf(generateKeyPairSync('ed25519')),
}
const SHARED = 'x'.repeat(32)
const NOW = Date.parse('2026-01-05T01:00:00Z')

const node = (settings: object, { privateKey, publicKey }: Pair = rsa, sharedKey = SHARED) =>
  testNode(
    { definition, run },
    { connection: 'khoa', ...settings },
    { connection: async () => handle('signing', { partnerKey: publicKey }, { privateKey, sharedKey }, 'khoa') },
  )
const bodyOf = async (settings: object, body: unknown, pair?: Pair): Promise<unknown> => {
  const emission = await node(settings, pair).send(body)
  return emission.kind === 'emit' && emission.port === 'out' ? emission.message.body : emission
}
const reasonOf = async (settings: object, body: unknown, pair?: Pair): Promise<string> => {
  const failed = toErrorData(
    await node(settings, pair)
      .send(body)
      .catch((it: unknown) => it),
  )
  expect(failed.code).toBe('token.refused')
  return failed.message.vi
}
const b64 = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const partsOf = (token: unknown): readonly string[] => String(token).split('.')
const headerOf = (token: unknown): unknown => JSON.parse(Buffer.from(partsOf(token)[0] ?? '', 'base64url').toString())
const body = { maHoSo: '0001', ten: 'Nguyễn Thị Thử' }

describe('signatures', () => {
  test.each(Object.entries(keys))('with a key for %s: signed, checked, and refused when changed', async (alg, pair) => {
    const token = await bodyOf({ do: 'sign' }, body, pair)
    expect(headerOf(token)).toEqual({ alg, typ: 'JWT' })
    expect(await bodyOf({}, `Bearer ${token}`, pair)).toEqual(body)
    const [header, , signature] = partsOf(token)
    expect(await reasonOf({}, `${header}.${b64({ ...body, maHoSo: '0002' })}.${signature}`, pair)).toContain('chữ ký')
  })

  test('openssl holds our RS256 signature for right, and we its', async () => {
    writeFileSync(join(folder, 'own.key'), rsa.privateKey)
    writeFileSync(join(folder, 'own.pub'), rsa.publicKey)
    const openssl = (args: readonly string[], input: string): Buffer =>
      execFileSync('openssl', ['dgst', '-sha256', ...args], { input, cwd: folder })
    const [header, payload, signature = ''] = partsOf(await bodyOf({ do: 'sign' }, body))
    writeFileSync(join(folder, 'sig'), Buffer.from(signature, 'base64url'))
    expect(openssl(['-verify', 'own.pub', '-signature', 'sig'], `${header}.${payload}`).toString()).toContain(
      'Verified OK',
    )
    const signed = `${b64({ alg: 'RS256' })}.${b64(body)}`
    expect(await bodyOf({}, `${signed}.${openssl(['-sign', 'own.key'], signed).toString('base64url')}`)).toEqual(body)
  })

  test('PS256 and HS256 work; a text that is no JSON stays a text', async () => {
    const ps = { rsa: 'PS256' }
    expect(await bodyOf(ps, await bodyOf({ ...ps, do: 'sign' }, 'chữ Việt'))).toBe('chữ Việt')
    const token = await bodyOf({ do: 'sign', key: 'shared' }, body)
    expect(await bodyOf({ key: 'shared' }, token)).toEqual(body)
    const [header, payload, signature] = partsOf(token)
    expect(createHmac('sha256', SHARED).update(`${header}.${payload}`).digest('base64url')).toBe(signature)
  })

  test('a token never chooses its algorithm or its key', async () => {
    const unsigned = `${b64({ alg: 'none' })}.${b64(body)}.`
    const forged = `${b64({ alg: 'HS256' })}.${b64(body)}`
    const withPublicKey = `${forged}.${createHmac('sha256', rsa.publicKey).update(forged).digest('base64url')}`
    const other = pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }))
    const stranger = await bodyOf({ do: 'sign' }, body, other)
    for (const token of [
      unsigned,
      withPublicKey,
      await bodyOf({ do: 'sign', rsa: 'PS256' }, body),
      await bodyOf({ do: 'sign' }, body, keys.ES256),
    ])
      expect(await reasonOf({}, token)).toMatch(/chỉ nhận RS256|chữ ký/)
    expect(await reasonOf({}, stranger)).toContain('chữ ký')
    for (const token of ['', 'a.b', 'a.b.c', `${b64({ alg: 'RS256', crit: ['la'], la: 1 })}.${b64(body)}.AAAA`, '...'])
      expect(await reasonOf({}, token)).toBeTruthy()
  })

  test('times, issuer and audience are checked', async () => {
    const seconds = NOW / 1000
    const sign = (claims: object) => bodyOf({ do: 'sign' }, claims)
    expect(await bodyOf({}, await bodyOf({ do: 'sign', lifetime: 'PT5M' }, body))).toEqual({
      ...body,
      iat: seconds,
      exp: seconds + 300,
    })
    expect(await bodyOf({}, await sign({ exp: seconds - 59 }))).toBeTruthy()
    expect(await reasonOf({}, await sign({ exp: seconds - 60 }))).toContain('hết hạn')
    expect(await reasonOf({}, await sign({ nbf: seconds + 61 }))).toContain('chưa tới giờ')
    expect(await reasonOf({}, await sign({ exp: 'mai' }))).toContain('exp')
    const asked = { issuer: 'https://a.vn', audience: 'ta' }
    expect(await bodyOf(asked, await sign({ iss: 'https://a.vn', aud: ['x', 'ta'] }))).toBeTruthy()
    expect(await reasonOf(asked, await sign({ aud: 'ta' }))).toContain('phát hành')
    expect(await reasonOf(asked, await sign({ iss: 'https://a.vn', aud: 'khac' }))).toContain('nơi khác')
    expect(await node({ do: 'sign', lifetime: 'PT5M' }).send('chữ').catch(toErrorData)).toMatchObject({
      code: 'message.wrong-shape',
    })
  })
})

describe('encryption', () => {
  test.each(['pair', 'shared'])('with a %s key: only who has it reads, and changes are found', async (key) => {
    const token = await bodyOf({ do: 'encrypt', key }, body)
    expect(headerOf(token)).toEqual({ alg: key === 'pair' ? 'RSA-OAEP-256' : 'dir', enc: 'A256GCM' })
    expect(await bodyOf({ do: 'decrypt', key }, token)).toEqual(body)
    const parts = [...partsOf(token)]
    parts[3] = b64('khác')
    expect(await node({ do: 'decrypt', key }).send(parts.join('.')).catch(toErrorData)).toMatchObject({
      code: 'decrypt.failed',
    })
    expect(await reasonOf({ do: 'decrypt', key: key === 'pair' ? 'shared' : 'pair' }, token)).toContain('chỉ nhận')
  })

  test('a compressed token and another content encryption are refused', async () => {
    const key = Buffer.from(SHARED)
    const bomb = await new CompactEncrypt(Buffer.alloc(5_000_000))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' })
      .encrypt(key)
    expect(await reasonOf({ do: 'decrypt', key: 'shared' }, bomb)).toBeTruthy()
    const cbc = await new CompactEncrypt(Buffer.from('x'))
      .setProtectedHeader({ alg: 'dir', enc: 'A128CBC-HS256' })
      .encrypt(key)
    expect(await reasonOf({ do: 'decrypt', key: 'shared' }, cbc)).toContain('chỉ nhận')
  })
})

test('keys that are short or of another kind are refused with the name of the connection, and nothing of them is told', async () => {
  const weak = pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }))
  const cases = [
    [{ do: 'sign', key: 'shared' }, rsa, 'BÍ-MẬT'],
    [{ do: 'encrypt', key: 'shared' }, rsa, 'BÍ-MẬT-'.repeat(9)],
    [{ do: 'sign' }, weak, SHARED],
    [{ do: 'encrypt' }, keys.ES256, SHARED],
  ] as const
  for (const [settings, pair, sharedKey] of cases) {
    const failed = toErrorData(
      await node(settings, pair, sharedKey)
        .send(body)
        .catch((it: unknown) => it),
    )
    expect(failed).toMatchObject({ code: 'encrypt.wrong-key', message: { vi: expect.stringContaining('khoa') } })
    expect(JSON.stringify(failed)).not.toContain('BÍ-MẬT')
  }
  expect(await node({}).send({ a: 1 }).catch(toErrorData)).toMatchObject({ code: 'message.wrong-shape' })
})
