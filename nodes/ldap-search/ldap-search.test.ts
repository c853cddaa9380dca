import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { testCertificate } from '#nodes/testing/certificate.ts'
import { type DirectoryServer, startMadeDirectory, startSlapd, withSlapd } from '#nodes/testing/directory-server.ts'
import { freePort } from '#nodes/testing/file-servers.ts'
import { handle, type RealOptions, realPartners } from '#nodes/testing/real-partners.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const S = 'dc=tinh,dc=gov,dc=vn'
const PHOTO = Buffer.from([0xef, 0xbb, 0xbf, 0xff, 0xd8, 0, 1, 2])
const person = (uid: string, more: string): string =>
  `dn: uid=${uid},ou=can-bo,${S}\nobjectClass: inetOrgPerson\nuid: ${uid}\n${more}\n`
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64')
const unit = (ou: string): string => `dn: ou=${ou},${S}\nobjectClass: organizationalUnit\nou: ${ou}\n`

const LDIF = [
  unit('can-bo'),
  unit('kin'),
  unit('danh-sach'),
  person(
    'ntha',
    `cn:: ${base64('Nguyễn Thị Thu Hà')}\nsn:: ${base64('Nguyễn')}\nmail: ntha@tinh.gov.vn\nmail: ha@tinh.gov.vn\njpegPhoto:: ${base64(PHOTO)}\nmanager: uid=tvb,ou=can-bo,${S}`,
  ),
  person('tvb', `cn:: ${base64('Trần Văn Bình (Sở Nội vụ) *')}\nsn: Tran\nmail: tvb@tinh.gov.vn`),
  `dn: cn=A\\2CB,ou=can-bo,${S}\nobjectClass: organizationalRole\ncn: A,B\n`,
  `dn: cn=bi-mat,ou=kin,${S}\nobjectClass: organizationalRole\ncn: bi-mat\n`,
  ...Array.from(
    { length: 730 },
    (_, so) => `dn: cn=so-${so},ou=danh-sach,${S}\nobjectClass: organizationalRole\ncn: so-${so}\n`,
  ),
  `dn: ou=noi-khac,ou=can-bo,${S}\nobjectClass: referral\nobjectClass: extensibleObject\nou: noi-khac\nref: ldap://thu-muc-khac.tinh.gov.vn/ou=noi-khac,${S}\n`,
].join('\n')

let server: DirectoryServer | undefined
const there = (): DirectoryServer => {
  if (!server) throw new Error('the directory is not there')
  return server
}

const FIND = {
  connection: 'thu-muc',
  filter: '(&(objectClass=inetOrgPerson)(uid={ma}))',
  params: [{ name: 'ma', value: { field: 'MaCanBo' } }],
  attributes: [{ name: 'cn' }, { name: 'mail', values: 'list' }],
  references: 'skip',
}

function searcher(
  settings: object,
  values: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>> = {},
  options: RealOptions = {},
) {
  const partners = realPartners([handle('ldap', values, secrets, 'thu-muc')], options)
  return { node: testNode({ definition, run }, { ...FIND, ...settings }, partners), partners }
}

/** Sends one message and closes what was opened; a fault comes back as its data. */
async function ask(
  settings: object,
  body: unknown,
  values: Readonly<Record<string, unknown>> = there().values('tls'),
  secrets: Readonly<Record<string, string>> = there().secrets,
  options: RealOptions = {},
) {
  const { node, partners } = searcher(settings, values, secrets, options)
  const result = await node.send(body).catch(toErrorData)
  await partners.close()
  return result
}

const all = (filter: string, more: object = {}) => ({
  filter,
  params: [],
  attributes: [{ name: 'cn' }],
  answer: 'all',
  ...more,
})

