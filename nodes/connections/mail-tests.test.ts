import { expect, test } from 'vitest'
import { freePort } from '#nodes/testing/file-servers.ts'
import { startDovecot, withDovecot } from '#nodes/testing/mailbox-server.ts'
import { startPostOffice, startScripted } from '#nodes/testing/post-office.ts'
import { handle, httpTool } from '#nodes/testing/real-partners.ts'
import { connectionTests } from './tests.ts'

async function check(kind: 'smtp' | 'imap', values: object, secrets: Readonly<Record<string, string>> = {}) {
  const signal = AbortSignal.timeout(20_000)
  const connection = handle(kind, { ...values }, secrets)
  const http = httpTool(signal)
  const checks = await connectionTests[kind]?.test(connection, { signal, http: (request) => http(connection, request) })
  return (checks ?? []).map(({ name, ok, message }) => ({ name: name.vi, ok, message: message?.vi }))
}

const climbed = [
  { name: 'Mã hoá đường truyền (TLS)', ok: true },
  { name: 'Đăng nhập', ok: true },
  { name: 'Gọi thử', ok: true },
]

for (const security of ['tls', 'starttls'] as const)
  test(`a server for sending is tried over ${security} up to a question, and no letter is sent`, async () => {
    const office = await startPostOffice({ security })
    try {
      const { values, secrets } = office
      expect(await check('smtp', values, secrets)).toMatchObject(climbed)
      const { authority: _, ...unknown } = values
      const untrusted = await check('smtp', unknown, secrets)
      expect(untrusted).toMatchObject([{ name: 'Mã hoá đường truyền (TLS)', ok: false }])
      expect(untrusted[0]?.message).toContain('Chứng thư số của 127.0.0.1 không hợp lệ')
      const wrong = await check('smtp', values, { password: 'sai' })
      expect(wrong.at(-1)).toMatchObject({ name: 'Đăng nhập', ok: false })
      expect(wrong.at(-1)?.message).toContain('không chấp nhận tài khoản')
      expect(await check('smtp', { ...values, port: await freePort() }, secrets)).toMatchObject([{ ok: false }])
      expect(office.arrived).toEqual([])
    } finally {
      await office.stop()
    }
  })

test('a certificate for another name is refused although its authority is trusted', async () => {
  const office = await startPostOffice({ names: 'DNS:thu.tinh-khac.gov.vn' })
  try {
    expect((await check('smtp', office.values, office.secrets))[0]?.message).toContain('không hợp lệ')
  } finally {
    await office.stop()
  }
})

test('a server without STARTTLS hears no password', async () => {
  const plain = await startScripted({
    '': '220 may-thu',
    EHLO: '250-may-thu\r\n250 AUTH PLAIN',
    STARTTLS: '502 no',
    AUTH: '235 ok',
  })
  try {
    const values = { host: '127.0.0.1', port: plain.port, security: 'starttls', user: 'mot-cua' }
    const [first] = await check('smtp', values, { password: 'bí mật' })
    expect(first).toMatchObject({ ok: false, message: expect.stringContaining('chưa gửi mật khẩu') })
    expect(plain.heard.some((line) => line.startsWith('AUTH'))).toBe(false)
  } finally {
    await plain.stop()
  }
})

for (const security of ['tls', 'starttls', 'none'] as const)
  withDovecot(`a mailbox is tried over ${security} up to a look into the inbox`, async () => {
    const server = await startDovecot(security)
    try {
      const { values, secrets } = server
      server.deliver('Subject: a\r\n\r\nb\r\n')
      const good = await check('imap', values, secrets)
      expect(good).toMatchObject(security === 'none' ? climbed.slice(1) : climbed)
      expect(good.at(-1)?.message).toBe('Hộp thư đến có 1 thư')
      expect((await check('imap', values, { password: 'sai' })).at(-1)).toMatchObject({ name: 'Đăng nhập', ok: false })
      if (security === 'none') return
      const { authority: _, ...unknown } = values
      const [untrusted] = await check('imap', unknown, secrets)
      expect(untrusted).toMatchObject({ ok: false, message: expect.stringContaining('Chứng thư số') })
    } finally {
      await server.stop()
    }
  })

withDovecot('a mailbox server without STARTTLS hears no password', async () => {
  const server = await startDovecot('none')
  try {
    const [first] = await check('imap', { ...server.values, security: 'starttls' }, server.secrets)
    expect(first).toMatchObject({ ok: false, message: expect.stringContaining('chưa gửi mật khẩu') })
  } finally {
    await server.stop()
  }
})
