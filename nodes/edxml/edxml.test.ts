import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packZip, unpackZip } from '#nodes/archives/zip.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { type BuildOptions, writePacket } from './build.ts'
import { BUSSINESS_TYPES, EDXML, PRIORITIES, STATUS_CODES } from './codes.ts'
import { readPacket } from './parse.ts'

const MB = 1024 * 1024
const build = (data: unknown, more: Partial<BuildOptions> = {}): string =>
  writePacket(data, { kind: 'document', maxBytes: MB, ...more })
const fault = (work: () => unknown) => {
  try {
    work()
  } catch (thrown) {
    return toErrorData(thrown)
  }
  throw new Error('was accepted')
}
const file = (Name: string, content: string) => {
  return { Name, Size: Buffer.byteLength(content), Base64: Buffer.from(content).toString('base64') }
}

const HEADER = {
  From: { OrganId: '000.00.00.H22', OrganName: 'Đơn vị thử' },
  To: [{ OrganId: 'G22' }],
  DocumentId: '000.00.00.H22,2026/01/05,15/UBND-VP',
  Code: { CodeNumber: '15', CodeNotation: 'UBND-VP' },
  PromulgationInfo: { Place: 'Hà Giang', PromulgationDate: '2026-01-05' },
  Subject: 'V/v thử nghiệm & "liên thông"',
}