describe('with OpenLDAP', () => {
  beforeAll(async () => {
    // Skipped tests leave nothing to start.
    server = await startSlapd(LDIF).catch(() => undefined)
  })
  afterAll(() => server?.stop())

  for (const security of ['tls', 'starttls', 'none'] as const)
    withSlapd(`a person is found over ${security}, in Vietnamese and with all addresses`, async () => {
      expect(await ask({}, { MaCanBo: 'ntha' }, there().values(security))).toMatchObject({
        port: 'out',
        message: {
          body: {
            dn: `uid=ntha,ou=can-bo,${S}`,
            cn: 'Nguyễn Thị Thu Hà',
            mail: ['ntha@tinh.gov.vn', 'ha@tinh.gov.vn'],
          },
        },
      })
    })

  withSlapd('nobody found leaves by its own port with the message as it came', async () => {
    expect(await ask({}, { MaCanBo: 'khong-co' })).toMatchObject({
      port: 'not-found',
      message: { body: { MaCanBo: 'khong-co' } },
    })
    expect(await ask(all('(cn=khong-co)'), {})).toMatchObject({
      port: 'out',
      message: { body: { entries: [], count: 0 } },
    })
  })

  withSlapd('values are data, whatever stands in them', async () => {
    const byName = { filter: '(cn={ten})', params: [{ name: 'ten', value: { field: 'Ten' } }] }
    const names = ['*', '*)(uid=*', 'Trần*', '\\2a', ')(|(uid=*', 'ntha)(cn=*']
    for (const Ten of names) expect(await ask(byName, { Ten }), Ten).toMatchObject({ port: 'not-found' })
    const exact = await ask(byName, { Ten: 'Trần Văn Bình (Sở Nội vụ) *' })
    expect(exact).toMatchObject({ port: 'out', message: { body: { dn: `uid=tvb,ou=can-bo,${S}` } } })
    const part = { ...byName, filter: '(cn=*{ten}*)' }
    expect(await ask(part, { Ten: '(Sở Nội' })).toMatchObject({
      port: 'out',
      message: { body: { mail: ['tvb@tinh.gov.vn'] } },
    })
    expect(await ask(part, { Ten: '*' })).toMatchObject({
      port: 'out',
      message: { body: { mail: ['tvb@tinh.gov.vn'] } },
    })
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: 'binary' }), async (Ten) => {
        const found = await ask(byName, { Ten })
        expect(found).toSatisfy((it) => ('port' in it ? it.port === 'not-found' : it.code === 'ldap.parameter'))
      }),
      { numRuns: 25 },
    )
  })

  withSlapd(
    'a filter may stand on several lines and name characters by their bytes, as the standard says',
    async () => {
      const filter = '(& (objectClass=inetOrgPerson)\n  (| (sn=Nguy\\e1\\bb\\85n) (sn=\\7bma\\7d)) )'
      expect(await ask(all(filter), {})).toMatchObject({ message: { body: { count: 1 } } })
      expect(
        await ask(
          all(
            '(&(createTimestamp>=20200101000000Z)(createTimestamp<=29990101000000Z)(!(uid=tvb))(cn:caseExactMatch:=Nguyễn Thị Thu Hà))',
          ),
          {},
        ),
      ).toMatchObject({
        message: { body: { count: 1 } },
      })
    },
  )

  withSlapd('empty, broken and endless values of a parameter are refused before anybody is asked', async () => {
    const nobody = { ...there().values('none'), port: await freePort() }
    for (const MaCanBo of ['', '  ', { a: 1 }, ['ntha'], '\ud800', 'x'.repeat(5000)])
      expect(await ask({}, { MaCanBo }, nobody)).toMatchObject({ code: 'ldap.parameter', class: 'data', side: 'data' })
  })

  withSlapd('bytes come as Base64, exactly; as text they are an error with the name of the attribute', async () => {
    const photo = (form: string) => ({ attributes: [{ name: 'JPEGPHOTO', form }, { name: 'telephoneNumber' }] })
    expect(await ask(photo('base64'), { MaCanBo: 'ntha' })).toMatchObject({
      message: { body: { JPEGPHOTO: PHOTO.toString('base64'), telephoneNumber: null } },
    })
    expect(await ask(photo('text'), { MaCanBo: 'ntha' })).toMatchObject({
      code: 'ldap.value',
      message: { vi: expect.stringContaining('"JPEGPHOTO"') },
    })
    expect(await ask({ attributes: [{ name: 'mail' }] }, { MaCanBo: 'ntha' })).toMatchObject({ code: 'ldap.value' })
  })

  withSlapd('an entry is read by its DN, and a value inside a DN stays one value', async () => {
    const byDn = (base: string) => ({
      filter: '(objectClass=*)',
      base,
      scope: 'base',
      params: [{ name: 'x', value: { field: 'x' } }],
    })
    expect(await ask(byDn('{x}'), { x: `uid=tvb,ou=can-bo,${S}` })).toMatchObject({
      message: { body: { mail: ['tvb@tinh.gov.vn'] } },
    })
    expect(await ask(byDn('{x}'), { x: `uid=khong-co,ou=can-bo,${S}` })).toMatchObject({ port: 'not-found' })
    expect(await ask(byDn(`cn={x},ou=can-bo,${S}`), { x: 'A,B' })).toMatchObject({ message: { body: { cn: 'A,B' } } })
    const outside = await ask(byDn(`uid={x},${S}`), { x: 'ntha,ou=can-bo' })
    expect(outside).toMatchObject({ port: 'not-found' })
    expect(await ask(byDn('{x}'), { x: 'không phải DN' })).toMatchObject({ code: 'ldap.bad-dn' })
  })

  withSlapd('more than one, where one is wanted, is an error and not the first of them', async () => {
    expect(await ask({ filter: '(objectClass=inetOrgPerson)', params: [] }, {})).toMatchObject({
      code: 'ldap.ambiguous',
      class: 'data',
    })
  })

  withSlapd('seven hundred entries come page by page, beyond what the server gives at once', async () => {
    const list = all('(objectClass=organizationalRole)', { base: `ou=danh-sach,${S}` })
    expect(await ask({ ...list, pageSize: 90 }, {})).toMatchObject({ message: { body: { count: 730 } } })
    expect(await ask({ ...list, pageSize: 90, maxEntries: 100 }, {})).toMatchObject({ code: 'ldap.too-many' })
    expect(await ask({ ...list, pageSize: 90, maxBytes: 1000 }, {})).toMatchObject({ code: 'ldap.too-large' })
    // The server lets nobody have pages of more than 100.
    expect(await ask({ ...list, pageSize: 300 }, {})).toMatchObject({ code: 'ldap.server-limit' })
  })

  withSlapd('what lies at another server is told, and left out only when that was chosen', async () => {
    const list = all('(objectClass=inetOrgPerson)')
    expect(await ask({ ...list, references: 'fail' }, {})).toMatchObject({
      code: 'ldap.referral',
      message: { vi: expect.stringContaining('ldap://thu-muc-khac.tinh.gov.vn/') },
    })
    expect(await ask(list, {})).toMatchObject({ message: { body: { count: 2 } } })
    // A base of which this server knows nothing.
    expect(await ask({ ...list, base: 'dc=tinh-khac,dc=vn' }, {})).toMatchObject({ code: 'ldap.referral' })
  })

  withSlapd('a place that is not there, or that the account may not see, is an error of the settings', async () => {
    expect(await ask(all('(cn=*)', { base: `ou=khong-co,${S}` }), {})).toMatchObject({ code: 'ldap.no-object' })
    expect(await ask(all('(cn=*)', { base: `ou=kin,${S}` }), {})).toMatchObject({ code: 'ldap.no-object' })
  })

  withSlapd('wrong credentials are an error of the account, without the password in it', async () => {
    const wrong = await ask({}, { MaCanBo: 'ntha' }, there().values('tls'), { password: 'sai-mat-khau' })
    expect(wrong).toMatchObject({ code: 'ldap.auth', class: 'auth' })
    expect(JSON.stringify(wrong)).not.toContain('sai-mat-khau')
    // An empty password would be let in as nobody.
    for (const secrets of [{}, { password: '' }])
      expect(await ask({}, { MaCanBo: 'ntha' }, there().values('tls'), secrets)).toMatchObject({
        code: 'connect.not-configured',
      })
  })

  withSlapd('a certificate of an unknown authority or for another name is refused', async () => {
    for (const security of ['tls', 'starttls'] as const) {
      const { authority: _, ...unknown } = there().values(security)
      expect(await ask({}, { MaCanBo: 'ntha' }, unknown)).toMatchObject({ code: 'connect.certificate' })
    }
    const other = await startSlapd('', (folder) => testCertificate(folder, 'DNS:thu-muc.tinh-khac.gov.vn'))
    expect(await ask({}, { MaCanBo: 'ntha' }, other.values('tls'))).toMatchObject({ code: 'connect.certificate' })
    await other.stop()
  })

  withSlapd('an expired certificate is refused', async () => {
    const old = await startSlapd('', expiredCertificate)
    expect(await ask({}, { MaCanBo: 'ntha' }, old.values('tls'))).toMatchObject({
      code: 'connect.certificate',
      message: { vi: expect.stringContaining('CERT_HAS_EXPIRED') },
    })
    await old.stop()
  })

  withSlapd('one line serves many searches, and a new one is made when the server was started again', async () => {
    const own = await startSlapd([unit('can-bo'), person('ntha', 'cn: A\nsn: A')].join('\n'))
    const { node, partners } = searcher({}, own.values('starttls'), own.secrets)
    for (let i = 0; i < 5; i++) expect(await node.send({ MaCanBo: 'ntha' })).toMatchObject({ port: 'out' })
    await expect.poll(() => own.binds(), { timeout: 20_000 }).toBe(1)
    await own.restart()
    expect(await node.send({ MaCanBo: 'ntha' })).toMatchObject({ port: 'out' })
    await expect.poll(() => own.binds(), { timeout: 20_000 }).toBe(2)
    const many = await Promise.all(Array.from({ length: 20 }, () => node.send({ MaCanBo: 'ntha' })))
    expect(many.every((it) => 'port' in it && it.port === 'out')).toBe(true)
    await partners.close()
    await own.stop()
  })
})

