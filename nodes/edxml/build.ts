import { buildXml } from '#nodes/xml/build.ts'
import { writeAttachments } from './attachments.ts'
import { BUSSINESS_TYPES, EDXML, PRIORITIES, RECEIVER_TYPES, STATUS_CODES, STEERING_TYPES } from './codes.ts'
import { checkOrganId, makeDocumentId, readDocumentId } from './document-id.ts'
import { dayToEdxml, type Fields, fieldsOf, isFields, listOf, textOf, timeToEdxml, wrong } from './values.ts'

/** What a packet is built for. */
export interface BuildOptions {
  readonly kind: 'document' | 'status'
  /** Overrules `BussinessDocType` of the data. */
  readonly bussiness?: string
  /** Bounds the files together. */
  readonly maxBytes: number
}

const ORGAN = ['OrganId', 'OrganizationInCharge', 'OrganName', 'OrganAdd', 'Email', 'Telephone', 'Fax', 'Website']

/** The order of elements in the standard, by the name of their parent; what is not named here follows in the order of the data. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  MessageHeader: [
    'From',
    'To',
    'DocumentId',
    'Code',
    'PromulgationInfo',
    'DocumentType',
    'Subject',
    'Content',
    'SignerInfo',
    'DueDate',
    'ToPlaces',
    'OtherInfo',
    'ResponseFor',
    'SteeringType',
    'StaffInfo',
    'StatusCode',
    'Description',
    'Timestamp',
  ],
  From: ORGAN,
  To: ORGAN,
  Code: ['CodeNumber', 'CodeNotation'],
  PromulgationInfo: ['Place', 'PromulgationDate'],
  DocumentType: ['Type', 'TypeDetail', 'TypeName'],
  SignerInfo: ['Competence', 'Position', 'FullName'],
  OtherInfo: [
    'Priority',
    'SphereOfPromulgation',
    'TyperNotation',
    'PromulgationAmount',
    'PageAmount',
    'Direction',
    'Appendixes',
  ],
  ResponseFor: ['OrganId', 'Code', 'DocumentId', 'PromulgationDate'],
  TraceHeaderList: ['TraceHeader', 'Bussiness'],
  TraceHeader: ['OrganId', 'Timestamp'],
  Bussiness: [
    'BussinessDocType',
    'BussinessDocReason',
    'Paper',
    'DocumentId',
    'BussinessDocumentInfo',
    'ReplacementInfoList',
    'StaffInfo',
  ],
  StaffInfo: ['Department', 'Staff', 'Mobile', 'Email'],
}

/** Builds a packet from fields in the form of `readPacket`; throws `edxml.wrong` with the place, or `edxml.attachment`. */
export function writePacket(data: unknown, options: BuildOptions): string {
  if (!isFields(data) || !isFields(data.MessageHeader))
    throw wrong('MessageHeader', 'chưa có phần đầu của văn bản', 'the header of the message is missing')
  const message = options.kind === 'status' ? statusHeader(data.MessageHeader) : documentHeader(data.MessageHeader)
  const trace = traceOf(fieldsOf(data.TraceHeaderList), options)
  const { references, encoded } = writeAttachments(data.Attachments, options.maxBytes)
  const header = { MessageHeader: message, ...(trace ? { TraceHeaderList: trace } : {}) }
  const body = references.length === 0 ? {} : { edXMLBody: { edXMLManifest: { Reference: references } } }
  const attached = encoded.length === 0 ? {} : { AttachmentEncoded: { Attachment: encoded } }
  const packet = { edXMLEnvelope: { edXMLHeader: header, ...body }, ...attached }
  const root = { 'edXML:edXML': { '@xmlns:edXML': EDXML, ...fieldsOf(prefixed('edXML', packet, '')) } }
  return buildXml(root, { declaration: true, indent: false, shortEmpty: false })
}

