import type { JsonSchema } from '#shared/node/define.ts'
import { BUSSINESS_TYPES, PRIORITIES, STATUS_CODES, STEERING_TYPES } from './codes.ts'

const text: JsonSchema = { type: 'string' }
const day: JsonSchema = { type: 'string', description: 'năm-tháng-ngày' }
const codes = (table: object): JsonSchema => ({ type: 'string', enum: Object.keys(table) })
const fields = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
})
const texts = (...names: readonly string[]): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(names.map((name) => [name, text]))
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items })

const organ = fields(
  texts('OrganId', 'OrganizationInCharge', 'OrganName', 'OrganAdd', 'Email', 'Telephone', 'Fax', 'Website'),
  ['OrganId'],
)
const code = fields(texts('CodeNumber', 'CodeNotation'))
const staff = fields(texts('Department', 'Staff', 'Mobile', 'Email'))

const messageHeader = fields(
  {
    From: organ,
    To: list(organ),
    DocumentId: text,
    Code: code,
    PromulgationInfo: fields({ Place: text, PromulgationDate: day }),
    DocumentType: fields(texts('Type', 'TypeDetail', 'TypeName')),
    Subject: text,
    Content: text,
    SignerInfo: fields(texts('Competence', 'Position', 'FullName')),
    DueDate: day,
    ToPlaces: fields({ Place: list(text) }),
    OtherInfo: fields({
      Priority: codes(PRIORITIES),
      ...texts('SphereOfPromulgation', 'TyperNotation', 'PromulgationAmount', 'PageAmount', 'Direction'),
    }),
    ResponseFor: list(fields({ OrganId: text, Code: code, DocumentId: text, PromulgationDate: day })),
    SteeringType: { type: 'string', enum: STEERING_TYPES },
    StaffInfo: staff,
    StatusCode: codes(STATUS_CODES),
    Description: text,
    Timestamp: text,
  },
  ['From'],
)

/** The fields of a packet: what `edxml-build` takes and the mapper offers as its target. */
export const packetSchema: JsonSchema = fields(
  {
    MessageHeader: messageHeader,
    TraceHeaderList: fields({
      TraceHeader: list(fields(texts('OrganId', 'Timestamp'))),
      Bussiness: fields({
        BussinessDocType: codes(BUSSINESS_TYPES),
        ...texts('BussinessDocReason', 'Paper', 'DocumentId'),
        StaffInfo: staff,
      }),
    }),
    Attachments: list(
      fields({
        ...texts('ContentId', 'AttachmentName', 'ContentType', 'Description'),
        Files: list(fields({ Name: text, Size: { type: 'integer' }, Base64: text })),
      }),
    ),
  },
  ['MessageHeader'],
)
