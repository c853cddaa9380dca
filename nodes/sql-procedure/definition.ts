import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Gọi thủ tục: a stored procedure with its parameters, in and out. */
export const definition = defineNode({
  type: 'sql-procedure',
  version: 1,
  kind: 'connector',
  family: 'database',
  title: { vi: 'Gọi thủ tục (SQL)', en: 'Stored procedure (SQL)' },
  summary: {
    vi: 'Gọi một thủ tục lưu trong cơ sở dữ liệu; nhận lại tham số ra và các bảng kết quả.',
    en: 'Calls a stored procedure; gives back its out parameters and result sets.',
  },
  keywords: ['sql', 'procedure', 'call', 'exec', 'thủ tục', 'gọi', 'tham số', 'csdl'],
  settings: z.strictObject({
    connection: field.connection(['sql'], {
      title: { vi: 'Kết nối', en: 'Connection' },
      help: { vi: 'Kết nối cơ sở dữ liệu, ví dụ mot-cua-csdl.', en: 'A database connection, such as mot-cua-csdl.' },
    }),
    procedure: field.text({
      title: { vi: 'Tên thủ tục', en: 'Procedure' },
      help: {
        vi: 'Đúng như trong cơ sở dữ liệu, có thể kèm lược đồ. Ví dụ dbo.CapNhatTrangThai.',
        en: 'As it is in the database; its schema may stand in front. Such as dbo.CapNhatTrangThai.',
      },
    }),
    parameters: field
      .list(
        {
          name: field.text({
            title: { vi: 'Tên', en: 'Name' },
            help: {
              vi: 'Tên tham số, không có @. Ví dụ ma_ho_so.',
              en: 'Name of the parameter, without @. Such as ma_ho_so.',
            },
          }),
          direction: field
            .choice(
              [
                { value: 'in', title: { vi: 'Vào', en: 'In' } },
                { value: 'out', title: { vi: 'Ra', en: 'Out' } },
                { value: 'inout', title: { vi: 'Vào và ra', en: 'In and out' } },
              ],
              {
                title: { vi: 'Chiều', en: 'Direction' },
                help: {
                  vi: 'Tham số ra có trong kết quả ở out.tên.',
                  en: 'Parameters that come out are in the result at out.name.',
                },
              },
            )
            .default('in'),
          value: field
            .value({
              title: { vi: 'Giá trị', en: 'Value' },
              help: {
                vi: 'Giá trị đưa vào, ví dụ trường MaHoSo; tham số ra không cần.',
                en: 'What goes in, such as the field MaHoSo; not needed for out.',
              },
              showIf: { setting: 'direction', is: ['in', 'inout'] },
            })
            .optional(),
        },
        {
          title: { vi: 'Tham số', en: 'Parameters' },
          help: {
            vi: 'Theo đúng thứ tự khai báo của thủ tục.',
            en: 'In the order in which the procedure declares them.',
          },
          max: 100,
          add: { vi: 'Thêm tham số', en: 'Add a parameter' },
        },
      )
      .default([]),
    repeatSafe: field
      .boolean({
        title: { vi: 'Chạy lại an toàn', en: 'Safe to run again' },
        help: {
          vi: 'Bật khi gọi hai lần vẫn cho cùng kết quả. Khi tắt, nếu mất kết nối giữa chừng hệ thống sẽ hỏi người phụ trách.',
          en: 'On when calling twice gives the same result. When off and the connection breaks half way, a person is asked.',
        },
      })
      .default(false),
    maxRows: field
      .integer({
        title: { vi: 'Số dòng tối đa', en: 'Rows at most' },
        help: {
          vi: 'Tính cho mọi bảng kết quả; nhiều hơn là lỗi và thủ tục được hoàn lại. Ví dụ 1000.',
          en: 'Over all result sets; more is an error and the call is taken back. Such as 1000.',
        },
        min: 1,
        max: 10_000,
        advanced: true,
      })
      .default(1000),
    timeout: field
      .duration({
        title: { vi: 'Thời hạn', en: 'Time limit' },
        help: {
          vi: 'Thủ tục chạy lâu hơn bị dừng, ví dụ 30 giây (PT30S).',
          en: 'A procedure that takes longer is stopped, such as 30 seconds (PT30S).',
        },
        advanced: true,
      })
      .default('PT30S'),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Kết quả', en: 'Result' } }],
  output: 'described',
  sample: { out: { so_phieu: '0042' }, sets: [[{ MaHoSo: '000.00.00.H22-260105-0001' }]] },
  effects: { by: 'repeatSafe', when: { true: 'idempotent' }, otherwise: 'once' },
  needs: ['sql'],
})
