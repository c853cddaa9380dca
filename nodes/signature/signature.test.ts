import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { buildXml } from '#nodes/xml/build.ts'
import { xmlDocument } from '#nodes/xml/document.fixture.ts'
import { parseXml } from '#nodes/xml/parse.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { C14N, DSIG, ENVELOPED, EXCLUSIVE_C14N } from './algorithms.ts'
import { makeIdentities, type TestIdentity } from './certificates.fixture.ts'
import { readCertificates, readPrivateKey } from './pem.ts'
import { type SignOptions, signXml } from './sign.ts'
import { type VerifyOptions, verifyXml } from './verify.ts'

const { authority, unit, stranger, weak } = makeIdentities()
const folder = mkdtempSync(join(tmpdir(), 'lienthong-xmlsec-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const now = Date.now()
const XML = '<HoSo Ma="001"><Ten>Nguyễn Thị Thử &amp; bạn</Ten><GiayTo/></HoSo>'
const certificate = (it: TestIdentity): X509Certificate => new X509Certificate(it.certificate)
const sign = (xml: string, more: Partial<SignOptions> = {}): string =>
  signXml(xml, {
    key: createPrivateKey(unit.key),
    certificate: certificate(unit),
    method: 'rsa-sha256',
    place: '',
    at: now,
    ...more,
  })
const verify = (xml: string, more: Partial<VerifyOptions> = {}) =>
  verifyXml(xml, { trusted: [certificate(unit)], at: now, sha1: false, ...more })
const fault = (work: () => unknown) => {
  try {
    work()
  } catch (thrown) {
    return toErrorData(thrown)
  }
  throw new Error('was accepted')
}
const refused = (xml: string, more: Partial<VerifyOptions> = {}): string => fault(() => verify(xml, more)).code
const read = (xml: string) => parseXml(xml, { lists: new Set(), cdata: 'text', trim: false, maxBytes: 1e8 })

const version = spawnSync('xmlsec1', ['--version'], { encoding: 'utf8' })
const xmlsec = version.status === 0
/** From 1.3 on, keys without a name are found only when this is said. */
const lax = / 1\.[0-2]\./.test(version.stdout ?? '') ? [] : ['--lax-key-search']
const needed = xmlsec || process.env.CI === 'true'

/** Has xmlsec1 sign a template; ids of `HoSo` are declared when asked. */
function signByXmlsec(template: string, by = unit, ids: readonly string[] = []): string {
  const path = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const keys = `${path('k.key', by.key)},${path('k.crt', by.certificate)}`
  const idArgs = ids.flatMap((name) => ['--id-attr:Id', name])
  const args = ['--sign', ...lax, '--privkey-pem', keys, ...idArgs, path('in.xml', template)]
  return execFileSync('xmlsec1', args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] })
}

interface Template {
  readonly uri?: string
  readonly method?: string
  readonly digest?: string
  readonly transforms?: readonly string[]
}

/** A signature for xmlsec1 to fill in. */
function template({ uri = '', method, digest, transforms = [ENVELOPED, EXCLUSIVE_C14N] }: Template = {}): string {
  const more = 'http://www.w3.org/2001/04/'
  const chosen = transforms.map((it) => `<Transform Algorithm="${it}"/>`).join('')
  return (
    `<Signature xmlns="${DSIG}"><SignedInfo><CanonicalizationMethod Algorithm="${C14N}"/>` +
    `<SignatureMethod Algorithm="${method ?? `${more}xmldsig-more#rsa-sha256`}"/><Reference URI="${uri}">` +
    `<Transforms>${chosen}</Transforms><DigestMethod Algorithm="${digest ?? `${more}xmlenc#sha256`}"/><DigestValue/>` +
    '</Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature>'
  )
}

const inside = (xml: string, signature: string): string => xml.replace(/<\/([^<>]+)>$/, `${signature}</$1>`)

test('what we sign we verify, and get back what was signed, without the signature', () => {
  const signed = sign(XML)
  const { xml, signer } = verify(signed)
  expect(read(xml)).toEqual(read(XML))
  expect(signer.subject).toContain('000.00.00.H22')
  expect(verify(sign(XML, { method: 'rsa-sha512' })).xml).toBe(xml)
  expect(read(verify(`\uFEFF  ${signed}`).xml)).toEqual(read(XML))
})

test('any document keeps its content over signing and verifying', () => {
  fc.assert(
    fc.property(xmlDocument, (xml) => {
      const plain = buildXml(
        { V: { '@xmlns:ns': 'urn:ns', ...read(xml) } },
        { declaration: true, indent: false, shortEmpty: false },
      )
      expect(read(verify(sign(plain)).xml)).toEqual(read(plain))
    }),
    { numRuns: 60 },
  )
})