describe('with a directory that misbehaves', () => {
  const made = async (answers: Parameters<typeof startMadeDirectory>[0], settings: object = {}, options = {}) => {
    const place = await startMadeDirectory(answers)
    const values = { host: '127.0.0.1', port: place.port, security: 'none', bindDn: 'cn=doc', baseDn: 'dc=vn' }
    const told = await ask(settings, { MaCanBo: 'ntha' }, values, { password: 'bí mật' }, options)
    await place.stop()
    return { told, asked: place.asked }
  }

  test.each([
    [3, 'ldap.time-limit', 'transient'],
    [4, 'ldap.server-limit', 'permanent'],
    [10, 'ldap.referral', 'permanent'],
    [11, 'ldap.server-limit', 'permanent'],
    [50, 'ldap.auth', 'auth'],
    [51, 'ldap.busy', 'transient'],
    [52, 'ldap.busy', 'transient'],
    [80, 'ldap.failed', 'permanent'],
  ])('result code %i is %s', async (code, expected, kind) => {
    expect((await made({ search: code })).told).toMatchObject({ code: expected, class: kind })
  })

  test('a server without StartTLS hears no password', async () => {
    const place = await startMadeDirectory({ extended: 2 })
    const values = { host: '127.0.0.1', port: place.port, security: 'starttls', bindDn: 'cn=doc', baseDn: 'dc=vn' }
    expect(await ask({}, { MaCanBo: 'a' }, values, { password: 'bí mật' })).toMatchObject({ code: 'ldap.no-tls' })
    expect(place.asked).toEqual(['extended'])
    await place.stop()
  })

  test('a server that ends the line in the middle of a search is another try for later', async () => {
    expect((await made({ search: 'cut' })).told).toMatchObject({ code: 'connect.cut', class: 'transient' })
  })

  test('a server that keeps silent is left when the time is up, and at once when the run is stopped', async () => {
    expect((await made({ search: 'mute' }, { timeout: 'PT1S' })).told).toMatchObject({ code: 'connect.timeout' })
    expect((await made({ bind: 'mute' }, { timeout: 'PT1S' })).told).toMatchObject({ code: 'connect.timeout' })
    const signal = AbortSignal.timeout(300)
    expect((await made({ search: 'mute' }, { timeout: 'PT1M' }, { signal })).told).toMatchObject({
      code: 'connect.cut',
    })
  })

  test('half a message, garbage and an endless one end with a clear error and take no memory', async () => {
    const half = Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 2, 1])
    expect((await made({ search: half }, { timeout: 'PT1S' })).told).toMatchObject({ code: 'connect.timeout' })
    const garbage = Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')
    expect((await made({ search: garbage }, { timeout: 'PT1S' })).told).toMatchObject({
      code: expect.stringMatching(/^connect\./),
    })
    const endless = Buffer.concat([half, Buffer.alloc(200_000)])
    expect((await made({ search: endless }, { maxBytes: 100_000 })).told).toMatchObject({ code: 'ldap.too-large' })
    // Thousands of the smallest messages that nobody asked for.
    const tiny = Buffer.concat(
      Array.from({ length: 30_000 }, () => Buffer.from([0x30, 12, 2, 1, 99, 0x65, 7, 10, 1, 0, 4, 0, 4, 0])),
    )
    expect((await made({ search: tiny }, { timeout: 'PT1S' })).told).toMatchObject({ code: 'connect.timeout' })
  })

  test('a host that nobody listens at, or that is not allowed, is told as such', async () => {
    const values = { host: '127.0.0.1', port: await freePort(), security: 'none', baseDn: 'dc=vn' }
    expect(await ask({}, { MaCanBo: 'a' }, values, {})).toMatchObject({ code: 'connect.unreachable' })
    const refused = {
      ...handle('ldap', values, {}, 'thu-muc'),
      reach: {
        host: () => Promise.reject(permanent('connect.host-not-allowed', { host: '127.0.0.1' })),
        folder: async (path: string) => path,
      },
    }
    const partners = realPartners([refused])
    const node = testNode({ definition, run }, FIND, partners)
    expect(await node.send({ MaCanBo: 'a' }).catch(toErrorData)).toMatchObject({ code: 'connect.host-not-allowed' })
  })

  test('a web server in its place is no directory', async () => {
    const web = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
    await new Promise((done) => web.once('listening', done))
    const place = web.address()
    const port = typeof place === 'object' && place ? place.port : 0
    const values = { host: '127.0.0.1', port, security: 'none', bindDn: 'cn=doc', baseDn: 'dc=vn' }
    expect(await ask({}, { MaCanBo: 'a' }, values, { password: 'x' })).toMatchObject({ class: 'transient' })
    web.close()
  })
})

