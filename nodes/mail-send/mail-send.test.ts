import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterEach, expect, test } from 'vitest'
import { messageIdOf } from '#nodes/mail/compose.ts'
import { freePort } from '#nodes/testing/file-servers.ts'
import { type PostOffice, startPostOffice, startScripted } from '#nodes/testing/post-office.ts'
import { handle, type RealOptions, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const it of cleanUps.splice(0).reverse()) await it()
})

const LETTER = {
  connection: 'thu',
  from: 'Một cửa tỉnh <motcua@tinh.gov.vn>',
  to: { field: 'Email' },
  subject: { expr: "'Hồ sơ ' & MaHoSo & ' đã có kết quả'" },
  text: 'Kính gửi ông/bà,\nHồ sơ đã giải quyết xong.',
}
const DOSSIER = { MaHoSo: '000.00.00.H22-260105-0001', Email: 'Đỗ Thị Ngọc Ánh <anh@tinh.gov.vn>' }

async function office(settings: Parameters<typeof startPostOffice>[0] = {}): Promise<PostOffice> {
  const it = await startPostOffice(settings)
  cleanUps.push(it.stop)
  return it
}

/** The node with a connection to a place, and files in a folder. */
function sender(
  place: Pick<PostOffice, 'values' | 'secrets'>,
  settings: object = {},
  options: RealOptions & { readonly folder?: string } = {},
) {
  const folder = options.folder ? [handle('folder', { folder: options.folder }, {}, 'kho')] : []
  const partners: RealPartners = realPartners([handle('smtp', place.values, place.secrets, 'thu'), ...folder], options)
  cleanUps.push(() => partners.close())
  return testNode({ definition, run }, { ...LETTER, ...settings }, partners)
}
const fault = (sent: Promise<unknown>) => sent.then(() => 'sent', toErrorData)

/** The header of a letter as it lies in the bytes, unfolded; read here, not by the library that wrote it. */
function header(bytes: Buffer, name: string): string {
  const head = bytes.toString('latin1').split('\r\n\r\n')[0] ?? ''
  const lines = head.replace(/\r\n[ \t]/g, ' ').split('\r\n')
  return (
    lines
      .find((it) => it.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      ?.slice(name.length + 1)
      .trim() ?? ''
  )
}

/** Encoded words (RFC 2047) as text. */
function decoded(text: string): string {
  const joined = text.replace(/\?=\s+=\?/g, '?==?')
  return joined.replace(/(?:=\?utf-8\?[bq]\?[^?]*\?=)+/gi, (words) => {
    const bytes = [...words.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)].map(([, way = '', body = '']) =>
      /b/i.test(way)
        ? Buffer.from(body, 'base64')
        : Buffer.from(
            body
              .replaceAll('_', ' ')
              .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          ),
    )
    return Buffer.concat(bytes).toString('utf8')
  })
}

test('a letter in Vietnamese arrives as it was written, in plain ASCII lines of the lawful length', async () => {
  const place = await office()
  const file = Buffer.from('%PDF-1.4 nội dung')
  const node = sender(place, {
    cc: 'binh@tinh.gov.vn; "Sở Tư pháp, phòng 2" <so.tp@tinh.gov.vn>',
    bcc: ['luu@tinh.gov.vn'],
    html: '<p>Hồ sơ đã giải quyết xong.</p>',
    attachments: [{ content: { field: 'Tep' }, name: 'Giấy hẹn trả kết quả số 0001 của Đỗ Thị Ngọc Ánh.pdf' }],
  })
  const result = await node.send({ ...DOSSIER, Tep: file.toString('base64') })
  const messageId = messageIdOf('run-1/nut-thu', { name: '', address: 'motcua@tinh.gov.vn' })
  const everybody = ['anh@tinh.gov.vn', 'binh@tinh.gov.vn', 'so.tp@tinh.gov.vn', 'luu@tinh.gov.vn']
  expect(result).toMatchObject({ port: 'out', message: { body: { messageId, accepted: everybody, refused: [] } } })
  const [letter, ...more] = place.arrived
  expect(more).toEqual([])
  expect(letter).toMatchObject({ from: 'motcua@tinh.gov.vn', to: everybody, secure: true })
  const bytes = letter?.bytes ?? Buffer.alloc(0)
  expect(bytes.every((it) => it < 128)).toBe(true)
  for (const line of bytes.toString('latin1').split('\r\n')) {
    expect(line.length).toBeLessThanOrEqual(998)
    expect(line).not.toMatch(/[\r\n]/)
  }
  expect(decoded(header(bytes, 'Subject'))).toBe('Hồ sơ 000.00.00.H22-260105-0001 đã có kết quả')
  expect(decoded(header(bytes, 'From'))).toBe('Một cửa tỉnh <motcua@tinh.gov.vn>')
  expect(decoded(header(bytes, 'To'))).toBe('Đỗ Thị Ngọc Ánh <anh@tinh.gov.vn>')
  expect(header(bytes, 'Message-ID')).toBe(messageId)
  expect(header(bytes, 'Auto-Submitted')).toBe('auto-generated')
  expect(bytes.toString('latin1')).not.toContain('luu@tinh.gov.vn')
  // RFC 2231: the name in pieces, each in its character set.
  expect(bytes.toString('latin1')).toMatch(/filename\*0\*=utf-8''/i)
  expect(bytes.toString('latin1').replace(/\r\n/g, '')).toContain(file.toString('base64'))
  const read = await simpleParser(bytes)
  expect(read.text?.trim()).toBe(LETTER.text)
  expect(read.attachments).toMatchObject([
    { filename: 'Giấy hẹn trả kết quả số 0001 của Đỗ Thị Ngọc Ánh.pdf', contentType: 'application/pdf', content: file },
  ])
})

