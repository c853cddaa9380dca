import { createClientAsync, WSSecurity } from 'soap'
import { expect, test, vi } from 'vitest'
import { envelopeAround } from '#nodes/soap/operation.ts'
import { securityHeader } from '#nodes/soap/secure.ts'
import { found, OPERATION, REQUEST, requestOfLibrary, service, wsdl } from '#nodes/soap/service-flow.fixture.ts'
import { opened } from './testing/soap-entrance.ts'

vi.setConfig({ testTimeout: 60_000 })

const USER = 'so-tu-phap'
const PASSWORD = 'mat-khau-cua-so-tu-phap'
const guarded = (more: object = {}) =>
  opened(service(found, { access: 'ws-security', connection: 'khoa-so-tu-phap', ...more }))

/** The library's own client with its own WS-Security. */
async function libraryCall(url: string, options: object, account = { user: USER, password: PASSWORD }) {
  const client = await createClientAsync(`${url}?wsdl`, {})
  client.setSecurity(new WSSecurity(account.user, account.password, options))
  const [answer] = await client[`${OPERATION}Async`](requestOfLibrary())
  return answer
}
const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'good',
    (thrown: unknown) => String(thrown instanceof Error ? thrown.message : thrown),
  )

test.each([
  ['digest', { passwordType: 'PasswordDigest', hasNonce: true, hasTokenCreated: true, hasTimeStamp: true }],
  ['digest', { passwordType: 'PasswordDigest', hasNonce: true, hasTimeStamp: false, mustUnderstand: true }],
  ['text', { passwordType: 'PasswordText', hasTimeStamp: true, mustUnderstand: true }],
  ['either', { passwordType: 'PasswordText', hasNonce: true }],
])('the client of the soap library is let in with its account (%s, %o)', async (passwords, options) => {
  const it = await guarded({ passwords })
  expect(await libraryCall(it.url, options)).toMatchObject({ GhiChu: 'NGUYỄN THỊ ÁNH' })
  expect(await libraryCall(it.url, options)).toMatchObject({ GhiChu: 'NGUYỄN THỊ ÁNH' })
  expect(await it.runs()).toHaveLength(2)
})

test('a wrong password, a wrong name, no header and the other way of sending a password all get the same fault', async () => {
  const it = await guarded()
  const digest = { passwordType: 'PasswordDigest', hasNonce: true }
  const wrong = [
    await failure(libraryCall(it.url, digest, { user: USER, password: 'khac' })),
    await failure(libraryCall(it.url, digest, { user: 'khac', password: PASSWORD })),
    await failure(libraryCall(it.url, { passwordType: 'PasswordText' })),
    await failure(createClientAsync(`${it.url}?wsdl`).then((it) => it[`${OPERATION}Async`](requestOfLibrary()))),
  ]
  expect(new Set(wrong).size, wrong.join('\n')).toBe(1)
  expect(wrong[0]).toMatch(/wsse:FailedAuthentication: Thiếu tài khoản WS-Security hoặc tài khoản không đúng/)
  expect(await it.runs()).toHaveLength(0)
})

const made = (at: number, nonce: string, more: { password?: string; timestampMs?: number } = {}): string =>
  envelopeAround('1.1', REQUEST, [
    securityHeader(
      {
        account: { username: USER, password: more.password ?? PASSWORD, style: 'digest' },
        ...(more.timestampMs === undefined ? {} : { timestampMs: more.timestampMs }),
      },
      { at, nonce: Buffer.from(nonce) },
    ) ?? '',
  ])

test('the very same request is refused the second time, and both times together only one gets in', async () => {
  const it = await guarded()
  const envelope = made(Date.now(), 'nonce-1')
  const answers = await Promise.all([it.post(envelope), it.post(envelope), it.post(envelope)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 500, 500])
  const again = await it.post(envelope)
  expect([again.status, again.text]).toEqual([500, expect.stringContaining('<code>soap.replayed</code>')])
  expect(again.text).toContain('<faultcode>wsse:FailedAuthentication</faultcode>')
  expect(await it.runs()).toHaveLength(1)
  expect((await it.post(made(Date.now(), 'nonce-2'))).status).toBe(200)
})