test('the signature goes where it is asked for', () => {
  const signed = sign('<a:E xmlns:a="urn:a"><a:V><a:H><a:M/></a:H></a:V></a:E>', { place: 'V/H' })
  expect(signed).toMatch(/<a:M\/><Signature .*<\/Signature><\/a:H><\/a:V>/)
  expect(verify(signed).xml).toBe('<a:E xmlns:a="urn:a"><a:V><a:H><a:M></a:M></a:H></a:V></a:E>')
  expect(fault(() => sign(XML, { place: 'Khong/Co' })).code).toBe('signature.cannot-sign')
})

test('a key that is short, or belongs to another certificate, does not sign', () => {
  const short = { key: createPrivateKey(weak.key), certificate: certificate(weak) }
  expect(fault(() => sign(XML, short))).toMatchObject({ code: 'signature.cannot-sign', side: 'ours' })
  expect(fault(() => sign(XML, { key: createPrivateKey(stranger.key) })).code).toBe('signature.cannot-sign')
})

test('keys and certificates are read from PEM that lost its line breaks, and nothing else is', () => {
  expect(readCertificates(unit.certificate.replaceAll('\n', ' '))?.[0]?.raw).toEqual(certificate(unit).raw)
  expect(readPrivateKey(unit.key.replaceAll('\n', ' '), undefined)?.asymmetricKeyType).toBe('rsa')
  expect(readCertificates('không phải chứng thư')).toBeUndefined()
  expect(readPrivateKey(unit.certificate, undefined)).toBeUndefined()
})

describe('trust', () => {
  test('an issuer in the trust list is enough; a stranger is refused although the signature holds', () => {
    const signed = sign(XML)
    expect(verify(signed, { trusted: [certificate(authority)] }).xml).toContain('Thử')
    expect(refused(signed, { trusted: [certificate(stranger)] })).toBe('signature.untrusted')
  })
  test('a certificate that could issue only by name is no issuer', () => {
    expect(refused(sign(XML), { trusted: [certificate(weak)] })).toBe('signature.untrusted')
  })
  test('outside the validity of the certificate nothing is taken', () => {
    const year = 365 * 86_400_000
    expect(refused(sign(XML), { at: now + 11 * year })).toBe('signature.expired')
    expect(refused(sign(XML), { at: now - year })).toBe('signature.expired')
  })
  test('without a certificate in it the document is checked with those trusted', () => {
    const bare = sign(XML).replace(/<KeyInfo>.*<\/KeyInfo>/s, '')
    expect(verify(bare, { trusted: [certificate(stranger), certificate(unit)] }).xml).toContain('Thử')
    expect(refused(bare, { trusted: [certificate(stranger)] })).toBe('signature.broken')
  })
  test('a certificate of somebody trusted beside a signature of somebody else does not help', () => {
    const forged = sign(XML, { key: createPrivateKey(stranger.key), certificate: certificate(stranger) })
    const raw = certificate(unit).raw.toString('base64')
    expect(refused(forged.replace(/(<X509Certificate>)[^<]*/, `$1${raw}`))).toBe('signature.broken')
    const both = forged.replace('<X509Certificate>', `<X509Certificate>${raw}</X509Certificate><X509Certificate>`)
    expect(refused(both)).toBe('signature.untrusted')
  })
})

describe('attacks', () => {
  test.each([
    ['a changed text', (it: string) => it.replace('Thử', 'Thật')],
    ['a changed attribute', (it: string) => it.replace('Ma="001"', 'Ma="002"')],
    ['an added element', (it: string) => it.replace('<GiayTo/>', '<GiayTo/><Them/>')],
    ['a changed signature value', (it: string) => it.replace(/(<SignatureValue>)..../, '$1AAAA')],
    ['a changed digest', (it: string) => it.replace(/(<DigestValue>)..../, '$1AAAA')],
    ['two SignedInfo', (it: string) => it.replace(/(<SignedInfo>.*<\/SignedInfo>)/s, '$1$1')],
  ])('%s is refused', (_name, change) => {
    const signed = sign(XML)
    const changed = change(signed)
    expect(changed).not.toBe(signed)
    expect(refused(changed)).toBe('signature.broken')
  })

  test('no signature, and more than one, are told apart', () => {
    expect(refused(XML)).toBe('signature.missing')
    expect(refused(XML.replace('<GiayTo/>', '<Signature>x</Signature>'))).toBe('signature.missing')
    const signature = /<Signature .*<\/Signature>/s.exec(sign(XML))?.[0] ?? ''
    expect(refused(inside(sign(XML), signature))).toBe('signature.several')
    expect(fault(() => sign(sign(XML)))).toMatchObject({ code: 'signature.cannot-sign', side: 'ours' })
  })

  test('a comment inside a text neither breaks the signature nor cuts the text', () => {
    const signed = sign('<a><quyen>xem</quyen></a>').replace('xem', 'x<!-- bỏ -->em')
    expect(verify(signed).xml).toBe('<a><quyen>xem</quyen></a>')
  })

  test('a DOCTYPE, deep nesting and many references cost nothing', () => {
    expect(refused(`<!DOCTYPE a [<!ENTITY b "c">]>${sign(XML)}`)).toBe('xml.doctype-refused')
    expect(refused('<a>'.repeat(300))).toBe('xml.too-large')
    const reference = /<Reference .*<\/Reference>/s.exec(sign(XML))?.[0] ?? ''
    expect(refused(sign(XML).replace(reference, reference.repeat(6)))).toBe('signature.broken')
  })

  test.each(['http://ke-xau.example/x.xml', 'file:///etc/hostname', "#a' or '1'='1", '#xpointer(/)'])(
    'a reference to %s is refused before anything is read',
    (uri) => {
      expect(refused(sign(XML).replace('URI=""', `URI="${uri}"`))).toBe('signature.coverage')
    },
  )

  test.each([
    'http://www.w3.org/TR/1999/REC-xslt-19991116',
    'http://www.w3.org/TR/1999/REC-xpath-19991116',
    `${EXCLUSIVE_C14N}WithComments`,
    `${DSIG}base64`,
  ])('the transform %s is refused', (algorithm) => {
    const transform = `<Transform Algorithm="${C14N}"`
    expect(sign(XML)).toContain(transform)
    expect(refused(sign(XML).replace(transform, `<Transform Algorithm="${algorithm}"`))).toBe('signature.algorithm')
  })

  test('a shared secret in place of a key pair is refused', () => {
    const signed = sign(XML).replace(/(<SignatureMethod Algorithm=")[^"]*/, `$1${DSIG}hmac-sha1`)
    expect(refused(signed)).toBe('signature.algorithm')
  })
})

