import { z } from 'zod'
import { textOf } from '#shared/flow/lines.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const FINDING = {
  type: 'object',
  properties: {
    truong: { type: 'string' },
    quyTac: { type: 'string' },
    loi: { type: 'string' },
    loiTiengAnh: { type: 'string' },
  },
  required: ['truong', 'quyTac', 'loi', 'loiTiengAnh'],
  additionalProperties: false,
}

/** Kiểm tra dữ liệu: a message that follows its schema goes on; another one leaves with everything that is wrong with it. */
export const definition = defineNode({
  type: 'validate',
  version: 1,
  kind: 'router',
  title: { vi: 'Kiểm tra dữ liệu', en: 'Validate' },
  summary: {
    vi: 'Kiểm tra thông điệp theo JSON Schema hoặc XSD; sai thì ra cổng riêng kèm mọi lỗi viết thành câu tiếng Việt.',
    en: 'Checks the message against a JSON Schema or an XSD; what is wrong leaves by its own port with every error as a sentence.',
  },
  keywords: [
    'kiểm tra',
    'hợp lệ',
    'lược đồ',
    'cấu trúc',
    'json schema',
    'xsd',
    'xml schema',
    'bắt buộc',
    'validate',
    'schema',
  ],
  settings: z
    .strictObject({
      kind: field
        .choice(
          [
            { value: 'json-schema', title: { vi: 'JSON Schema (dữ liệu có trường)', en: 'JSON Schema (fields)' } },
            { value: 'xsd', title: { vi: 'XSD (văn bản XML)', en: 'XSD (XML text)' } },
          ],
          {
            title: { vi: 'Kiểm tra theo', en: 'Check against' },
            help: {
              vi: 'JSON Schema cho dữ liệu đã đọc thành trường; XSD cho văn bản XML chưa đọc.',
              en: 'JSON Schema for data with fields; XSD for XML text that has not been read yet.',
            },
          },
        )
        .default('json-schema'),
      schema: field
        .longText({
          title: { vi: 'JSON Schema', en: 'JSON Schema' },
          help: {
            vi: 'Dán lược đồ đối tác cung cấp (bản 2020-12, 2019-09 hoặc draft-07). Ngoài các format chuẩn có thêm: digits, cccd, ma-so-thue, ma-ho-so.',
            en: 'The schema that the partner gave (2020-12, 2019-09 or draft-07). Formats besides the usual: digits, cccd, ma-so-thue, ma-ho-so.',
          },
          placeholder: '{ "type": "object", "required": ["MaHoSo"], "properties": { "MaHoSo": { "type": "string" } } }',
          showIf: { setting: 'kind', is: ['json-schema'] },
        })
        .optional(),
      xsd: field
        .longText({
          title: { vi: 'XSD', en: 'XSD' },
          help: {
            vi: 'Dán nội dung tệp .xsd chính. Không tải gì từ mạng: tệp được include hoặc import thì thêm ở dưới.',
            en: 'The text of the main .xsd file. Nothing is fetched: add files that it includes or imports below.',
          },
          placeholder: '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"> … </xs:schema>',
          showIf: { setting: 'kind', is: ['xsd'] },
        })
        .optional(),
      parts: field
        .list(
          {
            name: field
              .text({
                title: { vi: 'Tên tệp', en: 'File name' },
                help: {
                  vi: 'Đúng như ghi trong schemaLocation, ví dụ kieu-chung.xsd.',
                  en: 'As written in schemaLocation, such as common-types.xsd.',
                },
                placeholder: 'kieu-chung.xsd',
              })
              .max(200),
            text: field.longText({
              title: { vi: 'Nội dung', en: 'Text' },
              help: { vi: 'Nội dung tệp .xsd ấy, ví dụ chép từ Notepad.', en: 'The text of that .xsd file.' },
            }),
          },
          {
            title: { vi: 'Các tệp XSD kèm theo', en: 'Further XSD files' },
            help: {
              vi: 'Tệp mà XSD chính include hoặc import. Thiếu tệp nào thì báo lỗi tên tệp ấy.',
              en: 'What the main XSD includes or imports. A missing one is named in an error.',
            },
            add: { vi: 'Thêm tệp', en: 'Add a file' },
            max: 50,
            showIf: { setting: 'kind', is: ['xsd'] },
            advanced: true,
          },
        )
        .default([]),
      from: field
        .value({
          title: { vi: 'Phần cần kiểm tra', en: 'What to check' },
          help: {
            vi: 'Để trống: cả nội dung thông điệp. Hoặc chọn một trường, ví dụ DuLieu.',
            en: 'Blank: the whole body. Or a field, such as DuLieu.',
          },
        })
        .optional(),
      most: field
        .integer({
          title: { vi: 'Nêu nhiều nhất bao nhiêu lỗi', en: 'Most errors told' },
          help: {
            vi: 'Mọi lỗi được tìm cùng lúc; ở đây giới hạn số câu ghi ra. Ví dụ 20.',
            en: 'All errors are found at once; this bounds how many are told. Such as 20.',
          },
          min: 1,
          max: 200,
          advanced: true,
        })
        .default(20),
      maxMb: field
        .number({
          title: { vi: 'XML lớn nhất (MB)', en: 'Largest XML (MB)' },
          help: { vi: 'XML lớn hơn là lỗi. Ví dụ 10.', en: 'Larger XML is an error. Such as 10.' },
          min: 0.001,
          max: 20,
          showIf: { setting: 'kind', is: ['xsd'] },
          advanced: true,
        })
        .default(10),
    })
    .superRefine((settings, context) => {
      const path = settings.kind === 'xsd' ? 'xsd' : 'schema'
      const wrong = settings.kind === 'xsd' ? faultOfXsd(settings.xsd) : faultOfJson(settings.schema)
      if (wrong) context.addIssue({ code: 'custom', path: [path], ...complaint(wrong.vi, wrong.en) })
    }),
  input: true,
  out: [
    { name: 'valid', title: { vi: 'Hợp lệ', en: 'Valid' } },
    {
      name: 'invalid',
      title: { vi: 'Không hợp lệ', en: 'Not valid' },
      mustWire: true,
      schema: {
        type: 'object',
        properties: { soLoi: { type: 'number' }, loi: { type: 'array', items: FINDING }, noiDung: {} },
        required: ['soLoi', 'loi', 'noiDung'],
        additionalProperties: false,
      },
    },
  ],
  output: 'described',
  infers: 'checked',
  effects: 'none',
})

function faultOfJson(schema: unknown): { readonly vi: string; readonly en: string } | undefined {
  const text = textOf(schema)
  if (typeof text !== 'string' || text.trim() === '') return { vi: 'cần một JSON Schema', en: 'needs a JSON Schema' }
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return undefined
  } catch {
    return { vi: 'không phải JSON hợp lệ', en: 'is not valid JSON' }
  }
  return { vi: 'JSON Schema phải là một đối tượng { … }', en: 'a JSON Schema must be an object { … }' }
}

/** Only a glance, since a browser has no parser of XML schemas here; the first message says what is wrong inside. */
function faultOfXsd(xsd: unknown): { readonly vi: string; readonly en: string } | undefined {
  const text = textOf(xsd)
  if (typeof text !== 'string' || text.trim() === '') return { vi: 'cần một XSD', en: 'needs an XSD' }
  return /^[^<]*(?:<[?!][^>]*>[^<]*)*<(?:[\w.-]+:)?schema[\s>]/.test(text)
    ? undefined
    : { vi: 'không phải lược đồ XML (xs:schema)', en: 'is not an XML schema (xs:schema)' }
}
