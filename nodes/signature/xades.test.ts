import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { C14N, DSIG, ENVELOPED, EXCLUSIVE_C14N } from './algorithms.ts'
import { makeIdentities } from './certificates.fixture.ts'
import { type SignOptions, signXml } from './sign.ts'
import { type VerifyOptions, verifyXml } from './verify.ts'
import { SIGNED_PROPERTIES, XADES } from './xades.ts'

const { authority, unit, stranger } = makeIdentities()
const folder = mkdtempSync(join(tmpdir(), 'lienthong-xades-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = Date.now()
const XML = '<hs:HoSo xmlns:hs="urn:ho-so" Ma="001"><Ten>Nguyễn Thị Thử &amp; bạn</Ten></hs:HoSo>'
const certificate = new X509Certificate(unit.certificate)
const sign = (more: Partial<SignOptions> = {}, xml = XML): string =>
  signXml(xml, {
    key: createPrivateKey(unit.key),
    certificate,
    method: 'rsa-sha256',
    place: '',
    at,
    xades: {},
    ...more,
  })
const plain = (): string =>
  signXml(XML, { key: createPrivateKey(unit.key), certificate, method: 'rsa-sha256', place: '', at })
const verify = (xml: string, more: Partial<VerifyOptions> = {}) =>
  verifyXml(xml, { trusted: [certificate], at, sha1: false, ...more })
const fault = (xml: string, more: Partial<VerifyOptions> = {}) => {
  try {
    verify(xml, more)
  } catch (thrown) {
    const { code, message } = toErrorData(thrown)
    return `${code}: ${message.en}`
  }
  throw new Error('was accepted')
}

const version = spawnSync('xmlsec1', ['--version'], { encoding: 'utf8' })
const xmlsec = version.status === 0
const lax = / 1\.[0-2]\./.test(version.stdout ?? '') ? [] : ['--lax-key-search']
/** The signed properties are found by their id, which XAdES gives without a schema. */
const ids = ['--id-attr:Id', `${XADES}:SignedProperties`]
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
function byXmlsec(template: string): string {
  const keys = `${file('k.key', unit.key)},${file('k.crt', unit.certificate)}`
  const args = ['--sign', ...lax, '--privkey-pem', keys, ...ids, file('in.xml', template)]
  return execFileSync('xmlsec1', args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] })
}

/** A XAdES signature for xmlsec1 to fill in; each piece may be replaced by a wrong one. */
function template(more: Record<string, string> = {}): string {
  const hash = more.hash ?? 'sha256'
  const digest = createHash(hash)
    .update(new X509Certificate(more.names ?? unit.certificate).raw)
    .digest('base64')
  const sha256 = '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
  const reference = (attributes: string, transforms: readonly string[]): string =>
    `<Reference ${attributes}><Transforms>${transforms.map((it) => `<Transform Algorithm="${it}"/>`).join('')}</Transforms>${sha256}<DigestValue/></Reference>`
  const properties =
    more.properties ??
    `<x:SignedProperties Id="p"><x:SignedSignatureProperties>${more.time ?? '<x:SigningTime>2026-03-01T08:00:00+07:00</x:SigningTime>'}` +
      (more.cert ??
        `<x:SigningCertificate${more.v ?? 'V2'}><x:Cert><x:CertDigest><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#${hash}"/><DigestValue>${digest}</DigestValue></x:CertDigest></x:Cert></x:SigningCertificate${more.v ?? 'V2'}>`) +
      '</x:SignedSignatureProperties></x:SignedProperties>'
  return XML.replace(
    '</hs:HoSo>',
    `<Signature xmlns="${DSIG}" Id="s"><SignedInfo><CanonicalizationMethod Algorithm="${C14N}"/>` +
      '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>' +
      reference('URI=""', [ENVELOPED, EXCLUSIVE_C14N]) +
      (more.reference ?? reference(`URI="#p" Type="${more.type ?? SIGNED_PROPERTIES}"`, [C14N])) +
      '</SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo><Object>' +
      `<x:QualifyingProperties xmlns:x="${more.namespace ?? XADES}" Target="${more.target ?? '#s'}">${properties}</x:QualifyingProperties>${more.after ?? ''}` +
      '</Object></Signature></hs:HoSo>',
  )
}

test('what we sign as XAdES-B-B we verify: who, when as claimed, and what', () => {
  for (const method of ['rsa-sha256', 'rsa-sha512'] as const)
    expect(verify(sign({ method }))).toMatchObject({
      form: 'XAdES-B-B',
      claimedTime: new Date(Math.floor(at / 1000) * 1000).toISOString(),
      xml: expect.stringContaining('Nguyễn Thị Thử &amp; bạn'),
    })
  expect(verify(sign()).xml).not.toContain('Signature')
})

test('the same document at the same time gives the same signature; another one has other ids', () => {
  expect(sign()).toBe(sign())
  const id = (xml: string) => / Id="(xades-[0-9a-f]{32})"/.exec(xml)?.[1]
  expect(id(sign())).toBeDefined()
  expect(id(sign())).not.toBe(id(sign({ at: at + 1000 })))
  expect(id(sign())).not.toBe(id(sign({}, XML.replace('001', '002'))))
})

