import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { httpConnection } from '#nodes/connections/http.ts'
import { faultOfStatus } from '#nodes/connections/http-answer.ts'
import { type TestAuthority, testAuthority } from '#nodes/testing/authority.ts'
import { freePort, listening } from '#nodes/testing/file-servers.ts'
import { type Nginx, startNginx, withNginx } from '#nodes/testing/nginx.ts'
import { createEgressPolicy } from '#runtime/security/egress.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { createHttpTool } from './http-tool.ts'
import { createReach } from './reach.ts'
import { testConnection } from './test-connection.ts'
import { hostsOf } from './tools.ts'

let folder: string
let partners: TestAuthority
let ours: TestAuthority
let strangers: TestAuthority

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lt-mtls-'))
  partners = testAuthority(folder, 'noi-cap-doi-tac')
  ours = testAuthority(folder, 'noi-cap-cua-ta')
  strangers = testAuthority(folder, 'noi-cap-la')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** nginx that lets in whom `ours` issued a certificate. */
async function guarded(certificate = partners.issue('localhost')): Promise<Nginx> {
  const nginx = await startNginx(
    ({ port }) => `listen 127.0.0.1:${port} ssl; server_name localhost;
ssl_certificate ${certificate.certFile}; ssl_certificate_key ${certificate.keyFile};
ssl_verify_client on; ssl_client_certificate ${ours.certFile};
location / { return 200 '{"ten":"$ssl_client_s_dn"}'; }`,
  )
  onTestFinished(() => nginx.stop())
  return nginx
}

/** A connection to a port of this machine, and what calls through it. */
function connected(port: number, values: object, secrets: Record<string, string> = {}, authority = partners.pem) {
  const policy = createEgressPolicy([])
  const http = createHttpTool(policy)
  onTestFinished(() => http.close())
  const given = { baseUrl: `https://localhost:${port}`, ...(authority === '' ? {} : { authority }), ...values }
  const connection: ConnectionHandle = {
    id: 'doi-tac',
    kind: 'http',
    values: httpConnection.values.parse(given),
    secrets,
    simulator: false,
    reach: createReach(policy, [])([]),
  }
  const send = () =>
    http.send(connection, hostsOf(connection), { method: 'GET', path: '/' }, new AbortController().signal)
  return {
    http,
    send,
    fault: () =>
      send().then(
        (answer) => faultOfStatus(answer, 'doi-tac').data,
        (error: unknown) => toErrorData(error),
      ),
    /** The steps of the connection test, and the sentence of the first that failed. */
    async tried() {
      const { ok, checks } = await testConnection(connection, { http, policy })
      const failed = checks.find((it) => !it.ok)
      return { ok, checks, step: failed?.step, says: failed?.message?.vi ?? '' }
    },
  }
}

