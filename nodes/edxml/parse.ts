import { parseXml } from '#nodes/xml/parse.ts'
import { type Attachment, readAttachments } from './attachments.ts'
import { BUSSINESS_TYPES, PRIORITIES, STATUS_CODES } from './codes.ts'
import { type DocumentIdParts, readDocumentId } from './document-id.ts'
import { dayFromEdxml, type Fields, fieldsOf, isFields, listOf, textOf, timeFromEdxml, wrong } from './values.ts'

/** A packet as fields: the header with the names of the standard, dates in ISO form, files unpacked. */
export interface Packet {
  readonly MessageHeader: Fields
  readonly TraceHeaderList: Fields
  readonly Attachments: readonly Attachment[]
  /** The parts of `DocumentId` when it is of the form of the standard. */
  readonly DocumentIdParts?: DocumentIdParts
  /** The words for the codes in it. */
  readonly Labels: Readonly<Record<string, string>>
}

/** What a packet is for. */
export type PacketKind = 'document' | 'recall' | 'status'

/** Elements that are lists even when there is one of them. */
const LISTS: ReadonlySet<string> = new Set(['To', 'ResponseFor', 'TraceHeader', 'ReplacementInfo', 'Receiver'])
const DAYS: ReadonlySet<string> = new Set(['PromulgationDate', 'DueDate'])

/** Reads a packet; `maxBytes` bounds its files together. Unknown elements are kept, the signature is left out. */
export function readPacket(text: string, maxBytes: number): { readonly kind: PacketKind; readonly packet: Packet } {
  const maxXml = Math.ceil(maxBytes * 1.4) + 2 * 1024 * 1024
  const [[root, content] = ['', undefined]] = Object.entries(parse(text, maxXml))
  if (localName(root) !== 'edXML') throw wrong(root || '/', 'phần tử gốc phải là edXML', 'the root must be edXML')
  const whole = fieldsOf(plain('edXML', content))
  const envelope = isFields(whole.edXMLEnvelope) ? whole.edXMLEnvelope : whole
  const header = fieldsOf(envelope.edXMLHeader)
  if (!isFields(header.MessageHeader))
    throw wrong('edXMLHeader.MessageHeader', 'không có phần đầu của văn bản', 'the header of the message is missing')
  const manifest = fieldsOf(fieldsOf(envelope.edXMLBody).edXMLManifest)
  const attached = fieldsOf(whole.AttachmentEncoded ?? envelope.AttachmentEncoded)
  const id = readDocumentId(textOf(header.MessageHeader.DocumentId))
  const packet: Packet = {
    MessageHeader: header.MessageHeader,
    TraceHeaderList: fieldsOf(header.TraceHeaderList),
    Attachments: readAttachments(manifest.Reference, attached.Attachment, maxBytes),
    ...(id ? { DocumentIdParts: id } : {}),
    Labels: labelsOf(header.MessageHeader, bussinessOf(header)),
  }
  return { kind: kindOf(header.MessageHeader, bussinessOf(header)), packet }
}

/** The document of a packet; text in front of the first `<` is skipped, whatever it is. */
function parse(text: string, maxBytes: number): Fields {
  const start = text.indexOf('<')
  if (start < 0) throw wrong('/', 'không phải XML', 'it is no XML')
  const shape = { lists: new Set<string>(), cdata: 'text', trim: true, maxBytes } as const
  return parseXml(text.slice(start), shape)
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** An element without prefixes and namespace declarations; elements that differ by prefix only come together. */
function plain(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((it) => plain(name, it))
  if (!isFields(value)) return typeof value === 'string' ? leaf(name, value) : value
  const made = new Map<string, unknown>()
  for (const [key, content] of Object.entries(value)) {
    if (key.startsWith('@xmlns') || key === '@xsi:schemaLocation') continue
    const field = key.startsWith('@') || key.startsWith('#') ? key : localName(key)
    if (field === 'Signature') continue
    const next = plain(field, content)
    const before = made.get(field)
    const together = before === undefined ? next : [...listOf(before), ...listOf(next)]
    made.set(field, isList(field, name) ? listOf(together) : together)
  }
  const keys = [...made.keys()]
  if (keys.length === 1 && keys[0] === '#text') return leaf(name, textOf(made.get('#text')))
  return Object.fromEntries(made)
}

/** `Place` is one place of signing, or each of many where the document goes. */
function isList(field: string, parent: string): boolean {
  return LISTS.has(field) || (field === 'Place' && parent === 'ToPlaces')
}

function leaf(name: string, text: string): string {
  if (DAYS.has(name)) return dayFromEdxml(text)
  return name === 'Timestamp' ? timeFromEdxml(text) : text
}

function bussinessOf(header: Fields): Fields {
  return fieldsOf(fieldsOf(header.TraceHeaderList).Bussiness ?? header.Bussiness)
}

function kindOf(message: Fields, bussiness: Fields): PacketKind {
  if (textOf(message.StatusCode) !== '') return 'status'
  return textOf(bussiness.BussinessDocType) === '1' ? 'recall' : 'document'
}

function labelsOf(message: Fields, bussiness: Fields): Readonly<Record<string, string>> {
  const codes = [
    ['Priority', PRIORITIES, fieldsOf(message.OtherInfo).Priority],
    ['BussinessDocType', BUSSINESS_TYPES, bussiness.BussinessDocType],
    ['StatusCode', STATUS_CODES, message.StatusCode],
  ] as const
  return Object.fromEntries(
    codes.flatMap(([name, table, value]) => {
      const code = textOf(value)
      return Object.hasOwn(table, code) ? [[name, table[code]?.vi ?? '']] : []
    }),
  )
}
