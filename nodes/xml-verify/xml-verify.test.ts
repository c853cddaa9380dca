import { createPrivateKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeIdentities } from '#nodes/signature/certificates.fixture.ts'
import { signXml } from '#nodes/signature/sign.ts'
import { handle } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const { unit, authority, stranger } = makeIdentities()
const signed = signXml('<a>1</a>', {
  key: createPrivateKey(unit.key),
  certificate: new X509Certificate(unit.certificate),
  method: 'rsa-sha256',
  place: '',
  at: Date.now(),
})
const node = (trusted: string | undefined, settings: object = {}) =>
  testNode(
    { definition, run },
    { connection: 'ky-so', ...settings },
    {
      now: () => Date.now(),
      connection: async () => handle('signing', trusted === undefined ? {} : { trusted }, {}, 'ky-so'),
    },
  )

test('only what is signed goes on, and headers say by whom', async () => {
  expect(await node(`${stranger.certificate}\n${authority.certificate}`).send(signed)).toMatchObject({
    port: 'out',
    message: {
      body: '<a>1</a>',
      headers: {
        'signature-subject': 'CN=000.00.00.H22, O=Don vi thu, C=VN',
        'signature-issuer': expect.stringContaining('co-quan-cap-thu'),
        'signature-serial': expect.stringMatching(/^[0-9A-F]+$/),
      },
    },
  })
  const wrapped = await node(unit.certificate, { from: { field: 'x' }, element: 'a' }).send({ x: signed })
  expect(wrapped).toMatchObject({ message: { body: '<a>1</a>' } })
})

test('a XAdES signature says its form and the time that the signer claims', async () => {
  const at = Date.now()
  const options = { key: createPrivateKey(unit.key), certificate: new X509Certificate(unit.certificate) }
  const xades = signXml('<a>1</a>', { ...options, method: 'rsa-sha256', place: '', at, xades: {} })
  const only = node(unit.certificate, { xadesOnly: true })
  expect(await only.send(xades)).toMatchObject({
    message: {
      headers: {
        'signature-form': 'XAdES-B-B',
        'signature-claimed-time': new Date(Math.floor(at / 1000) * 1000).toISOString(),
      },
    },
  })
  expect(await node(unit.certificate).send(signed)).toMatchObject({
    message: { headers: { 'signature-form': 'XML-DSig' } },
  })
  expect(await only.send(signed).catch(toErrorData)).toMatchObject({ code: 'signature.xades' })
})

test('without a trust list nothing is trusted', async () => {
  expect(await node(undefined).send(signed).catch(toErrorData)).toMatchObject({ code: 'connect.not-configured' })
  expect(await node(stranger.certificate).send(signed).catch(toErrorData)).toMatchObject({
    code: 'signature.untrusted',
    side: 'partner',
  })
})

test('the size is bounded', async () => {
  const huge = `<a>${'x'.repeat(21 * 1024 * 1024)}</a>`
  expect(await node(unit.certificate).send(huge).catch(toErrorData)).toMatchObject({ code: 'xml.too-large' })
})

test('the number of elements is bounded before anything is checked, and a large document under the bound is', async () => {
  const many = (count: number): string => `<a>${'<b/>'.repeat(count)}</a>`
  const refused = await node(unit.certificate).send(many(20_001)).catch(toErrorData)
  expect(refused).toMatchObject({ code: 'xml.too-large', class: 'data' })
  expect(refused).toMatchObject({
    message: { vi: expect.stringContaining('10000 phần tử'), en: expect.stringContaining('10000 elements') },
  })
  expect(await node(unit.certificate).send(many(19_000)).catch(toErrorData)).toMatchObject({
    code: 'signature.missing',
  })
})
