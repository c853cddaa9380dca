import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { handle } from '#nodes/testing/real-partners.ts'
import { testSigning } from './signing-tests.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const said = async (values: object, secrets: Readonly<Record<string, string>>) =>
  (await testSigning(handle('signing', { ...values }, secrets, 'khoa'))).map(({ ok, message }) => [ok, message?.vi])

test('keys without a certificate are told by their kind, a shared key by its length only', async () => {
  const values = { partnerKey: publicKey, sharedKeyAs: 'hex' }
  expect(await said(values, { privateKey, sharedKey: '00'.repeat(32) })).toEqual([
    [true, expect.stringContaining('ec')],
    [true, 'Không có'],
    [true, expect.stringContaining('ec')],
    [true, 'Dài 32 byte'],
  ])
})

test('what cannot be read fails, and nothing of it is told', async () => {
  const checks = await said(
    { partnerKey: 'BÍ-MẬT', sharedKeyAs: 'base64' },
    { privateKey: 'BÍ-MẬT', sharedKey: 'BÍ-MẬT' },
  )
  expect(checks.map(([ok]) => ok)).toEqual([false, true, false, false])
  expect(JSON.stringify(checks)).not.toContain('BÍ-MẬT')
})