describe('a server that asks for our certificate', () => {
  withNginx('knows us by a PKCS#12 file, by PEM, and by PEM with an encrypted key', async () => {
    const { port } = await guarded()
    const me = ours.issue('mot-cua')
    const file = connected(
      port,
      { clientCertificate: 'pkcs12' },
      { pkcs12: me.pkcs12('mật khẩu'), passphrase: 'mật khẩu' },
    )
    const pem = connected(port, { clientCertificate: 'pem', certificate: me.cert }, { privateKey: me.key })
    const locked = connected(
      port,
      { clientCertificate: 'pem', certificate: me.cert.replaceAll('\n', ' ') },
      { privateKey: me.lockedKey('abc'), passphrase: 'abc' },
    )
    for (const { send } of [file, pem, locked]) expect((await send()).json()).toEqual({ ten: 'CN=mot-cua' })
    const { ok, checks } = await file.tried()
    expect(ok).toBe(true)
    expect(checks.map((it) => it.name.vi)).toEqual([
      'Tìm máy localhost',
      `Mở cổng localhost:${port}`,
      'Chứng thư TLS của localhost',
      'Chứng thư số của ta',
      'Đăng nhập',
      'Gọi thử',
    ])
    expect(checks[3]?.message?.vi).toMatch(/Cấp cho CN=mot-cua, nơi cấp CN=noi-cap-cua-ta, hết hạn \d\d\/\d\d\/\d{4}/)
  })

  withNginx('turns away who shows none, or one of an issuer that it does not know', async () => {
    const { port } = await guarded()
    const none = connected(port, {})
    expect(await none.fault()).toMatchObject({ code: 'http.client-refused', class: 'auth', side: 'ours' })
    expect(await none.tried()).toMatchObject({
      ok: false,
      step: 'sign-in',
      says: expect.stringContaining('kết nối không gửi'),
    })
    const me = strangers.issue('mot-cua')
    const strange = connected(port, { clientCertificate: 'pem', certificate: me.cert }, { privateKey: me.key })
    expect(await strange.fault()).toMatchObject({ code: 'http.client-refused' })
    expect(await strange.tried()).toMatchObject({
      ok: false,
      step: 'sign-in',
      says: expect.stringContaining('từ chối chứng thư'),
    })
  })

  withNginx('is not asked with a certificate that has expired', async () => {
    const { port } = await guarded()
    const me = ours.issue('mot-cua', { days: -1 })
    const it = connected(port, { clientCertificate: 'pem', certificate: me.cert }, { privateKey: me.key })
    const expired = expect.stringMatching(/đã hết hạn ngày \d\d\/\d\d\/\d{4}/)
    expect(await it.fault()).toMatchObject({
      code: 'connect.client-certificate',
      class: 'auth',
      message: { vi: expired },
    })
    expect(await it.tried()).toMatchObject({ ok: false, step: 'tls', says: expired })
  })

  withNginx(
    'must show a certificate of an issuer that we know, for the name by which it is called, in date',
    async () => {
      const me = ours.issue('mot-cua')
      const mine = { clientCertificate: 'pem', certificate: me.cert }
      const cases = [
        { server: await guarded(), authority: strangers.pem, says: 'Không tin được nơi cấp' },
        { server: await guarded(), authority: '', says: 'Không tin được nơi cấp' },
        { server: await guarded(partners.issue('khac', { names: 'DNS:khac.gov.vn' })), says: 'cấp cho tên khác' },
        { server: await guarded(partners.issue('cu', { days: -1 })), says: 'Chứng thư đã hết hạn' },
      ]
      for (const { server, authority, says } of cases) {
        const it = connected(server.port, mine, { privateKey: me.key }, authority)
        expect(await it.tried()).toMatchObject({ ok: false, step: 'tls', says: expect.stringContaining(says) })
        expect(await it.fault()).toMatchObject({
          code: 'connect.certificate',
          message: { vi: expect.stringContaining(says) },
        })
      }
    },
  )

  test('may refuse by an alert of TLS, 1.3 or before', async () => {
    const certificate = partners.issue('localhost')
    const me = strangers.issue('mot-cua')
    for (const version of ['-tls1_2', '-tls1_3']) {
      const port = await freePort()
      const own = ['-cert', certificate.certFile, '-key', certificate.keyFile, '-CAfile', ours.certFile]
      const args = [
        's_server',
        '-accept',
        String(port),
        ...own,
        '-Verify',
        '1',
        '-verify_return_error',
        '-www',
        version,
      ]
      const server = spawn('openssl', args, { stdio: 'ignore' })
      onTestFinished(() => void server.kill('SIGKILL'))
      await listening(port)
      const it = connected(port, { clientCertificate: 'pem', certificate: me.cert }, { privateKey: me.key })
      expect(await it.fault()).toMatchObject({ code: 'http.client-refused', class: 'auth' })
    }
  })
})

