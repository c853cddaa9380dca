import { z } from 'zod'
import { textResultFields, withPlace } from '#nodes/files/content-fields.ts'
import { layoutField, unitField } from '#nodes/fixed-width/layout-fields.ts'
import { charsetOut } from '#nodes/tabular/charset-field.ts'
import { RESULT_PORTS, rowsField } from '#nodes/tabular/column-fields.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Ghi tệp cột cố định: rows as lines whose columns stand at fixed places. */
export const definition = defineNode({
  type: 'fixed-width-write',
  version: 1,
  kind: 'transform',
  family: 'formats',
  title: { vi: 'Ghi tệp cột cố định', en: 'Write fixed width' },
  summary: {
    vi: 'Ghi các dòng với mỗi cột ở vị trí cố định; giá trị dài hơn cột thì báo lỗi, không bao giờ cắt.',
    en: 'Writes rows with each column at its fixed place; a value longer than its column is an error and never cut.',
  },
  keywords: ['cột cố định', 'độ dài cố định', 'vị trí', 'ngân hàng', 'kho bạc', 'fixed width', 'flat file'],
  settings: withPlace(
    z.strictObject({
      rows: rowsField(),
      unit: unitField(),
      columns: layoutField(),
      lineEnd: field
        .choice(
          [
            { value: 'crlf', title: { vi: 'Windows (CRLF)', en: 'Windows (CRLF)' } },
            { value: 'lf', title: { vi: 'Linux (LF)', en: 'Linux (LF)' } },
          ],
          {
            title: { vi: 'Xuống dòng', en: 'Line ends' },
            help: { vi: 'Theo tài liệu của bên nhận.', en: 'As the receiver specifies.' },
            advanced: true,
          },
        )
        .default('crlf'),
      charset: charsetOut(),
      ...textResultFields(),
    }),
  ),
  input: true,
  out: [...RESULT_PORTS],
  output: 'described',
  sample: '00123Nguyễn Văn An            \r\n',
  effects: { by: 'as', when: { text: 'none', base64: 'none' }, otherwise: 'idempotent' },
  needs: ['files'],
})
