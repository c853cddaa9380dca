import { spawnSync } from 'node:child_process'
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClientAsync, WSSecurityCert } from 'soap'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeIdentities, type TestIdentity } from '#nodes/signature/certificates.fixture.ts'
import { envelopeAround } from '#nodes/soap/operation.ts'
import { securityHeader, signEnvelope } from '#nodes/soap/secure.ts'
import { WSSE, WSU, X509_TOKEN } from '#nodes/soap/security-names.ts'
import { found, OPERATION, REQUEST, requestOfLibrary, service, wsdl } from '#nodes/soap/service-flow.fixture.ts'
import { LOOK_UP } from '#nodes/soap/services.fixture.ts'
import { definition } from '#nodes/soap-call/definition.ts'
import { run } from '#nodes/soap-call/run.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { plainServer } from '#nodes/testing/soap-server.ts'
import { testNode } from '#shared/node/testing.ts'
import { opened } from './testing/soap-entrance.ts'

const { unit, authority, stranger } = makeIdentities()
const TRUSTED = [new X509Certificate(authority.certificate)]
const SIGNED = { access: 'certificate', trust: 'chung-thu' }
const guarded = (more: object = {}, a = found) => opened(service(a, { ...SIGNED, ...more }), TRUSTED)

function made({ key, certificate }: TestIdentity = unit, at = Date.now(), inner = REQUEST): string {
  const signer = { key: createPrivateKey(key), certificate: new X509Certificate(certificate) }
  const security = { signer, timestampMs: 300_000 }
  const header = securityHeader(security, { at, nonce: randomBytes(16) }) ?? ''
  return signEnvelope(envelopeAround('1.1', inner, [header]), security)
}
const SHA256 = {
  hasTimeStamp: true,
  signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  signerOptions: {},
  digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
}
const codes = (text: string) => [/<faultcode>([^<]*)</.exec(text)?.[1], /<code>([^<]*)</.exec(text)?.[1]]

test('our own call, signed by a certificate that the trusted authority issued, is let in with and without a file, and the flow knows who signed', async () => {
  const expr = '$headers.`soap-signer` & "|" & $headers.`soap-signer-serial`'
  const mapping = [{ target: 'GhiChu', value: { expr } }]
  const it = await guarded({}, { ...found, settings: { wsdl, operation: OPERATION, mapping } })
  const signing = handle('signing', { certificate: unit.certificate }, { privateKey: unit.key }, 'ky-so')
  const connections = [handle('http', { baseUrl: it.url }, {}, 'a'), signing]
  const tools = { ...realPartners(connections), now: () => Date.now() }
  const settings = { connection: 'a', wsdl, operation: OPERATION, timestamp: true, signing: 'ky-so', attach: 'large' }
  for (const version of ['1.1', '1.2']) {
    const call = testNode({ definition, run }, { ...settings, version }, tools)
    const Tep = version === '1.2' ? randomBytes(50_000).toString('base64') : undefined
    const sent = await call.send({ ...LOOK_UP, Tep })
    const serial = new X509Certificate(unit.certificate).serialNumber
    expect(sent).toMatchObject({ message: { body: { GhiChu: `CN=000.00.00.H22, O=Don vi thu, C=VN|${serial}` } } })
  }
  expect(await it.runs()).toHaveLength(2)
})

test('the client of the soap library is let in with its own signature', async () => {
  const it = await guarded()
  const client = await createClientAsync(`${it.url}?wsdl`)
  client.setSecurity(new WSSecurityCert(unit.key, unit.certificate, '', SHA256))
  const [answer] = await client[`${OPERATION}Async`](requestOfLibrary())
  expect(answer).toMatchObject({ GhiChu: 'NGUYỄN THỊ ÁNH' })
})

