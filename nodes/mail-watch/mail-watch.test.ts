import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { definition as sendDefinition } from '#nodes/mail-send/definition.ts'
import { run as sendRun } from '#nodes/mail-send/run.ts'
import { cutProxy } from '#nodes/testing/brokers.ts'
import { freePort } from '#nodes/testing/file-servers.ts'
import { type MailboxServer, startDovecot, withDovecot } from '#nodes/testing/mailbox-server.ts'
import { type TestPoll, testPoll } from '#nodes/testing/poll-context.ts'
import { startPostOffice, startScripted } from '#nodes/testing/post-office.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { retryable, toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { encodeBytes } from '#shared/vietnam/encodings/convert.ts'
import { readCursor } from './cursor.ts'
import { definition } from './definition.ts'
import { poll } from './poll.ts'
import { run } from './run.ts'

vi.setConfig({ testTimeout: 60_000 })

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const it of cleanUps.splice(0).reverse()) await it()
})

/** What the tests look at in a letter. */
const letterShape = z.object({
  subject: z.string().default(''),
  text: z.string().default(''),
  garbled: z.boolean().default(false),
  automatic: z.boolean().default(false),
  from: z.object({ name: z.string() }).default({ name: '' }),
  attachments: z.array(z.object({ path: z.string().default(''), name: z.string(), size: z.number() }).loose()),
})

const settings = (more: object = {}) => definition.settings.parse({ connection: 'hop-thu', begin: 'all', ...more })

/** A mailbox, a folder for files, and a poll context whose connections lead there. */
async function mailbox(more: { readonly port?: (server: MailboxServer) => Promise<number> } = {}) {
  const server = await startDovecot()
  cleanUps.push(server.stop)
  const files = realpathSync(mkdtempSync(join(tmpdir(), 'lt-thu-')))
  cleanUps.push(() => rmSync(files, { recursive: true }))
  const port = (await more.port?.(server)) ?? server.port
  const partners = realPartners([
    handle('imap', { ...server.values, port }, server.secrets, 'hop-thu'),
    handle('folder', { folder: files }, {}, 'kho'),
  ])
  cleanUps.push(() => partners.close())
  return { server, files, context: testPoll(partners) }
}
const letter = (subject: string, body = 'Nội dung', head = ''): string =>
  `From: a@tinh.gov.vn\r\nTo: b@tinh.gov.vn\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@tinh.gov.vn>\r\nContent-Type: text/plain; charset=utf-8\r\n${head}\r\n${body}\r\n`
const subjects = ({ accepted }: TestPoll): readonly string[] =>
  accepted.map(({ body }) => String(typeof body === 'object' && body !== null ? Reflect.get(body, 'subject') : ''))
const bodies = ({ accepted }: TestPoll): readonly unknown[] => accepted.map((it) => it.body)

withDovecot('a letter that our own node sent is read as it was written, with its files', async () => {
  const { server, context } = await mailbox()
  const office = await startPostOffice()
  cleanUps.push(office.stop)
  const sending = realPartners([handle('smtp', office.values, office.secrets, 'thu')])
  const node = testNode(
    { definition: sendDefinition, run: sendRun },
    {
      connection: 'thu',
      from: 'Đỗ Thị Ngọc Ánh <anh@tinh.gov.vn>',
      to: 'Một cửa <motcua@tinh.gov.vn>',
      subject: 'Đề nghị bổ sung hồ sơ 000.00.00.H22-260105-0001',
      text: 'Kính gửi,\nđính kèm giấy tờ.',
      html: '<p>Kính gửi,</p>',
      attachments: [{ content: 'AAEC', name: 'Giấy khai sinh số 0007 – bản sao y bản chính.pdf' }],
    },
    sending,
  )
  await node.send({})
  server.deliver(office.arrived[0]?.bytes ?? '')
  expect(await poll.poll(settings(), context)).toBe(1)
  expect(bodies(context)).toMatchObject([
    {
      messageId: expect.stringMatching(/^<lt\./),
      subject: 'Đề nghị bổ sung hồ sơ 000.00.00.H22-260105-0001',
      from: { name: 'Đỗ Thị Ngọc Ánh', address: 'anh@tinh.gov.vn' },
      to: [{ name: 'Một cửa', address: 'motcua@tinh.gov.vn' }],
      date: '2026-01-05T01:00:00.000Z',
      text: 'Kính gửi,\nđính kèm giấy tờ.',
      html: '<p>Kính gửi,</p>',
      automatic: true,
      garbled: false,
      attachments: [
        {
          name: 'Giấy khai sinh số 0007 – bản sao y bản chính.pdf',
          contentType: 'application/pdf',
          size: 3,
          content: 'AAEC',
        },
      ],
      folder: 'INBOX',
      uid: 1,
    },
  ])
  const [taken] = context.accepted
  expect(await testNode({ definition, run }, settings()).send(taken)).toEqual({
    kind: 'emit',
    port: 'out',
    message: taken,
  })
})