test('a request that was made too long ago, or later than now, or whose Timestamp ran out is MessageExpired', async () => {
  const it = await guarded({ skew: 'PT1M' })
  const now = Date.now()
  const stale = [
    made(now - 120_000, 'a'),
    made(now + 120_000, 'b'),
    made(now, 'c').replace(
      /<wsse:UsernameToken>/,
      '<wsu:Timestamp><wsu:Created>hôm qua</wsu:Created></wsu:Timestamp>$&',
    ),
    made(now, 'd').replace(
      /<wsse:UsernameToken>/,
      '<wsu:Timestamp><wsu:Created>2026-01-05T00:00:00Z</wsu:Created><wsu:Expires>2026-01-05T00:05:00Z</wsu:Expires></wsu:Timestamp>$&',
    ),
  ]
  for (const envelope of stale) {
    const { status, text } = await it.post(envelope)
    expect([status, /<faultcode>([^<]*)</.exec(text)?.[1], text.includes('soap.stale')]).toEqual([
      500,
      'wsse:MessageExpired',
      true,
    ])
  }
  expect(await it.runs()).toHaveLength(0)
  expect((await it.post(made(now, 'e', { timestampMs: 300_000 }))).status).toBe(200)
  const strict = await guarded({ timestamp: true })
  expect((await strict.post(made(now, 'f'))).text).toContain('wsse:MessageExpired')
  expect((await strict.post(made(now, 'g', { timestampMs: 300_000 }))).status).toBe(200)
})

test('SOAP 1.2 tells the code of WS-Security as a subcode, and a header that is malformed lets nobody in', async () => {
  const it = await guarded()
  const refused = await it.ask(REQUEST, '1.2')
  expect([refused.status, refused.text]).toEqual([
    400,
    expect.stringMatching(/soap:Sender<.*<soap:Subcode><soap:Value>wsse:FailedAuthentication</),
  ])
  const good = made(Date.now(), 'nonce-3')
  const token = /<wsse:UsernameToken>.*<\/wsse:UsernameToken>/.exec(good)?.[0] ?? ''
  const malformed = [
    good.replace(token, token + token),
    good.replace(/<wsse:Nonce.*<\/wsse:Nonce>/, ''),
    good.replace(/<wsu:Created>.*<\/wsu:Created>/, ''),
    good.replace(/<wsse:Username>[^<]*/, `<wsse:Username>${'a'.repeat(5000)}`),
    good.replace(/#PasswordDigest/, '#PasswordKhac'),
    good.replace(/<wsse:Password [^>]*>[^<]*/, '<wsse:Password>'),
  ]
  for (const envelope of malformed) expect((await it.post(envelope)).text).toContain('soap.unauthorised')
  expect(await it.runs()).toHaveLength(0)
})

test('the password stands in no message, no run and no fault', async () => {
  const it = await guarded({ passwords: 'either' })
  const text = made(Date.now(), 'n').replace(
    /<wsse:Password.*<\/wsse:Password>/,
    `<wsse:Password>${PASSWORD}</wsse:Password>`,
  )
  expect((await it.post(text)).status).toBe(200)
  expect((await it.post(text.replace(PASSWORD, `${PASSWORD}x`))).text).not.toContain(PASSWORD)
  const [run] = await it.runs()
  const stored = JSON.stringify(run && (await it.engine.history.get(run.id)))
  expect(stored).toContain('001099000123')
  expect(stored).not.toContain(PASSWORD)
})

test('a fault that the WSDL declares reaches the library with its fields, in both versions, and the run is done', async () => {
  const fault = {
    use: 'soap-reply@1',
    settings: {
      wsdl,
      operation: OPERATION,
      answers: 'fault',
      fault: 'LoiTraCuu',
      reason: { expr: '"Không có công dân <" & SoDinhDanh & ">"' },
      mapping: [
        { target: 'MoTa', value: 'Không thấy & không đoán' },
        { target: 'Ma', value: '0404' },
      ],
    },
  }
  const it = await opened(service(fault))
  for (const isNew of [false, true]) {
    const client = await createClientAsync(`${it.url}?wsdl`, { forceSoap12Headers: isNew })
    const thrown = await client[`${OPERATION}Async`](requestOfLibrary()).then(
      () => undefined,
      (error: unknown) => error,
    )
    const root: unknown = Reflect.get(Object(thrown), 'root')
    const { Fault } = Object(Reflect.get(Object(root), 'Envelope')).Body
    const detail = isNew ? Fault.Detail : Fault.detail
    expect(detail).toMatchObject({ LoiTraCuu: { Ma: expect.anything(), MoTa: 'Không thấy & không đoán' } })
    expect(JSON.stringify(Fault)).toContain('Không có công dân <001099000123>')
  }
  expect((await it.runs()).map(({ status }) => status)).toEqual(['done', 'done'])
  const wrong = await opened(
    service({ ...fault, settings: { ...fault.settings, mapping: [{ target: 'Ma', value: '1' }] } }),
  )
  expect((await wrong.ask(REQUEST)).text).toMatch(/soap:Server<.*<code>soap.wrong-data</)
})