test('xmlsec1 is there in continuous integration', () => {
  expect(needed, 'install xmlsec1 to run the tests of interoperability').toBe(xmlsec)
})

describe.runIf(xmlsec)('with xmlsec1', () => {
  test('what we sign holds there', () => {
    const ca = join(folder, 'ca.crt')
    const file = join(folder, 'signed.xml')
    writeFileSync(ca, authority.certificate)
    for (const method of ['rsa-sha256', 'rsa-sha512'] as const) {
      writeFileSync(file, sign(XML, { method }))
      const { status, stderr } = spawnSync('xmlsec1', ['--verify', '--trusted-pem', ca, file], { encoding: 'utf8' })
      expect(status, stderr).toBe(0)
    }
  })

  test('what it signs holds here', () => {
    for (const transforms of [[ENVELOPED], [ENVELOPED, C14N], [ENVELOPED, EXCLUSIVE_C14N]]) {
      const signed = signByXmlsec(inside(XML, template({ transforms })))
      expect(read(verify(signed, { trusted: [certificate(authority)] }).xml)).toEqual(read(XML))
    }
  })

  test('rsa-sha1 is taken only when allowed', () => {
    const old = signByXmlsec(inside(XML, template({ method: `${DSIG}rsa-sha1`, digest: `${DSIG}sha1` })))
    expect(refused(old)).toBe('signature.algorithm')
    expect(verify(old, { sha1: true }).xml).toContain('Thử')
  })

  const part = '<Goi><Phan Id="p1"><So>1</So></Phan></Goi>'
  const signedPart = (): string => signByXmlsec(inside(part, template({ uri: '#p1' })), unit, ['Phan'])

  test('a signature over a part is refused where the whole is wanted, and gives that part where it is asked for', () => {
    expect(refused(signedPart())).toBe('signature.coverage')
    expect(verify(signedPart(), { element: 'Phan' }).xml).toBe('<Phan Id="p1"><So>1</So></Phan>')
    expect(refused(signedPart(), { element: 'So' })).toBe('signature.coverage')
  })

  test('wrapping: a signed part moved aside for a forged one never gets the forged one read', () => {
    const original = '<Phan Id="p1"><So>1</So></Phan>'
    const forged = (id: string): string =>
      signedPart().replace(original, `<Phan${id}><So>999</So></Phan><Cu>${original}</Cu>`)
    expect(verify(forged(''), { element: 'Phan' }).xml).toBe(original)
    expect(verify(forged(' Id="p2"'), { element: 'Phan' }).xml).toBe(original)
    expect(refused(forged(' Id="p1"'), { element: 'Phan' })).toBe('signature.coverage')
    expect(refused(forged(' ID="p1"'), { element: 'Phan' })).toBe('signature.coverage')
    expect(refused(forged(''))).toBe('signature.coverage')
  })

  test('wrapping: a root with the id of the signed part is refused', () => {
    expect(refused(signedPart().replace('<Goi>', '<Goi Id="p1">'))).toBe('signature.coverage')
    expect(refused(signedPart().replace('<Goi>', '<Goi xmlns:w="urn:w" w:Id="p1">'))).toBe('signature.coverage')
  })
})