withDovecot('letters are taken once in their order, and moved, marked or left as chosen', async () => {
  const { server, context } = await mailbox()
  for (const so of [1, 2, 3]) server.deliver(letter(`so-${so}`))
  expect(await poll.poll(settings({ batch: 2 }), context)).toBe(2)
  expect(await poll.poll(settings({ batch: 2 }), context)).toBe(1)
  expect(await poll.poll(settings(), context)).toBe(0)
  expect(subjects(context)).toEqual(['so-1', 'so-2', 'so-3'])
  expect(server.letters()).toEqual([])
  expect(server.letters('Da-nhan')).toHaveLength(3)

  server.deliver(letter('so-4'))
  expect(await poll.poll(settings({ after: 'flag' }), context)).toBe(1)
  expect(server.letters()).toMatchObject([{ name: expect.stringMatching(/:2,.*S/) }])
  server.deliver(letter('so-5'))
  expect(await poll.poll(settings({ after: 'keep' }), context)).toBe(1)
  expect(await poll.poll(settings({ after: 'keep' }), context)).toBe(0)
  expect(server.letters().filter((it) => /:2,.*S/.test(it.name))).toHaveLength(1)
  expect(subjects(context)).toEqual(['so-1', 'so-2', 'so-3', 'so-4', 'so-5'])
})

withDovecot('letters that were there before the watching began are left alone unless asked for', async () => {
  const { server, context } = await mailbox()
  server.deliver(letter('cu'))
  expect(await poll.poll(settings({ begin: 'new' }), context)).toBe(0)
  server.deliver(letter('moi'))
  expect(await poll.poll(settings({ begin: 'new' }), context)).toBe(1)
  expect(subjects(context)).toEqual(['moi'])
  expect(server.letters()).toHaveLength(1)
})

withDovecot('nothing is moved before it is stored, and what was refused is taken by the next look', async () => {
  const { server, context } = await mailbox()
  for (const so of [1, 2]) server.deliver(letter(`so-${so}`))
  context.refuseNext(retryable('engine.busy'))
  expect(await poll.poll(settings(), context).catch(toErrorData)).toMatchObject({ code: 'engine.busy' })
  expect(server.letters()).toHaveLength(2)
  expect(await poll.poll(settings(), context)).toBe(2)
  expect(subjects(context)).toEqual(['so-1', 'so-2'])
  expect(server.letters('Da-nhan')).toHaveLength(2)
})

for (const moment of ['stored', 'written down', 'moved'] as const)
  withDovecot(`after a stop when a letter was ${moment}, every letter is taken once and moved`, async () => {
    const { server, context } = await mailbox()
    for (const so of [1, 2, 3]) server.deliver(letter(`so-${so}`))
    await poll.poll(settings({ batch: 1 }), context)
    let [accepted, saved] = [0, 0]
    const stopped: TestPoll = {
      ...context,
      async accept(message, key) {
        const result = await context.accept(message, key)
        if (moment === 'stored' && accepted++ === 0) throw new Error('stop')
        return result
      },
      async saveCursor(cursor) {
        // The first saving says what is stored, the second that it was moved.
        if (moment === 'moved' && saved === 1) throw new Error('stop')
        await context.saveCursor(cursor)
        if (moment === 'written down' && saved === 0) throw new Error('stop')
        saved++
      },
    }
    await expect(poll.poll(settings(), stopped)).rejects.toThrow('stop')
    await poll.poll(settings(), context)
    await poll.poll(settings(), context)
    expect(subjects(context)).toEqual(['so-1', 'so-2', 'so-3'])
    expect(server.letters()).toEqual([])
    expect(server.letters('Da-nhan')).toHaveLength(3)
    expect(readCursor(await context.cursor())?.taken).toEqual([])
  })