test('what a transform leaves out of the digest as a signature is not read either', async () => {
  const it = await guarded()
  const server = await plainServer((response) => response.writeHead(500).end())
  onTestFinished(() => server.close())
  const client = await createClientAsync(`${it.url}?wsdl`, { endpoint: server.url })
  client.setSecurity(new WSSecurityCert(unit.key, unit.certificate, '', SHA256))
  await client[`${OPERATION}Async`](requestOfLibrary()).catch(() => undefined)
  const sent = server.seen[0]?.body ?? ''
  const signature = /<(?:ds:)?Signature .*<\/(?:ds:)?Signature>/s.exec(sent)?.[0] ?? ''
  expect(signature).toContain('enveloped-signature')
  const hidden = sent.replace('</soap:Body>', `${signature}</soap:Body>`)
  const inside = sent.replace(/(<\/[\w:]+>)(<\/soap:Body>)/, `${signature}$1$2`)
  for (const text of [hidden, inside]) {
    expect(text).not.toBe(sent)
    expect(['signature.unsigned', 'signature.broken', 'soap.wrong-envelope']).toContain(
      codes((await it.post(text)).text)[1],
    )
  }
  expect((await it.post(sent)).status).toBe(200)
})

const xmlsec = spawnSync('xmlsec1', ['--version'], { encoding: 'utf8' })

test.runIf(xmlsec.status === 0)(
  'a request that xmlsec1 signed is let in; without the time stamp signed it is told so',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lt-xmlsec-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const at = (name: string, text?: string): string => {
      if (text !== undefined) writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const sign = (parts: readonly string[]): string => {
      const references = parts.map(
        (id) =>
          `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference>`,
      )
      const signature = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>${references.join('')}</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><wsse:SecurityTokenReference><wsse:Reference URI="#cert"/></wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature>`
      const token = `<wsse:BinarySecurityToken wsu:Id="cert" ValueType="${X509_TOKEN}">${new X509Certificate(unit.certificate).raw.toString('base64')}</wsse:BinarySecurityToken>`
      const created = `<wsu:Timestamp wsu:Id="ts"><wsu:Created>${new Date().toISOString()}</wsu:Created></wsu:Timestamp>`
      const header = `<wsse:Security xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}">${token}${created}${signature}</wsse:Security>`
      const bare = envelopeAround('1.1', REQUEST, [header])
      const template = bare.replace('<soap:Body>', `<soap:Body xmlns:wsu="${WSU}" wsu:Id="than">`)
      const ids = ['Body', 'Timestamp', 'BinarySecurityToken'].flatMap((name) => ['--id-attr:Id', name])
      const lax = / 1\.[0-2]\./.test(xmlsec.stdout) ? [] : ['--lax-key-search']
      const key = at('key.pem', unit.key)
      const args = ['--sign', ...lax, '--privkey-pem', key, ...ids, '--output', at('ky.xml'), at('mau.xml', template)]
      const signed = spawnSync('xmlsec1', args, { encoding: 'utf8' })
      expect(signed.status, signed.stderr).toBe(0)
      return readFileSync(at('ky.xml'), 'utf8')
    }
    const it = await guarded()
    expect((await it.post(sign(['than', 'ts']))).text).toContain('>NGUYỄN THỊ ÁNH<')
    const half = await it.post(sign(['than']))
    expect([codes(half.text), half.text.includes('Phần wsu:Timestamp không được ký')]).toEqual([
      ['wsse:FailedCheck', 'signature.unsigned'],
      true,
    ])
    expect((await it.post(sign(['ts']))).text).toContain('Phần soap:Body không được ký')
  },
)

test('a request that comes twice gets in once, and one that is too old, of a stranger or without a signature never', async () => {
  const it = await guarded({ skew: 'PT1M' })
  const good = made()
  const answers = await Promise.all([it.post(good), it.post(good)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 500])
  expect(codes((await it.post(good)).text)).toEqual(['wsse:FailedAuthentication', 'soap.replayed'])
  expect(codes((await it.post(made(unit, Date.now() - 120_000))).text)).toEqual(['wsse:MessageExpired', 'soap.stale'])
  expect(codes((await it.post(made(stranger))).text)).toEqual(['wsse:FailedAuthentication', 'signature.untrusted'])
  expect(codes((await it.ask(REQUEST)).text)).toEqual(['wsse:FailedCheck', 'signature.missing'])
  const much = made().replace('<wsu:Timestamp', `${'<a/>'.repeat(50_000)}<wsu:Timestamp`)
  expect(codes((await it.post(much)).text)[1]).toBe('xml.too-large')
  expect(await it.runs()).toHaveLength(1)
})

