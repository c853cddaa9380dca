import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freePort, startFtp, startSftp, withFtp, withSftp } from '#nodes/testing/file-servers.ts'
import { startS3 } from '#nodes/testing/object-server.ts'
import { handle, httpTool } from '#nodes/testing/real-partners.ts'
import { connectionTests } from './tests.ts'

async function check(kind: string, values: object, secrets: Readonly<Record<string, string>> = {}) {
  const signal = new AbortController().signal
  const connection = handle(kind, { ...values }, secrets)
  const http = httpTool(signal)
  const checks = await connectionTests[kind]?.test(connection, { signal, http: (request) => http(connection, request) })
  return (checks ?? []).map(({ name, ok, message }) => ({ name: name.vi, ok, message: message?.vi }))
}

withSftp('an SFTP server is tried from its name to a listing, and its key is shown until it was accepted', async () => {
  const server = await startSftp()
  const { hostKey, ...first } = server.values
  try {
    expect(await check('sftp', server.values, server.secrets)).toMatchObject([
      { name: 'Khoá của máy chủ', ok: true },
      { name: 'Đăng nhập', ok: true },
      { name: 'Gọi thử', ok: true, message: 'Đọc được 0 tệp, 0 thư mục' },
    ])
    expect((await check('sftp', first, server.secrets)).at(-1)).toMatchObject({
      name: 'Khoá của máy chủ',
      ok: false,
      message: expect.stringContaining(String(hostKey)),
    })
    const other = { ...first, hostKey: `SHA256:${'B'.repeat(43)}` }
    expect((await check('sftp', other, server.secrets)).at(-1)).toMatchObject({
      ok: false,
      message: expect.stringContaining('đã thay đổi'),
    })
    expect((await check('sftp', { ...server.values, auth: 'password' }, { password: 'sai' })).at(-1)).toMatchObject({
      name: 'Đăng nhập',
      ok: false,
    })
    expect((await check('sftp', { ...server.values, root: '/khong-co' }, server.secrets)).at(-1)).toMatchObject({
      name: 'Gọi thử',
      ok: false,
    })
    expect((await check('sftp', { ...server.values, port: await freePort() }, server.secrets)).at(-1)).toMatchObject({
      name: 'Đăng nhập',
      ok: false,
    })
  } finally {
    await server.stop()
  }
})

withFtp('an FTPS server is tried, and a certificate that nobody vouches for stops it before the password', async () => {
  const server = await startFtp('explicit')
  try {
    const good = await check('ftp', server.values, server.secrets)
    expect(good.map(({ name, ok }) => [name, ok])).toEqual([
      ['Mã hoá đường truyền (TLS)', true],
      ['Đăng nhập', true],
      ['Gọi thử', true],
    ])
    const { authority: _, ...unknown } = server.values
    expect((await check('ftp', unknown, server.secrets)).at(-1)).toMatchObject({
      name: 'Mã hoá đường truyền (TLS)',
      ok: false,
    })
    expect((await check('ftp', { ...server.values, user: 'ai-do' }, server.secrets)).at(-1)).toMatchObject({
      name: 'Đăng nhập',
      ok: false,
    })
  } finally {
    await server.stop()
  }
})

test('object storage is tried up to a listing; a missing bucket is found after the key was accepted', async () => {
  const server = await startS3({ tls: true })
  const names = async (more: object, secrets = server.secrets) =>
    (await check('s3', { ...server.values, ...more }, secrets)).map(({ name, ok }) => [name, ok])
  try {
    const line = ['Mã hoá đường truyền (TLS)', true]
    expect(await names({})).toEqual([line, ['Đăng nhập', true], ['Gọi thử', true]])
    expect(await names({ bucket: 'khong-co' })).toEqual([line, ['Đăng nhập', true], ['Gọi thử', false]])
    expect(await names({}, { accessKey: 'KHONGCO', secretKey: 'x' })).toEqual([line, ['Đăng nhập', false]])
    expect(await names({ authority: undefined })).toEqual([['Mã hoá đường truyền (TLS)', false]])
    const dead = `https://127.0.0.1:${await freePort()}`
    expect(await names({ endpoint: dead })).toEqual([['Mã hoá đường truyền (TLS)', false]])
  } finally {
    await server.stop()
  }
})

test('a folder is tried', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-tried-')))
  expect(await check('folder', { folder })).toMatchObject([
    { name: 'Thư mục được cấp', ok: true },
    { name: 'Đọc thử', ok: true },
  ])
  rmSync(folder, { recursive: true })
  expect((await check('folder', { folder })).at(-1)).toMatchObject({ ok: false })
})