withDovecot('a line that is cut again and again loses no letter and takes none twice', async () => {
  const proxies: { readonly cut: () => void; readonly close: () => Promise<void> }[] = []
  const { server, context } = await mailbox({
    async port({ port }) {
      const proxy = await cutProxy({ host: '127.0.0.1', port })
      proxies.push(proxy)
      cleanUps.push(proxy.close)
      return proxy.port
    },
  })
  for (let so = 0; so < 60; so++) server.deliver(letter(`so-${so}`, 'x'.repeat(20_000)))
  let [faults, stored, saved] = [0, 0, 0]
  const shaky: TestPoll = {
    ...context,
    async accept(message, key) {
      const result = await context.accept(message, key)
      if (++stored % 7 === 0) proxies[0]?.cut()
      return result
    },
    async saveCursor(cursor) {
      await context.saveCursor(cursor)
      if (++saved % 5 === 0) proxies[0]?.cut()
    },
  }
  for (let looks = 0; looks < 60 && server.letters().length > 0; looks++)
    await poll.poll(settings(), shaky).catch((error: unknown) => {
      faults++
      expect(toErrorData(error)).toMatchObject({ code: 'connect.cut', class: 'transient' })
    })
  expect(faults).toBeGreaterThan(5)
  expect(subjects(context)).toEqual(Array.from({ length: 60 }, (_, so) => `so-${so}`))
  expect(server.letters('Da-nhan')).toHaveLength(60)
})

withDovecot('a mailbox that was numbered anew gives no letter twice and no new one away', async () => {
  const { server, context } = await mailbox()
  const keeping = settings({ after: 'keep' })
  for (const so of [1, 2]) server.deliver(letter(`so-${so}`))
  await poll.poll(keeping, context)
  const before = readCursor(await context.cursor())?.validity
  // Dovecot counts in seconds when it makes a new number.
  await new Promise((wait) => setTimeout(wait, 1100))
  server.renumber()
  server.deliver(letter('so-3'))
  expect(await poll.poll(keeping, context)).toBe(1)
  expect(readCursor(await context.cursor())?.validity).not.toBe(before)
  server.deliver(letter('so-4'))
  expect(await poll.poll(keeping, context)).toBe(1)
  expect(subjects(context)).toEqual(['so-1', 'so-2', 'so-3', 'so-4'])
  expect(readCursor(await context.cursor())).toMatchObject({ last: 4 })
})

withDovecot('large files are written to the folder, under names that cannot lead out of it', async () => {
  const { server, files, context } = await mailbox()
  const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, so) => (so * 7) % 253))
  const part = (name: string, bytes: Buffer): string =>
    `--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; ${name}\r\nContent-Transfer-Encoding: base64\r\n\r\n${(bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')}\r\n`
  const head = 'Subject: tep\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n'
  const names = [
    "filename*=utf-8''Gi%E1%BA%A5y%20ph%C3%A9p.pdf",
    'filename="../../../etc/passwd"',
    'filename="=?utf-8?B?SOG7kyBzxqEucGRm?="',
    `filename="${'a'.repeat(400)}.pdf"`,
    'x=1',
  ]
  server.deliver(`${head}${names.map((it, at) => part(it, at === 0 ? content : Buffer.from([at]))).join('')}--x--\r\n`)
  const writing = settings({ attachments: 'files', files: 'kho', filesFolder: 'den' })
  context.refuseNext(retryable('engine.busy'))
  await poll.poll(writing, context).catch(() => undefined)
  expect(await poll.poll(writing, context)).toBe(1)
  const [folder = ''] = readdirSync(join(files, 'den'))
  const kept = readdirSync(join(files, 'den', folder))
  expect(kept.map((it) => it.replace(/a{50,}/, 'a…')).sort()).toEqual([
    '1-Giấy phép.pdf',
    '2-_.._.._etc_passwd',
    '3-Hồ sơ.pdf',
    '4-a….pdf',
    '5-tep-5.bin',
  ])
  const { attachments } = letterShape.parse(bodies(context)[0])
  expect(attachments[0]).toEqual({
    connection: 'kho',
    path: `den/${folder}/1-Giấy phép.pdf`,
    name: 'Giấy phép.pdf',
    contentType: 'application/pdf',
    size: 3_000_000,
  })
  expect(readFileSync(join(files, attachments[0]?.path ?? '')).equals(content)).toBe(true)
  expect(JSON.stringify(attachments).length).toBeLessThan(2000)
})

