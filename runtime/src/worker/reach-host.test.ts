import { createServer as createTcp } from 'node:net'
import { createServer as createTls } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { createEgressPolicy } from '#runtime/security/egress.ts'
import { reachHost } from './reach-host.ts'
import { selfSigned } from './testing/self-signed.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const listening = (server: ReturnType<typeof createTcp>): Promise<number> => {
  closing.push(() => server.close())
  const { promise, resolve } = Promise.withResolvers<number>()
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    resolve(typeof address === 'object' && address ? address.port : 0)
  })
  return promise
}

const reach = (host: string, port: number, tls = false, own: readonly string[] = []) =>
  reachHost({ host, port, tls }, createEgressPolicy(own), new AbortController().signal)

test('a name is found and its port opened, each step with its time', async () => {
  const port = await listening(createTcp((socket) => socket.on('error', () => undefined)))
  const checks = await reach('localhost', port)
  expect(checks).toMatchObject([
    { step: 'dns', ok: true, message: { vi: expect.stringContaining('127.0.0.1') } },
    { step: 'tcp', ok: true },
  ])
  for (const { durationMs } of checks) expect(durationMs).toBeGreaterThanOrEqual(0)
})

test('the certificate is told with subject, issuer and expiry, also when nobody vouches for it', async () => {
  const port = await listening(createTls(selfSigned('mot-cua.thu.vn', new Date())))
  const checks = await reach('localhost', port, true)
  expect(checks.map((it) => [it.step, it.ok])).toEqual([
    ['dns', true],
    ['tcp', true],
    ['tls', false],
  ])
  expect(checks[2]?.message?.vi).toMatch(
    /Không tin được nơi cấp.*Cấp cho mot-cua\.thu\.vn, nơi cấp mot-cua\.thu\.vn, hết hạn \d\d\/\d\d\/\d{4}/,
  )
})

test('where no TLS is spoken, nothing listens or no such name exists, the advice fits', async () => {
  const plain = await listening(createTcp((socket) => socket.on('error', () => undefined).end('220 not tls\r\n')))
  expect((await reach('127.0.0.1', plain, true)).at(-1)).toMatchObject({ step: 'tls', ok: false })
  expect((await reach('127.0.0.1', 9)).at(-1)).toMatchObject({
    step: 'tcp',
    ok: false,
    message: { vi: expect.stringContaining('dịch vụ chưa chạy') },
  })
  expect(await reach('khong-co.invalid', 80)).toMatchObject([{ step: 'dns', ok: false }])
})

test('what no flow may call is not tried either', async () => {
  const refused = { step: 'dns', ok: false, message: { vi: expect.stringContaining('Không được phép') } }
  expect(await reach('169.254.169.254', 80)).toMatchObject([refused])
  expect(await reach('127.0.0.1', 7100, false, ['127.0.0.1:7100'])).toMatchObject([refused])
})