const word = fc.stringMatching(/^[A-Za-zĐđÂâệ][A-Za-z0-9 &<>"'ệữ.-]{0,20}[a-zệ0-9]$/u)
const organ = fc.record(
  { OrganId: fc.constantFrom('000.00.00.H22', 'H56.14', 'G22'), OrganName: word, Email: word },
  { requiredKeys: ['OrganId'] },
)
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((it) => it.toISOString().slice(0, 10))
const attachment = fc.record({
  ContentId: fc.uuid(),
  AttachmentName: fc.constantFrom('cong-van.zip', 'Quyết định.pdf'),
  ContentType: fc.constant('application/pdf'),
  Description: fc.oneof(fc.constant(''), word),
  Files: fc.uniqueArray(
    fc.tuple(fc.stringMatching(/^[a-zđệ]{1,10}\.pdf$/u), fc.string()).map(([a, b]) => file(a, b)),
    {
      minLength: 1,
      maxLength: 3,
      selector: (it) => it.Name,
    },
  ),
})
const packet = fc.record({
  MessageHeader: fc.record({
    From: organ,
    To: fc.array(organ, { minLength: 1, maxLength: 3 }),
    DocumentId: day.map((it) => `H56.14,${it.replaceAll('-', '/')},1/QĐ-UBND`),
    Code: fc.record({ CodeNumber: word, CodeNotation: word }),
    PromulgationInfo: fc.record({ Place: word, PromulgationDate: day }),
    Subject: word,
    DueDate: day,
    OtherInfo: fc.record({ Priority: fc.constantFrom(...Object.keys(PRIORITIES)), TruongRieng: word }),
    ResponseFor: fc.array(fc.record({ OrganId: word, PromulgationDate: day }), { minLength: 1, maxLength: 2 }),
    SteeringType: fc.constantFrom('1', '2', '3'),
  }),
  TraceHeaderList: fc.record({
    TraceHeader: fc.array(fc.record({ OrganId: word, Timestamp: day.map((it) => `${it}T08:30:00+07:00`) }), {
      minLength: 1,
      maxLength: 3,
    }),
    Bussiness: fc.record({
      BussinessDocType: fc.constantFrom(...Object.keys(BUSSINESS_TYPES)),
      BussinessDocReason: word,
    }),
  }),
  Attachments: fc.array(attachment, { maxLength: 2 }),
})

test('any packet comes back as it was, with elements that we do not know', () => {
  fc.assert(
    fc.property(packet, (it) => {
      const { kind, packet: back } = readPacket(build(it), MB)
      const { Labels, DocumentIdParts, ...rest } = back
      expect(rest).toEqual(it)
      expect(kind).toBe(it.TraceHeaderList.Bussiness.BussinessDocType === '1' ? 'recall' : 'document')
      expect(Labels.Priority).toBe(PRIORITIES[it.MessageHeader.OtherInfo.Priority]?.vi)
      expect(DocumentIdParts).toMatchObject({ OrganId: 'H56.14', Code: '1/QĐ-UBND' })
    }),
    { numRuns: 100 },
  )
})

test('a built packet has the namespace, order, spelling and dates of the standard', () => {
  const { DocumentId: _, Subject, ...header } = HEADER
  const xml = build({ MessageHeader: { Subject, ...header }, Attachments: [{ Files: [file('a.txt', 'á')] }] })
  expect(xml).toContain(`<edXML:edXML xmlns:edXML="${EDXML}">`)
  expect(xml).toMatch(
    /<edXML:From>.*<edXML:To>.*<edXML:DocumentId>.*<edXML:Code>.*<edXML:PromulgationInfo>.*<edXML:Subject>/,
  )
  expect(xml).toContain('<edXML:DocumentId>000.00.00.H22,2026/01/05,15/UBND-VP</edXML:DocumentId>')
  expect(xml).toContain('<edXML:PromulgationDate>2026/01/05</edXML:PromulgationDate>')
  expect(xml).toContain('<edXML:Bussiness><edXML:BussinessDocType>0</edXML:BussinessDocType></edXML:Bussiness>')
  expect(xml).toContain('<edXML:ContentId>cid:tep-1</edXML:ContentId>')
  expect(build({ MessageHeader: HEADER }, { bussiness: '1' })).toContain('BussinessDocType>1<')
})

test.each(Object.keys(STATUS_CODES))('the status %s goes there and back', (StatusCode) => {
  const MessageHeader = {
    From: { OrganId: 'H56.14' },
    ResponseFor: [{ OrganId: '000.00.00.H22', DocumentId: HEADER.DocumentId }],
    StaffInfo: { Staff: 'Cán bộ thử' },
    StatusCode,
    Description: 'Đã xem',
    Timestamp: '2026-01-05T08:30:00+07:00',
  }
  const xml = build({ MessageHeader }, { kind: 'status' })
  expect(xml).toContain('<edXML:Timestamp>2026/01/05 08:30:00</edXML:Timestamp>')
  const { kind, packet: back } = readPacket(xml, MB)
  expect(kind).toBe('status')
  expect(back.MessageHeader).toEqual(MessageHeader)
  expect(back.Labels.StatusCode).toBe(STATUS_CODES[StatusCode]?.vi)
})

test.each(['\uFEFF', 'ï»¿', '\r\n \t', 'data: '])('%j in front of a packet is skipped', (lead) => {
  expect(readPacket(lead + build({ MessageHeader: HEADER }), MB).packet.MessageHeader).toEqual(HEADER)
})

test('other prefixes, a default namespace, a signature and a single receiver are read alike', () => {
  const inner =
    '<edXMLHeader><MessageHeader><To><OrganId>G22</OrganId></To></MessageHeader><Signature>x</Signature></edXMLHeader>'
  const plain = `<edXML xmlns="${EDXML}"><edXMLEnvelope>${inner}</edXMLEnvelope></edXML>`
  for (const xml of [plain, plain.replace(/<(\/?)(?=[A-Za-z])/g, '<$1e:').replace('xmlns=', 'xmlns:e=')])
    expect(readPacket(xml, MB).packet.MessageHeader).toEqual({ To: [{ OrganId: 'G22' }] })
})

test.each([
  ['no receiver', { To: [] }, 'MessageHeader.To'],
  ['a wrong receiver', { To: [{ OrganId: 'Sở A' }] }, 'MessageHeader.To[0].OrganId'],
  ['no subject', { Subject: '' }, 'MessageHeader.Subject'],
  ['a wrong priority', { OtherInfo: { Priority: '9' } }, 'MessageHeader.OtherInfo.Priority'],
  ['a wrong identifier', { DocumentId: '15/UBND' }, 'MessageHeader.DocumentId'],
  ['a day that is none', { PromulgationInfo: { PromulgationDate: '2026-02-30' } }, 'PromulgationDate'],
  ['no number', { DocumentId: '', Code: {} }, 'MessageHeader.DocumentId'],
])('%s is refused with its place', (_name, change, place) => {
  const { code, message } = fault(() => build({ MessageHeader: { ...HEADER, ...change } }))
  expect(code).toBe('edxml.wrong')
  expect(message.vi).toContain(place)
})

test.each(['', 'không phải XML', '<HoSo/>', '<edXML/>', '<edXML><edXMLEnvelope/></edXML>'])(
  '%j is no packet',
  (text) => {
    expect(fault(() => readPacket(text, MB)).code).toBe('edxml.wrong')
  },
)

describe('attachments', () => {
  const holding = (bytes: Buffer): string =>
    `<edXML><edXMLEnvelope><edXMLHeader><MessageHeader><Subject>S</Subject></MessageHeader></edXMLHeader></edXMLEnvelope><AttachmentEncoded><Attachment><ContentId>a</ContentId><ContentTransferEncoded>${bytes.toString('base64')}</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>`
  const named = (name: string): Buffer =>
    Buffer.from(
      packZip([{ name: 'a'.repeat(name.length), content: Buffer.from('x') }])
        .toString('latin1')
        .replaceAll('a'.repeat(name.length), name),
      'latin1',
    )

  test('the zip program reads what we pack, and we read what it packs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lienthong-zip-'))
    try {
      writeFileSync(join(folder, 'a.txt'), 'xin chào '.repeat(1000))
      const made = spawnSync('zip', ['-q', 'b.zip', 'a.txt'], { cwd: folder })
      if (made.status !== 0) return expect(process.env.CI).not.toBe('true')
      const files = unpackZip(readFileSync(join(folder, 'b.zip')), { files: 10, bytes: MB })
      expect(files.map((it) => [it.name, it.content.length])).toEqual([
        ['a.txt', Buffer.byteLength('xin chào '.repeat(1000))],
      ])
      writeFileSync(join(folder, 'c.zip'), packZip([{ name: 'đ.txt', content: Buffer.from('x') }]))
      expect(spawnSync('zip', ['-T', 'c.zip'], { cwd: folder }).status).toBe(0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('a file that is no archive is taken as it is', () => {
    expect(readPacket(holding(Buffer.from('%PDF-1.7')), MB).packet.Attachments).toMatchObject([
      { ContentId: 'a', Files: [{ Name: 'a', Size: 8 }] },
    ])
  })

  test('names come in NFC', () => {
    const zip = named('é.txt'.normalize('NFD').replace(/./gu, (it) => Buffer.from(it).toString('latin1')))
    expect(readPacket(holding(zip), MB).packet.Attachments[0]?.Files[0]?.Name).toBe('é.txt')
  })

  test.each(['../../x', '/etc/x', 'C:/x', '..\\x.txt', 'a/../b', 'a\u0000b'])('the name %j is refused', (name) => {
    const data = fault(() => readPacket(holding(named(name)), MB))
    expect(data.code).toBe('edxml.attachment')
    expect(data.message.vi).toContain('không an toàn')
  })

  test('a bomb is refused without being unpacked, also one that lies about its size', () => {
    const bomb = packZip([{ name: 'bom', content: Buffer.alloc(50 * MB) }])
    expect(bomb.length).toBeLessThan(MB / 10)
    expect(fault(() => readPacket(holding(bomb), MB)).message.vi).toContain('quá lớn')
    const lying = Buffer.from(bomb)
    lying.writeUInt32LE(1, lying.length - 22 - 46 - 3 + 24)
    expect(fault(() => readPacket(holding(lying), MB)).message.vi).toContain('quá lớn')
  })

  test('many files, two of one name, a changed byte and half an archive are refused', () => {
    const files = (count: number, name: (index: number) => string) =>
      packZip(Array.from({ length: count }, (_, index) => ({ name: name(index), content: Buffer.from('x') })))
    const good = files(1, () => 'a')
    const changed = Buffer.from(good)
    changed.writeUInt8(changed.readUInt8(14) ^ 1, changed.length - 22 - 47 + 16)
    for (const bytes of [files(201, String), files(2, () => 'a'), changed, good.subarray(0, 40)])
      expect(fault(() => readPacket(holding(bytes), MB)).code).toBe('edxml.attachment')
    expect(fault(() => readPacket(holding(good).replace('UEsD', '!!!!'), MB)).code).toBe('edxml.attachment')
  })

  test('any bytes are unpacked or refused, never a crash', () => {
    const good = packZip([{ name: 'a', content: Buffer.from('xin chào') }])
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Buffer.from(good)
        bytes.writeUInt8(byte, at)
        try {
          readPacket(holding(bytes), MB)
        } catch (thrown) {
          expect(toErrorData(thrown).code).toBe('edxml.attachment')
        }
      }),
      { numRuns: 500 },
    )
  })

  test('what is sent is bounded too', () => {
    const big = { MessageHeader: HEADER, Attachments: [{ Files: [file('a', 'x'.repeat(2 * MB))] }] }
    expect(fault(() => build(big)).code).toBe('edxml.attachment')
    const slip = { MessageHeader: HEADER, Attachments: [{ Files: [file('../a', 'x')] }] }
    expect(fault(() => build(slip)).code).toBe('edxml.attachment')
  })
})