withDovecot('the character sets of older mailers are read, and what cannot be read is said', async () => {
  const { server, context } = await mailbox()
  const text = 'Kính gửi Ủy ban nhân dân, đề nghị xử lý hồ sơ số 0012'
  const old = (charset: string, bytes: Uint8Array): Buffer =>
    Buffer.concat([
      Buffer.from(
        `Subject: cu\r\nMIME-Version: 1.0\r\nContent-Type: text/plain${charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`,
      ),
      bytes,
      Buffer.from('\r\n'),
    ])
  server.deliver(old('; charset=windows-1258', encodeBytes(text, 'cp1258')))
  server.deliver(old('; charset=viscii', encodeBytes(text, 'viscii')))
  server.deliver(old('; charset=utf-8', Buffer.from(text.normalize('NFD'))))
  // Mailers that declare nothing, or what nobody knows, mostly write UTF-8.
  server.deliver(Buffer.from(`Subject: ${text}\r\nFrom: "Ngọc Ánh" <a@tinh.gov.vn>\r\n\r\n${text}\r\n`))
  server.deliver(old('; charset=x-khong-biet', Buffer.from(text)))
  server.deliver(old('; charset=utf-8', Buffer.from([0x48, 0xff, 0xfe, 0x49])))
  await poll.poll(settings(), context)
  const read = bodies(context).map((it) => letterShape.parse(it))
  expect(read.slice(0, 5).map((it) => [it.text.trim(), it.garbled])).toEqual(
    Array.from({ length: 5 }, () => [text, false]),
  )
  expect(read[3]).toMatchObject({ subject: text, from: { name: 'Ngọc Ánh' } })
  expect(read[5]).toMatchObject({ garbled: true })
})

withDovecot('broken letters are read as far as they go, and never stop those behind them', async () => {
  const { server, context } = await mailbox()
  const nested = (depth: number): string =>
    depth === 0
      ? 'Content-Type: text/plain\r\n\r\nsâu\r\n'
      : `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${nested(depth - 1)}\r\n--b${depth}--\r\n`
  const broken = [
    '',
    '\r\n',
    'không có đầu thư',
    Buffer.from(Array.from({ length: 5000 }, (_, so) => (so * 31) % 256)),
    'Subject: thieu-ranh-gioi\r\nContent-Type: multipart/mixed\r\n\r\n--x\r\n\r\na\r\n',
    'Subject: dut\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC!!!',
    'Subject: =?utf-8?B?SOG7kyBzxq?=\r\nDate: hôm qua\r\nFrom: <<a@@b>>, ;;\r\nContent-Transfer-Encoding: la\r\n\r\n=ZZ',
    `Subject: sau\r\n${nested(300)}`,
    `Subject: nhieu\r\n${'X-A: 1\r\n'.repeat(20_000)}\r\nb`,
    `Subject: ${'dài '.repeat(50_000)}\r\n\r\nb`,
  ]
  for (const it of broken) server.deliver(it)
  server.deliver(letter('cuoi'))
  expect(await poll.poll(settings(), context)).toBe(broken.length + 1)
  expect(subjects(context).at(-1)).toBe('cuoi')
  expect(server.letters('Da-nhan')).toHaveLength(broken.length + 1)
  const read = bodies(context)
  expect(read[5]).toMatchObject({ subject: 'dut', attachments: [{ name: 'a.pdf' }] })
  expect(read[6]).not.toHaveProperty('date')
  expect(JSON.stringify(read[9]).length).toBeLessThan(10_000)
})

withDovecot(
  'a letter that is too large, or has too many parts, stops at the trigger with its headers and a reason',
  async () => {
    const { server, context } = await mailbox()
    server.deliver(letter('qua-lon', 'x'.repeat(60_000)))
    const parts = '--x\r\nContent-Disposition: attachment; filename=a.bin\r\n\r\na\r\n'.repeat(300)
    server.deliver(`Subject: nhieu-tep\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${parts}--x--\r\n`)
    expect(await poll.poll(settings({ maxBytes: 50_000 }), context)).toBe(2)
    const node = testNode({ definition, run }, settings())
    const told = await Promise.all(context.accepted.map((it) => node.send(it).then(() => 'out', toErrorData)))
    expect(told).toMatchObject([
      { code: 'mail.too-large', class: 'data', message: { vi: expect.stringMatching(/^Thư dài 60\d+ byte/) } },
      { code: 'mail.unreadable', class: 'data' },
    ])
    expect(bodies(context)).toMatchObject([
      { subject: 'qua-lon', from: { address: 'a@tinh.gov.vn' }, attachments: [], size: expect.any(Number) },
      { attachments: [], uid: 2 },
    ])
    expect(JSON.stringify(bodies(context)).length).toBeLessThan(3000)
    expect(server.letters('Da-nhan')).toHaveLength(2)
  },
)