describe('a certificate of ours that cannot be used is told before anybody is called', () => {
  const cases: readonly (readonly [string, () => readonly [object, Record<string, string>], RegExp])[] = [
    [
      'a wrong passphrase',
      () => [{ clientCertificate: 'pkcs12' }, { pkcs12: ours.issue('a').pkcs12('đúng'), passphrase: 'sai' }],
      /sai mật khẩu/,
    ],
    [
      'no passphrase',
      () => [{ clientCertificate: 'pkcs12' }, { pkcs12: ours.issue('a').pkcs12('đúng') }],
      /sai mật khẩu/,
    ],
    [
      'the old encryption',
      () => [{ clientCertificate: 'pkcs12' }, { pkcs12: ours.issue('a').pkcs12('a', ['-legacy']), passphrase: 'a' }],
      /mã hoá cũ/,
    ],
    [
      'no key in the file',
      () => [{ clientCertificate: 'pkcs12' }, { pkcs12: ours.issue('a').pkcs12('a', ['-nokeys']), passphrase: 'a' }],
      /không có khoá/,
    ],
    [
      'another file',
      () => [{ clientCertificate: 'pkcs12' }, { pkcs12: Buffer.from('%PDF-1.7').toString('base64') }],
      /không phải PKCS#12/,
    ],
    ['no file', () => [{ clientCertificate: 'pkcs12' }, {}], /chưa chọn tệp/],
    [
      'a key of another certificate',
      () => [{ clientCertificate: 'pem', certificate: ours.issue('a').cert }, { privateKey: ours.issue('b').key }],
      /không khớp/,
    ],
    [
      'a wrong passphrase of a key',
      () => {
        const me = ours.issue('a')
        return [
          { clientCertificate: 'pem', certificate: me.cert },
          { privateKey: me.lockedKey('đúng'), passphrase: 'sai' },
        ]
      },
      /sai mật khẩu/,
    ],
    [
      'text that is no certificate',
      () => [{ clientCertificate: 'pem', certificate: 'chứng thư' }, {}],
      /chứng thư không đọc được/,
    ],
    ['an authority that is none', () => [{ authority: 'nơi cấp' }, {}], /Chứng thư gốc riêng/],
  ]
  test.each(cases)('%s', async (_, make, says) => {
    const [values, secrets] = make()
    const it = connected(9, values, secrets)
    expect(await it.fault()).toMatchObject({
      code: 'connect.client-certificate',
      class: 'auth',
      message: { vi: expect.stringMatching(says) },
    })
    expect(JSON.stringify(await it.fault())).not.toContain('đúng')
  })
})

test('a certificate is shown over https only, and PEM needs its text', () => {
  const issues = (values: object) =>
    httpConnection.values.safeParse(values).error?.issues.map((issue) => issue.path.join('.'))
  expect(issues({ baseUrl: 'http://a.vn', clientCertificate: 'pkcs12' })).toEqual(['baseUrl'])
  expect(issues({ baseUrl: 'https://a.vn', clientCertificate: 'pem' })).toEqual(['certificate'])
  expect(issues({ baseUrl: 'https://a.vn', clientCertificate: 'pkcs12' })).toBeUndefined()
})

withNginx('a new certificate is used as soon as the connection has changed', async () => {
  const { port } = await guarded()
  const [old, fresh] = [ours.issue('cu'), ours.issue('moi')]
  const policy = createEgressPolicy([])
  const http = createHttpTool(policy)
  onTestFinished(() => http.close())
  const call = async (me: typeof old) => {
    const values = {
      baseUrl: `https://localhost:${port}`,
      authority: partners.pem,
      clientCertificate: 'pem',
      certificate: me.cert,
    }
    const reach = createReach(policy, [])([])
    const connection = { id: 'doi-tac', kind: 'http', values, secrets: { privateKey: me.key }, simulator: false, reach }
    const answer = await http.send(
      connection,
      hostsOf(connection),
      { method: 'GET', path: '/' },
      new AbortController().signal,
    )
    return answer.json()
  }
  expect(await call(old)).toEqual({ ten: 'CN=cu' })
  http.forget()
  expect(await call(fresh)).toEqual({ ten: 'CN=moi' })
})