function documentHeader(message: Fields): Fields {
  const from = fieldsOf(message.From)
  const to = listOf(message.To).map(fieldsOf)
  checkOrganId(textOf(from.OrganId), 'MessageHeader.From.OrganId')
  if (to.length === 0) throw wrong('MessageHeader.To', 'chưa có nơi nhận', 'there is no receiver')
  for (const [index, one] of to.entries()) {
    checkOrganId(textOf(one.OrganId), `MessageHeader.To[${index}].OrganId`)
    checkCode(one.ReceiverType, RECEIVER_TYPES, `MessageHeader.To[${index}].ReceiverType`)
  }
  if (textOf(message.Subject) === '')
    throw wrong('MessageHeader.Subject', 'chưa có trích yếu', 'the subject is missing')
  checkCode(fieldsOf(message.OtherInfo).Priority, Object.keys(PRIORITIES), 'MessageHeader.OtherInfo.Priority')
  checkCode(message.SteeringType, STEERING_TYPES, 'MessageHeader.SteeringType')
  return { ...message, DocumentId: documentId(message) }
}

function documentId(message: Fields): string {
  const given = textOf(message.DocumentId)
  if (given !== '') {
    if (readDocumentId(given)) return given
    throw wrong(
      'MessageHeader.DocumentId',
      'phải có dạng mã cơ quan,năm/tháng/ngày,số/ký hiệu',
      'must be organ,yyyy/MM/dd,number/notation',
    )
  }
  const { CodeNumber, CodeNotation } = fieldsOf(message.Code)
  const day = textOf(fieldsOf(message.PromulgationInfo).PromulgationDate)
  return makeDocumentId(textOf(fieldsOf(message.From).OrganId), day, textOf(CodeNumber), textOf(CodeNotation))
}

function statusHeader(message: Fields): Fields {
  checkOrganId(textOf(fieldsOf(message.From).OrganId), 'MessageHeader.From.OrganId')
  const answered = listOf(message.ResponseFor).map(fieldsOf)
  if (answered.length === 0)
    throw wrong('MessageHeader.ResponseFor', 'chưa có văn bản được trả lời', 'the document answered is missing')
  for (const [index, one] of answered.entries())
    checkOrganId(textOf(one.OrganId), `MessageHeader.ResponseFor[${index}].OrganId`)
  if (textOf(message.StatusCode) === '')
    throw wrong('MessageHeader.StatusCode', 'chưa có mã trạng thái', 'the status code is missing')
  checkCode(message.StatusCode, Object.keys(STATUS_CODES), 'MessageHeader.StatusCode')
  return message
}

function traceOf(trace: Fields, { kind, bussiness }: BuildOptions): Fields | undefined {
  const own = fieldsOf(trace.Bussiness)
  const type = bussiness ?? (textOf(own.BussinessDocType) || '0')
  checkCode(type, Object.keys(BUSSINESS_TYPES), 'TraceHeaderList.Bussiness.BussinessDocType')
  if (kind === 'status') return Object.keys(trace).length === 0 ? undefined : trace
  return { ...trace, Bussiness: { ...own, BussinessDocType: type } }
}

/** A code may be absent; when it is there it is one of the table. */
function checkCode(value: unknown, codes: readonly string[], place: string): void {
  const code = textOf(value)
  if (code === '' || codes.includes(code)) return
  const shown = code.slice(0, 40)
  throw wrong(
    place,
    `mã "${shown}" không có; nhận ${codes.join(', ')}`,
    `there is no code "${shown}"; known: ${codes.join(', ')}`,
  )
}

/** The fields of an element in the order of the standard, with the prefix, dates as the standard writes them. */
function prefixed(name: string, value: unknown, place: string): unknown {
  if (Array.isArray(value)) return value.map((it, index) => prefixed(name, it, `${place}[${index}]`))
  if (!isFields(value)) return leaf(name, value, place)
  const order = Object.hasOwn(ORDER, name) ? (ORDER[name] ?? []) : []
  const keys = [
    ...order.filter((key) => Object.hasOwn(value, key)),
    ...Object.keys(value).filter((key) => !order.includes(key)),
  ]
  return Object.fromEntries(
    keys.map((key) => {
      const plain = key.startsWith('@') || key.startsWith('#')
      return [plain ? key : `edXML:${key}`, prefixed(key, value[key], place === '' ? key : `${place}.${key}`)]
    }),
  )
}

function leaf(name: string, value: unknown, place: string): unknown {
  const text = textOf(value)
  if (text === '') return value
  if (name === 'PromulgationDate' || name === 'DueDate') return dayToEdxml(text, place)
  return name === 'Timestamp' ? timeToEdxml(text, place) : value
}