withDovecot('letters from machines are marked, so that no answer goes round and round', async () => {
  const { server, context } = await mailbox()
  const heads = ['Auto-Submitted: auto-replied', 'Precedence: bulk', 'Auto-Submitted: no', 'X-A: 1']
  for (const [so, head] of heads.entries()) server.deliver(letter(`so-${so}`, 'a', `${head}\r\n`))
  server.deliver(
    'Subject: bao-loi\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nKhông gửi được\r\n--x--\r\n',
  )
  await poll.poll(settings(), context)
  expect(bodies(context).map((it) => letterShape.parse(it).automatic)).toEqual([true, true, false, false, true])
})

withDovecot('a letter delivered by another program over SMTP and one with the same words are two letters', async () => {
  const { server, context } = await mailbox()
  const office = await startPostOffice({ security: 'none' })
  cleanUps.push(office.stop)
  const swaks = spawnSync('swaks', ['--version']).status === 0
  if (!swaks) return console.warn('skipped: no swaks on this machine')
  const args = [
    '--server',
    `127.0.0.1:${office.port}`,
    '--from',
    'a@tinh.gov.vn',
    '--to',
    'b@tinh.gov.vn',
    '--silent',
    '3',
  ]
  const auth = ['--auth', 'PLAIN', '--auth-user', 'mot-cua', '--auth-password', office.secrets.password ?? '']
  const child = spawn('swaks', [...args, ...auth, '--h-Subject', 'swaks', '--body', 'Nội dung'], { stdio: 'ignore' })
  await new Promise((done) => child.once('exit', done))
  const [it] = office.arrived
  const sent = it?.bytes ?? Buffer.alloc(0)
  for (const queue of [1, 2]) server.deliver(Buffer.concat([Buffer.from(`Received: by may-thu id ${queue}\r\n`), sent]))
  expect(await poll.poll(settings(), context)).toBe(2)
  expect(subjects(context)).toEqual(['swaks', 'swaks'])
})

withDovecot('what is wrong with the mailbox is told as such', async () => {
  const { server, context } = await mailbox()
  const told = (more: object) => poll.poll(settings(more), context).catch(toErrorData)
  expect(await told({ folder: 'Khong-co' })).toMatchObject({ code: 'mail.no-folder', class: 'permanent' })
  const at = (values: object, secrets: Readonly<Record<string, string>>) => {
    const partners = realPartners([handle('imap', { ...server.values, ...values }, secrets, 'hop-thu')])
    cleanUps.push(() => partners.close())
    return poll.poll(settings(), testPoll(partners)).catch(toErrorData)
  }
  expect(await at({}, { password: 'sai' })).toMatchObject({ code: 'mail.auth', class: 'auth' })
  expect(await at({}, {})).toMatchObject({ code: 'connect.not-configured' })
  expect(await at({ port: await freePort() }, server.secrets)).toMatchObject({
    code: 'connect.unreachable',
    class: 'transient',
  })
  server.deliver(letter('a'))
  const blocked = settings({ after: 'move', takenFolder: 'a/../b' })
  expect(await poll.poll(blocked, context).catch(toErrorData)).toMatchObject({ code: expect.stringMatching(/^mail\./) })
  expect(server.letters()).toHaveLength(1)
})

test('a server that greets and then says nothing is given up when the look is over', async () => {
  const mute = await startScripted({ '': '* OK may-thu' })
  cleanUps.push(mute.stop)
  const values = { host: '127.0.0.1', port: mute.port, security: 'none', user: 'a' }
  const signal = AbortSignal.timeout(1000)
  const partners = realPartners([handle('imap', values, { password: 'b' }, 'hop-thu')], { signal })
  const started = performance.now()
  expect(await poll.poll(settings(), testPoll(partners)).catch(toErrorData)).toMatchObject({ class: 'transient' })
  expect(performance.now() - started).toBeLessThan(5000)
})

test('files need a place to be written to', () => {
  expect(definition.settings.safeParse({ connection: 'a', attachments: 'files' }).success).toBe(false)
})