test('what the signer claims is signed too, and escaped', () => {
  const signed = sign({ xades: { role: 'Văn thư <A&B>', city: 'Hà Nội' } })
  expect(signed).toContain('<xades:ClaimedRole>Văn thư &lt;A&amp;B&gt;</xades:ClaimedRole>')
  expect(verify(signed).form).toBe('XAdES-B-B')
  expect(fault(signed.replace('Hà Nội', 'Hà Nam'))).toMatch(/^signature\.broken/)
})

test('a plain signature says so, and is refused where only XAdES is taken', () => {
  const signed = plain()
  expect(verify(signed)).toMatchObject({ form: 'XML-DSig' })
  expect(verify(signed)).not.toHaveProperty('claimedTime')
  expect(fault(signed, { xadesOnly: true })).toMatch(/^signature\.xades: .*no XAdES signature/)
  expect(verify(sign(), { xadesOnly: true }).form).toBe('XAdES-B-B')
})

describe('refused', () => {
  test.each([
    ['a changed time', (it: string) => it.replace(/(<xades:SigningTime>)\d{4}/, '$12001'), /^signature\.broken/],
    [
      'a changed certificate digest',
      (it: string) => it.replace(/(<ds:DigestValue>)..../, '$1AAAA'),
      /^signature\.broken/,
    ],
    ['no properties', (it: string) => it.replace(/<Object>.*<\/Object>/s, ''), /^signature\.broken/],
    [
      'properties moved out of the signature',
      (it: string) => it.replace(/<Object>(.*)<\/Object>(.*<\/Signature>)/s, '$2<o>$1</o>'),
      /^signature\.broken/,
    ],
    [
      'a second, unsigned set of properties',
      (it: string) =>
        it.replace(
          '</Object>',
          `</Object><Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#x"/></Object>`,
        ),
      /^signature\.xades: .*exactly one/,
    ],
    ['another target', (it: string) => it.replace(/Target="#/, 'Target="#y'), /^signature\.xades: .*another signature/],
    [
      'a changed id of the signature',
      (it: string) => it.replace(/<Signature Id="[^"]*"/, '<Signature Id="z"'),
      /^signature\.xades: .*another signature/,
    ],
  ])('%s', (_name, change, said) => {
    const signed = sign()
    const changed = change(signed)
    expect(changed).not.toBe(signed)
    expect(fault(changed)).toMatch(said)
  })

  test('properties added to a plain signature, which does not sign them', () => {
    const object = /<Object>.*<\/Object>/s.exec(sign())?.[0] ?? ''
    const id = /Target="#([^"]*)"/.exec(object)?.[1] ?? ''
    const forged = plain()
      .replace('<Signature ', `<Signature Id="${id}" `)
      .replace('</Signature>', `${object}</Signature>`)
    expect(fault(forged)).toMatch(/^signature\.xades: .*are not signed/)
  })
})

test('xmlsec1 is there in continuous integration', () => {
  expect(xmlsec || process.env.CI === 'true', 'install xmlsec1 to run the tests of interoperability').toBe(xmlsec)
})

describe.runIf(xmlsec)('with xmlsec1', () => {
  test('what we sign holds there, with its properties', () => {
    const ca = file('ca.crt', authority.certificate)
    const check = (signed: string): number | null =>
      spawnSync('xmlsec1', ['--verify', '--trusted-pem', ca, ...ids, file('signed.xml', signed)]).status
    for (const method of ['rsa-sha256', 'rsa-sha512'] as const)
      expect(check(sign({ method, xades: { role: 'Văn thư', city: 'Hà Nội' } }))).toBe(0)
    expect(check(sign({ place: 'Ten' }))).toBe(0)
    expect(check(sign().replace(/(<xades:SigningTime>)\d{4}/, '$12001'))).not.toBe(0)
  })

  test('what it signs holds here: of now, of before the second version, and without a time', () => {
    expect(verify(byXmlsec(template()))).toMatchObject({ form: 'XAdES-B-B', claimedTime: '2026-03-01T01:00:00.000Z' })
    expect(verify(byXmlsec(template({ v: '', hash: 'sha512' })))).toMatchObject({ form: 'XAdES-BES' })
    const noTime = verify(byXmlsec(template({ time: '' })))
    expect(noTime).toMatchObject({ form: 'XAdES-BES' })
    expect(noTime).not.toHaveProperty('claimedTime')
    expect(verify(byXmlsec(template({ time: '<x:SigningTime>2026-03-01T08:00:00</x:SigningTime>' }))).claimedTime).toBe(
      '2026-03-01T01:00:00.000Z',
    )
  })

  test.each([
    ['names another certificate', { names: stranger.certificate }, /another certificate/],
    ['names none', { cert: '' }, /does not name the certificate/],
    ['does not sign the properties', { reference: '' }, /are not signed/],
    ['signs the properties but does not say so', { type: `${DSIG}Object` }, /are not signed/],
    ['has a time that is none', { time: '<x:SigningTime>hôm qua</x:SigningTime>' }, /time cannot be read/],
    ['is of an old version', { namespace: 'http://uri.etsi.org/01903/v1.2.2#', reference: '' }, /before 1\.3\.2/],
    ['belongs to another signature', { target: '#t' }, /another signature/],
    ['has more properties beside', { after: `<x:SignedProperties xmlns:x="${XADES}" Id="q"/>` }, /exactly one/],
  ])('a signature that holds is refused when it %s', (_name, more, said) => {
    expect(fault(byXmlsec(template(more)))).toMatch(/^signature\.xades: /)
    expect(fault(byXmlsec(template(more)))).toMatch(said)
  })
})
