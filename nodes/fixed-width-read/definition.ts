import { z } from 'zod'
import { resultTarget, textSourceFields, withPlace } from '#nodes/files/content-fields.ts'
import { layoutField, unitField } from '#nodes/fixed-width/layout-fields.ts'
import { charsetIn } from '#nodes/tabular/charset-field.ts'
import { badRowsField, maxRowsField, TABLE_PORTS } from '#nodes/tabular/column-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Đọc tệp cột cố định: lines whose columns stand at fixed places. */
export const definition = defineNode({
  type: 'fixed-width-read',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Đọc tệp cột cố định', en: 'Read fixed width' },
  summary: {
    vi: 'Đọc tệp mà mỗi cột nằm ở vị trí cố định của dòng, tính theo ký tự hoặc byte.',
    en: 'Reads a file whose columns stand at fixed places of a line, counted in characters or bytes.',
  },
  keywords: ['cột cố định', 'độ dài cố định', 'vị trí', 'ngân hàng', 'kho bạc', 'fixed width', 'flat file'],
  settings: withPlace(
    z.strictObject({
      ...textSourceFields(),
      charset: charsetIn(),
      unit: unitField(),
      columns: layoutField(),
      skip: field
        .integer({
          title: { vi: 'Bỏ qua mấy dòng đầu', en: 'Lines left out at the top' },
          help: { vi: 'Dòng tiêu đề, dòng tổng ở đầu tệp.', en: 'Headings or totals at the top of the file.' },
          min: 0,
          max: 1000,
        })
        .default(0),
      short: field
        .boolean({
          title: { vi: 'Nhận dòng bị cắt khoảng trắng cuối', en: 'Take lines whose end was trimmed' },
          help: {
            vi: 'Tắt: dòng ngắn hơn là không hợp lệ, vì có thể đã bị đứt.',
            en: 'Off: a shorter line is invalid, since it may have been cut.',
          },
          advanced: true,
        })
        .default(false),
      onBad: badRowsField(),
      maxRows: maxRowsField(),
      to: resultTarget().optional(),
    }),
  ),
  input: true,
  out: [...TABLE_PORTS],
  output: 'described',
  sample: { rows: [{ soHoSo: '00123', hoTen: 'Nguyễn Văn An' }], count: 1 },
  effects: { by: 'source', when: { text: 'none', base64: 'none' }, otherwise: 'idempotent' },
  needs: ['files'],
})
