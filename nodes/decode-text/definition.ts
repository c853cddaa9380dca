import { z } from 'zod'
import { targetPath } from '#nodes/writing/target-path.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Đổi bảng mã: text of before Unicode becomes Unicode; what is not certain goes to a person. */
export const definition = defineNode({
  type: 'decode-text',
  version: 1,
  kind: 'transform',
  family: 'fields',
  title: { vi: 'Đổi bảng mã', en: 'Convert encoding' },
  summary: {
    vi: 'Đổi chữ mã cũ (TCVN3, VNI, VISCII …) sang Unicode, tự nhận ra bảng mã; chưa chắc thì đưa ra cổng riêng, chữ giữ nguyên.',
    en: 'Turns text in an old encoding (TCVN3, VNI, VISCII …) into Unicode and finds out which it is; what is not certain leaves unchanged through a port of its own.',
  },
  keywords: [
    'bảng mã',
    'unicode',
    'tcvn3',
    'abc',
    'vni',
    'viscii',
    'viqr',
    'cp1258',
    'phông',
    'lỗi chữ',
    'encoding',
    'charset',
  ],
  settings: z
    .strictObject({
      from: field
        .value({
          title: { vi: 'Chữ cần đổi', en: 'Text to convert' },
          help: {
            vi: 'Để trống: mọi chữ trong nội dung, đổi tại chỗ. Nhiều chữ cùng nhau thì nhận bảng mã chắc hơn một từ. Ví dụ trường ChuHoSo.',
            en: 'Blank: every text in the body, in its place. Many texts together tell their encoding better than one word. Such as the field ChuHoSo.',
          },
        })
        .optional(),
      source: field
        .choice(
          [
            { value: 'text', title: { vi: 'Chữ', en: 'Text' } },
            { value: 'base64', title: { vi: 'Tệp dạng Base64', en: 'A file in Base64' } },
          ],
          {
            title: { vi: 'Chữ ấy là', en: 'It is' },
            help: {
              vi: 'Chọn tệp Base64 khi trường chứa cả một tệp văn bản đã mã hoá Base64.',
              en: 'Choose the file when the field holds a whole text file in Base64.',
            },
            advanced: true,
          },
        )
        .default('text'),
      encoding: field
        .choice(
          [
            { value: 'auto', title: { vi: 'Tự nhận ra', en: 'Found by itself' } },
            { value: 'tcvn3', title: { vi: 'TCVN3 (ABC, phông .VnTime)', en: 'TCVN3 (ABC, .VnTime fonts)' } },
            { value: 'vni', title: { vi: 'VNI-Windows', en: 'VNI-Windows' } },
            { value: 'viscii', title: { vi: 'VISCII', en: 'VISCII' } },
            { value: 'cp1258', title: { vi: 'Windows-1258', en: 'Windows-1258' } },
            { value: 'viqr', title: { vi: 'VIQR', en: 'VIQR' } },
            { value: 'utf8-1252', title: { vi: 'UTF-8 bị đọc nhầm', en: 'UTF-8 that was misread' } },
          ],
          {
            title: { vi: 'Bảng mã', en: 'Encoding' },
            help: {
              vi: 'Chữ đã là Unicode luôn giữ nguyên, dù chọn bảng mã nào.',
              en: 'Text that is Unicode already always stays, whichever is chosen.',
            },
          },
        )
        .default('auto'),
      sure: field
        .integer({
          title: { vi: 'Độ tin cậy cần có (%)', en: 'Confidence needed (%)' },
          help: {
            vi: 'Nhận bảng mã chưa chắc đến mức này thì ra cổng "Chưa chắc".',
            en: 'What is found with less than this leaves through "Not certain".',
          },
          min: 50,
          max: 100,
          showIf: { setting: 'encoding', is: ['auto'] },
        })
        .default(80),
      to: targetPath({
        title: { vi: 'Ghi vào trường', en: 'Write to' },
        help: {
          vi: 'Để trống: chữ đã đổi thay cho cả nội dung. Chỉ dùng khi đã chọn "Chữ cần đổi".',
          en: 'Blank: the converted text becomes the body. Only with "Text to convert".',
        },
        placeholder: 'HoTen',
      }).optional(),
      report: targetPath({
        title: { vi: 'Ghi kết quả nhận bảng mã vào', en: 'Write what was found to' },
        help: {
          vi: 'Một trường nhận bangMa, doTinCay từ 0 đến 1, và lanVoi khi lẫn hai bảng mã.',
          en: 'A field that takes bangMa, doTinCay from 0 to 1, and lanVoi when two encodings are mixed.',
        },
        placeholder: 'NhanBangMa',
        advanced: true,
      }).optional(),
    })
    .refine((settings) => settings.to === undefined || settings.from !== undefined, {
      ...complaint('cần chọn "Chữ cần đổi" trước', 'needs "Text to convert" first'),
      path: ['to'],
    }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Đã đổi', en: 'Converted' } },
    { name: 'review', title: { vi: 'Chưa chắc', en: 'Not certain' }, mustWire: true },
  ],
  output: 'described',
  effects: 'none',
})
