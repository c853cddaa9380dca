import { expect } from 'vitest'
import { connectionTests } from '#nodes/connections/tests.ts'
import { type DirectoryServer, startSlapd, withSlapd } from '#nodes/testing/directory-server.ts'
import { freePort } from '#nodes/testing/file-servers.ts'
import { handle, httpTool } from '#nodes/testing/real-partners.ts'

async function check(
  server: DirectoryServer,
  security: 'tls' | 'starttls' | 'none',
  more: object = {},
  password?: string,
) {
  const signal = AbortSignal.timeout(20_000)
  const secrets = password === undefined ? server.secrets : { password }
  const connection = handle('ldap', { ...server.values(security), ...more }, secrets)
  const http = httpTool(signal)
  const checks = await connectionTests.ldap?.test(connection, { signal, http: (request) => http(connection, request) })
  return (checks ?? []).map(({ name, ok, message }) => ({ name: name.vi, ok, message: message?.vi }))
}

withSlapd(
  'a directory is tried up to the base DN, and each step that fails says why',
  { timeout: 60_000 },
  async () => {
    const server = await startSlapd('')
    const safe = { name: 'Mã hoá đường truyền (TLS)', ok: true }
    const signedIn = { name: 'Đăng nhập', ok: true }
    for (const security of ['tls', 'starttls'] as const) {
      expect(await check(server, security)).toMatchObject([safe, signedIn, { name: 'Gọi thử', ok: true }])
      expect(await check(server, security, { authority: undefined })).toMatchObject([{ ...safe, ok: false }])
    }
    expect(await check(server, 'none')).toMatchObject([signedIn, { name: 'Gọi thử', ok: true }])
    const wrong = await check(server, 'tls', {}, 'sai')
    expect(wrong).toMatchObject([
      safe,
      { name: 'Đăng nhập', ok: false, message: expect.stringContaining('không chấp nhận') },
    ])
    const nowhere = await check(server, 'tls', { baseDn: `ou=khong-co,${server.suffix}` })
    expect(nowhere).toMatchObject([safe, signedIn, { name: 'Gọi thử', ok: false }])
    expect(await check(server, 'tls', { port: await freePort() })).toMatchObject([{ ok: false }])
    await server.stop()
  },
)