test('the same step writes the very same letter on every try, and another run another Message-ID', async () => {
  const place = await office({ security: 'tls' })
  for (const idempotencyKey of ['run-7/gui', 'run-7/gui', 'run-8/gui'])
    await sender(place, {}, { idempotencyKey }).send(DOSSIER)
  const [first, second, other] = place.arrived.map((it) => it.bytes)
  expect(second).toEqual(first)
  expect(other && header(other, 'Message-ID')).not.toBe(first && header(first, 'Message-ID'))
})

test.each([
  ['subject', { subject: { field: 'Xau' } }, 'Kết quả\r\nBcc: ke-gian@xa.vn'],
  ['to', { to: { field: 'Xau' } }, 'a@tinh.gov.vn\nBcc: ke-gian@xa.vn'],
  ['to', { to: { field: 'Xau' } }, { name: 'A\r\nX-Ma: 1', address: 'a@tinh.gov.vn' }],
  ['to', { to: { field: 'Xau' } }, '"a@tinh.gov.vn> RCPT TO:<b"@tinh.gov.vn'],
  ['to', { to: { field: 'Xau' } }, 'ánh@tinh.gov.vn'],
  ['to', { to: { field: 'Xau' } }, 'a@tinh..vn'],
  ['to', { to: { field: 'Xau' } }, 'Nhóm: a@tinh.gov.vn, b@tinh.gov.vn;'],
  ['to', { to: { field: 'Xau' } }, 12],
  ['to', { to: { field: 'Xau' } }, ''],
  ['to', { to: { field: 'Xau' } }, Array.from({ length: 101 }, (_, so) => `a${so}@tinh.gov.vn`)],
  ['from', { from: { field: 'Xau' } }, 'a@tinh.gov.vn, b@tinh.gov.vn'],
  ['replyTo', { replyTo: { field: 'Xau' } }, 'a@tinh.gov.vn\u2028X: 1'],
  ['text', { text: { field: 'Xau' } }, { a: 1 }],
  ['attachments', { attachments: [{ content: 'AAAA', name: { field: 'Xau' } }] }, 'a.pdf"\r\nX-Ma: 1'],
  ['attachments', { attachments: [{ content: 'AAAA', name: { field: 'Xau' } }] }, '../a.pdf'],
  ['attachments', { attachments: [{ content: { field: 'Xau' }, name: 'a.pdf' }] }, 'không phải Base64'],
  ['attachments', { attachments: [{ content: { field: 'Xau' } }] }, { connection: 'mat', path: 'bi-mat.txt' }],
] as const)(
  'what cannot stand in "%s" of a letter is refused before anybody is called',
  async (field, settings, Xau) => {
    const nobody = { values: { host: '127.0.0.1', port: await freePort(), security: 'none' }, secrets: {} }
    const told = await fault(sender(nobody, settings).send({ ...DOSSIER, Xau }))
    expect(told).toMatchObject({ class: 'data', side: 'data', code: expect.stringMatching(/^mail\.bad-/) })
    expect(JSON.stringify(told)).toContain(field)
  },
)

