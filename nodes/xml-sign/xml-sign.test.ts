import { expect, test } from 'vitest'
import { makeIdentities } from '#nodes/signature/certificates.fixture.ts'
import { handle } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const { unit } = makeIdentities()
const now = () => Date.now()
const node = (settings: object = {}, secrets: Readonly<Record<string, string>> = { privateKey: unit.key }) =>
  testNode(
    { definition, run },
    { connection: 'ky-so', ...settings },
    {
      now,
      connection: async () => handle('signing', { certificate: unit.certificate }, secrets, 'ky-so'),
    },
  )

test('the body leaves signed, or the field that holds the XML', async () => {
  expect(await node().send('<a>1</a>')).toMatchObject({
    port: 'out',
    message: { body: expect.stringMatching(/^<a>1<Signature .*X509Certificate.*<\/a>$/s) },
  })
  const inField = await node({ from: { field: 'goi' }, method: 'rsa-sha512' }).send({ goi: '<a>1</a>' })
  expect(inField).toMatchObject({ message: { body: expect.stringContaining('rsa-sha512') } })
})

test('XAdES is signed by the clock of the run, so a replay gives the same text', async () => {
  const at = Date.now()
  const xades = testNode(
    { definition, run },
    { connection: 'ky-so', form: 'xades-b-b', role: 'Văn thư', city: 'Hà Nội' },
    {
      now: () => at,
      connection: async () => handle('signing', { certificate: unit.certificate }, { privateKey: unit.key }, 'ky-so'),
    },
  )
  const first = await xades.send('<a>1</a>')
  expect(first).toMatchObject({
    message: { body: expect.stringMatching(/QualifyingProperties.*<xades:City>Hà Nội<.*<xades:ClaimedRole>Văn thư</s) },
  })
  expect(first).toMatchObject({
    message: { body: expect.stringContaining(new Date(at).toISOString().slice(0, 19)) },
  })
  expect(await xades.send('<a>1</a>')).toEqual(first)
})

test('without a key, or with one that cannot be read, the connection is named', async () => {
  for (const secrets of [{}, { privateKey: 'không phải khoá' }])
    expect(
      await node({}, secrets as Record<string, string>)
        .send('<a/>')
        .catch(toErrorData),
    ).toMatchObject({
      code: 'connect.not-configured',
      message: { vi: expect.stringContaining('ky-so') },
    })
})

test('what is no XML text is refused', async () => {
  expect(await node().send({ a: 1 }).catch(toErrorData)).toMatchObject({ code: 'message.wrong-shape' })
  expect(await node().send('<a>').catch(toErrorData)).toMatchObject({ code: 'xml.malformed' })
})