test.each([
  '',
  'uid=a)',
  '((uid=a)',
  '(uid=a',
  '(&)',
  '({ma}=a)',
  '(cn:{ma}:=a)',
  '(cn=a\\zz)',
  '(cn=\\ff)',
  '(cn=a\u0007)',
])('the filter "%s" is refused before the flow is published', (filter) => {
  const told = (() => {
    try {
      testNode({ definition, run }, { ...FIND, filter })
      return 'taken'
    } catch (error) {
      return filter === '' ? 'ldap.filter' : toErrorData(error).code
    }
  })()
  expect(told).toBe('ldap.filter')
})

test('a parameter that is used and not declared is told before the flow is published', () => {
  for (const more of [{ filter: '(uid={khac})' }, { base: 'ou={khac}' }])
    expect(() => testNode({ definition, run }, { ...FIND, ...more })).toThrow(/khac/)
})

/** A certificate that ran out, made by openssl's own small authority, since its other commands know no day that is over. */
function expiredCertificate(folder: string) {
  const at = (name: string): string => join(folder, name)
  const quiet = { stdio: 'ignore', cwd: folder } as const
  const ca =
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\n[p]\nCN=supplied\n'
  writeFileSync(at('ca'), ca)
  writeFileSync(at('index'), '')
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync(
    'openssl',
    ['req', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('key'), '-out', at('csr'), ...subject],
    quiet,
  )
  const dates = ['-startdate', '20250101000000Z', '-enddate', '20250201000000Z']
  const signed = [
    '-batch',
    '-selfsign',
    '-notext',
    '-rand_serial',
    '-keyfile',
    at('key'),
    '-in',
    at('csr'),
    '-out',
    at('cert'),
  ]
  execFileSync('openssl', ['ca', '-config', at('ca'), ...signed, ...dates], quiet)
  const pem = execFileSync('cat', [at('cert')], { encoding: 'utf8' })
  return { certFile: at('cert'), keyFile: at('key'), pem }
}
