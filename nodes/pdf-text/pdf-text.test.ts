import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const sample = (name: string): Buffer => readFileSync(new URL(`./samples/${name}`, import.meta.url))
const read = (bytes: Buffer, settings: object = {}) =>
  testNode({ definition, run }, settings)
    .send({ content: bytes.toString('base64') })
    .catch(toErrorData)

/** A PDF of one page around a stream of drawing, with more objects and words of the trailer. */
function pdf(content: Buffer, more = '', trailer = ''): Buffer {
  const stream = deflateSync(content)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
  ].map((it, i) => `${i + 1} 0 obj\n${it}\nendobj\n`)
  const parts = [
    Buffer.from(`%PDF-1.4\n${objects.join('')}4 0 obj\n<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`),
    stream,
    Buffer.from('\nendstream\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n'),
    Buffer.from(`${more}trailer\n<< /Root 1 0 R ${trailer} >>\n%%EOF\n`),
  ]
  return Buffer.concat(parts)
}

test('the text of each page of a printed document comes in composed Unicode', async () => {
  const sent = await read(sample('quyet-dinh.pdf'))
  expect(sent).toMatchObject({ port: 'out', message: { body: { count: 2 } } })
  const body = 'kind' in sent && sent.kind === 'emit' ? Object(sent.message.body) : {}
  const [first, second] = Reflect.get(body, 'pages')
  expect(first).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
  expect(first).toContain('Số: 00123/QĐ-UBND')
  expect(first).toContain('Nguyễn Thị Hường, sinh ngày 05/01/1975, thường trú tại phường Phúc Xá.')
  expect(second).toBe('Trang hai: ký hiệu ặ ễ ử ỵ Đ')
  expect(first).toBe(first.normalize('NFC'))
})

test('a file at a connection is read and its reference stays beside the text', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-pdf-')))
  writeFileSync(join(folder, 'a.pdf'), sample('quyet-dinh.pdf'))
  const node = testNode(
    { definition, run },
    { source: 'file', connection: 'kho' },
    realPartners([handle('folder', { folder }, {}, 'kho')]),
  )
  expect(await node.send({ path: 'a.pdf' })).toMatchObject({ message: { body: { count: 2, file: { name: 'a.pdf' } } } })
  rmSync(folder, { recursive: true })
})

test('scanned pictures, a password, damage, other files and too many pages are told apart', async () => {
  expect(await read(sample('anh-quet.pdf'))).toMatchObject({ code: 'pdf.no-text' })
  const encrypt = `6 0 obj\n<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> >>\nendobj\n`
  const locked = pdf(
    Buffer.from('BT /F1 12 Tf (x) Tj ET'),
    encrypt,
    `/Encrypt 6 0 R /ID [<${'00'.repeat(16)}> <${'00'.repeat(16)}>]`,
  )
  expect(await read(locked)).toMatchObject({
    code: 'pdf.unreadable',
    message: { vi: expect.stringContaining('mật khẩu') },
  })
  expect(await read(Buffer.from('%PDF-1.7\nkhông còn gì'))).toMatchObject({ code: 'pdf.unreadable' })
  expect(await read(Buffer.from('không phải'))).toMatchObject({
    code: 'pdf.unreadable',
    message: { vi: expect.stringContaining('không phải PDF') },
  })
  expect(await read(sample('quyet-dinh.pdf'), { maxPages: 1 })).toMatchObject({
    code: 'pdf.unreadable',
    message: { vi: expect.stringContaining('2 trang') },
  })
})

test('a small file that takes too long is stopped in time, while others go on', async () => {
  const bomb = pdf(Buffer.from('BT /F1 12 Tf (x) Tj ET\n'.repeat(3_000_000)))
  expect(bomb.length).toBeLessThan(500_000)
  const started = Date.now()
  let turns = 0
  const others = setInterval(() => turns++, 20)
  const sent = await read(bomb, { seconds: 1 })
  clearInterval(others)
  expect(sent).toMatchObject({ code: 'pdf.too-slow' })
  expect(Date.now() - started).toBeLessThan(6000)
  expect(turns).toBeGreaterThan(10)
})