describe('what was changed or moved after signing starts no run:', () => {
  const FORGED = REQUEST.replace('001099000123', '001099000999')
  const bodyOf = (text: string): string => /<soap:Body.*<\/soap:Body>/s.exec(text)?.[0] ?? ''
  const forgedBody = (attributes = ''): string => `<soap:Body${attributes}>${FORGED}</soap:Body>`
  const idOf = (text: string): string => / (?:[\w]+:)?Id="([^"]*)"/.exec(bodyOf(text))?.[1] ?? ''
  const aside = (text: string, forged: string, where: 'header' | 'security' | 'after'): string => {
    const moved = `<x:Cu xmlns:x="urn:x">${bodyOf(text)}</x:Cu>`
    const without = text.replace(bodyOf(text), forged)
    if (where === 'after') return without.replace('</soap:Envelope>', `${moved}</soap:Envelope>`)
    return where === 'header'
      ? without.replace('</soap:Header>', `${moved}</soap:Header>`)
      : without.replace('</wsse:Security>', `${moved}</wsse:Security>`)
  }
  test.each([
    ['another number', (text: string) => text.replace('001099000123', '001099000999'), 'signature.broken'],
    ['a later end', (text: string) => text.replace(/<wsu:Expires>\d{4}/, '<wsu:Expires>2999'), 'signature.broken'],
    [
      'the signed body in the header, a forged one in its place',
      (text: string) => aside(text, forgedBody(), 'header'),
      'signature.unsigned',
    ],
    ['the same in the security header', (text: string) => aside(text, forgedBody(), 'security'), 'signature.unsigned'],
    ['the same behind the body', (text: string) => aside(text, forgedBody(), 'after'), 'signature.broken'],
    [
      'both with one id',
      (text: string) => aside(text, forgedBody(` Id="${idOf(text)}"`), 'header'),
      'signature.broken|signature.coverage',
    ],
    [
      'both with one id of WS-Security',
      (text: string) => aside(text, forgedBody(` xmlns:u="${WSU}" u:Id="${idOf(text)}"`), 'header'),
      'signature.broken|signature.coverage',
    ],
    [
      'two bodies',
      (text: string) => text.replace(bodyOf(text), forgedBody() + bodyOf(text)),
      'soap.wrong-envelope|signature.broken',
    ],
    [
      'a body of another namespace in front',
      (text: string) => text.replace('<soap:Body', `<x:Body xmlns:x="urn:x">${FORGED}</x:Body><soap:Body`),
      'soap.wrong-envelope|signature.broken',
    ],
    [
      'two time stamps',
      (text: string) =>
        text.replace(
          '<wsu:Timestamp',
          `<wsu:Timestamp><wsu:Created>${new Date().toISOString()}</wsu:Created></wsu:Timestamp><wsu:Timestamp`,
        ),
      'signature.broken',
    ],
    [
      'two security headers',
      (text: string) => text.replace('<wsse:Security', `<wsse:Security xmlns:wsse="${WSSE}"/><wsse:Security`),
      'signature.broken',
    ],
    ['no time stamp', (text: string) => text.replace(/<wsu:Timestamp.*<\/wsu:Timestamp>/, ''), 'signature.unsigned'],
    [
      'an unknown algorithm',
      (text: string) => text.replace(/xmldsig-more#rsa-sha256/, 'xmldsig-more#hmac-sha256'),
      'signature.algorithm',
    ],
    [
      'a certificate of somebody else',
      (text: string) =>
        text.replace(
          /(<wsse:BinarySecurityToken[^>]*>)[^<]*/,
          `$1${new X509Certificate(stranger.certificate).raw.toString('base64')}`,
        ),
      'signature.untrusted',
    ],
    [
      'a certificate that is none',
      (text: string) => text.replace(/(<wsse:BinarySecurityToken[^>]*>)[^<]*/, '$1AAAA'),
      'signature.broken',
    ],
    [
      'no certificate, when only the issuer is trusted',
      (text: string) => text.replace(/<wsse:BinarySecurityToken.*<\/wsse:BinarySecurityToken>/, ''),
      'signature.broken',
    ],
  ])('%s', async (_name, change, expected) => {
    const it = await guarded()
    const text = made()
    const changed = change(text)
    expect(changed).not.toBe(text)
    const refused = await it.post(changed)
    expect(refused.status).toBe(500)
    expect(expected.split('|')).toContain(codes(refused.text)[1])
    expect(await it.runs()).toEqual([])
    expect((await it.post(text)).status).toBe(200)
  })
})