test('files go along by reference, only from the connection that the node names', async () => {
  const place = await office()
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-kem-')))
  cleanUps.push(() => rmSync(folder, { recursive: true }))
  const content = Buffer.from(Array.from({ length: 300_000 }, (_, so) => so % 251))
  writeFileSync(join(folder, 'Bản vẽ.dwg'), content)
  const settings = { files: 'kho', attachments: [{ content: { field: 'Tep' } }] }
  const Tep = [
    { connection: 'kho', path: 'Bản vẽ.dwg', name: 'Bản vẽ.dwg', size: 300_000 },
    { name: 'a.txt', content: 'YQ==' },
  ]
  await sender(place, settings, { folder }).send({ ...DOSSIER, Tep })
  const read = await simpleParser(place.arrived[0]?.bytes ?? '')
  expect(read.attachments.map(({ filename, content: it }) => [filename, it.equals(content), it.length])).toEqual([
    ['Bản vẽ.dwg', true, 300_000],
    ['a.txt', false, 1],
  ])
  const send = (it: unknown, more: object = {}) =>
    fault(sender(place, { ...settings, ...more }, { folder }).send({ ...DOSSIER, Tep: it }))
  expect(await send({ connection: 'thu', path: 'x' })).toMatchObject({ code: 'mail.bad-letter' })
  expect(await send({ path: 'khong-co.pdf' })).toMatchObject({ code: 'file.not-found' })
  expect(await send({ path: '../ngoai.pdf' })).toMatchObject({ code: 'file.bad-name' })
  expect(await send(Tep, { maxBytes: 200_000 })).toMatchObject({ code: 'mail.too-large' })
  // The file alone fits, the letter with it encoded does not.
  expect(await send(Tep, { maxBytes: 310_000 })).toMatchObject({ code: 'mail.too-large' })
  expect(place.arrived).toHaveLength(1)
})

test('recipients that are refused are told one by one, with whether for good; the others have the letter', async () => {
  const place = await office({
    recipient: (address) =>
      address.startsWith('khong-co')
        ? { code: 550, text: '5.1.1 Khong co hop thu nay' }
        : address.startsWith('day')
          ? { code: 452, text: '4.2.2 Hop thu day' }
          : undefined,
  })
  const to = ['anh@tinh.gov.vn', 'khong-co@tinh.gov.vn', 'day@tinh.gov.vn']
  const result = await sender(place, { to: { field: 'Email' } }).send({ ...DOSSIER, Email: to })
  expect(result).toMatchObject({
    port: 'partial',
    message: {
      body: {
        accepted: ['anh@tinh.gov.vn'],
        refused: [
          { address: 'khong-co@tinh.gov.vn', code: 550, permanent: true, reason: expect.stringContaining('5.1.1') },
          { address: 'day@tinh.gov.vn', code: 452, permanent: false, reason: expect.stringContaining('4.2.2') },
        ],
      },
    },
  })
  expect(place.arrived).toMatchObject([{ to: ['anh@tinh.gov.vn'] }])
  const nobody = (Email: unknown) => fault(sender(place).send({ ...DOSSIER, Email }))
  expect(await nobody('khong-co@tinh.gov.vn')).toMatchObject({
    code: 'mail.refused',
    class: 'permanent',
    side: 'partner',
  })
  expect(await nobody(['khong-co@tinh.gov.vn', 'day@tinh.gov.vn'])).toMatchObject({
    code: 'mail.not-now',
    class: 'transient',
  })
  expect(place.arrived).toHaveLength(1)
})

test('greylisting is worth another try, which then goes through', async () => {
  let tries = 0
  const place = await office({ recipient: () => (tries++ === 0 ? { code: 450, text: '4.2.0 Greylisted' } : undefined) })
  const node = sender(place)
  expect(await fault(node.send(DOSSIER))).toMatchObject({ code: 'mail.not-now', class: 'transient' })
  expect(await fault(node.send(DOSSIER))).toBe('sent')
  expect(place.arrived).toHaveLength(1)
})

test.each([
  [451, 'mail.not-now', 'transient'],
  [550, 'mail.refused', 'permanent'],
  [554, 'mail.refused', 'permanent'],
] as const)('a letter refused with %i after all of it went over was taken by nobody', async (code, expected, kind) => {
  const place = await office({ letter: () => ({ code, text: 'Noi dung bi tu choi' }) })
  expect(await fault(sender(place).send(DOSSIER))).toMatchObject({ code: expected, class: kind })
})

test('a letter larger than the server says it takes is not begun', async () => {
  const place = await office({ options: { size: 2000 } })
  const node = sender(place, { text: 'dài '.repeat(2000) })
  expect(await fault(node.send(DOSSIER))).toMatchObject({ code: 'mail.refused', class: 'permanent' })
})

test('a wrong password and an untrusted certificate are told as such', async () => {
  const place = await office()
  expect(await fault(sender({ ...place, secrets: { password: 'sai' } }).send(DOSSIER))).toMatchObject({
    code: 'mail.auth',
    class: 'auth',
  })
  const { authority: _, ...values } = place.values
  expect(await fault(sender({ ...place, values }).send(DOSSIER))).toMatchObject({ code: 'connect.certificate' })
  expect(await fault(sender({ ...place, secrets: {} }).send(DOSSIER))).toMatchObject({ code: 'connect.not-configured' })
  expect(place.arrived).toEqual([])
})

const POLITE = {
  '': '220 may-thu',
  EHLO: '250 may-thu',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go',
  '.': '250 ok',
  QUIT: '221 bye',
}
async function scripted(script: Readonly<Record<string, string>>) {
  const it = await startScripted({ ...POLITE, ...script })
  cleanUps.push(it.stop)
  return { heard: it.heard, place: { values: { host: '127.0.0.1', port: it.port, security: 'none' }, secrets: {} } }
}

test.each([
  ['hangs up at once', { '': 'cut' }, 'connect.unreachable'],
  ['never greets', { '': 'mute' }, 'connect.unreachable'],
  ['speaks another language', { '': 'HTTP/1.1 400 Bad Request' }, 'connect.unreachable'],
  ['is busy', { '': '421 4.3.2 Dang bao tri' }, 'mail.not-now'],
  ['hangs up at the sender', { MAIL: 'cut' }, 'connect.unreachable'],
  ['falls silent at a recipient', { RCPT: 'mute' }, 'connect.unreachable'],
  ['refuses the sender', { MAIL: '553 5.7.1 Khong duoc gui' }, 'mail.refused'],
  ['refuses the text', { DATA: '451 4.3.0 Thu lai sau' }, 'mail.not-now'],
  // All of the letter has gone over: it may have been taken (executor/step/outcome-unknown.ts).
  ['hangs up after the letter', { '.': 'cut' }, 'connect.cut'],
  ['falls silent after the letter', { '.': 'mute' }, 'connect.timeout'],
] as const)('a server that %s: %o', async (_what, script, code) => {
  const { place, heard } = await scripted(script)
  const told = await fault(sender(place, { timeout: 'PT1S' }).send(DOSSIER))
  expect(told).toMatchObject({ code })
  if (code === 'connect.cut' || code === 'connect.timeout') {
    expect(heard).toContain('.')
    expect(told).toMatchObject({ details: { messageId: expect.stringMatching(/^<lt\..+@tinh\.gov\.vn>$/) } })
  }
})

test('a dead server and one that falls silent half way are both given up in time', async () => {
  const dead = { values: { host: '127.0.0.1', port: await freePort(), security: 'none' }, secrets: {} }
  expect(await fault(sender(dead).send(DOSSIER))).toMatchObject({ code: 'connect.unreachable', class: 'transient' })
  const { place } = await scripted({ EHLO: 'mute' })
  const started = performance.now()
  expect(await fault(sender(place, { timeout: 'PT2S' }).send(DOSSIER))).toMatchObject({ code: 'connect.unreachable' })
  expect(performance.now() - started).toBeLessThan(4000)
})

test('a run that is stopped lets go of the server', async () => {
  const { place } = await scripted({ RCPT: 'mute' })
  const stop = new AbortController()
  const sending = fault(sender(place, {}, { signal: stop.signal }).send(DOSSIER))
  setTimeout(() => stop.abort(), 200)
  expect(await sending).toMatchObject({ code: 'connect.unreachable' })
})

test('200 letters at once all arrive once', async () => {
  const place = await office({ security: 'none' })
  const node = (so: number) => sender(place, {}, { idempotencyKey: `run-${so}/gui` })
  await Promise.all(Array.from({ length: 200 }, (_, so) => node(so).send(DOSSIER)))
  expect(new Set(place.arrived.map(({ bytes }) => header(bytes, 'Message-ID'))).size).toBe(200)
}, 60_000)
