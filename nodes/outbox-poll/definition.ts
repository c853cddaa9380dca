import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

const columnName = /^[^\s"'`;:]{1,100}$/

/** Hàng đợi trong cơ sở dữ liệu: rows that another system leaves in a table become messages, one each. */
export const definition = defineNode({
  type: 'outbox-poll',
  version: 1,
  kind: 'trigger',
  family: 'database',
  title: { vi: 'Hàng đợi trong cơ sở dữ liệu', en: 'Database outbox' },
  summary: {
    vi: 'Định kỳ đọc các dòng chưa xử lý trong một bảng; mỗi dòng là một thông điệp và chỉ vào luồng một lần.',
    en: 'Reads the rows of a table that wait; each row is a message and enters the flow once.',
  },
  keywords: ['outbox', 'poll', 'bảng', 'hàng đợi', 'sql', 'đồng bộ', 'quét', 'csdl'],
  settings: z
    .strictObject({
      connection: field.connection(['sql'], {
        title: { vi: 'Kết nối', en: 'Connection' },
        help: { vi: 'Kết nối cơ sở dữ liệu, ví dụ mot-cua-csdl.', en: 'A database connection, such as mot-cua-csdl.' },
      }),
      query: field.code('sql', {
        title: { vi: 'Câu truy vấn các dòng chờ', en: 'Query for waiting rows' },
        help: {
          vi: 'Dòng cũ trước. Có sẵn tham số :limit (số dòng mỗi lần) và :cursor (mốc của lần trước).',
          en: 'Oldest first. The parameters :limit (rows at a time) and :cursor (where it stopped last time) are there.',
        },
        placeholder: 'SELECT * FROM HangDoi WHERE DaDongBo = 0 ORDER BY Id LIMIT :limit',
      }),
      idColumn: field
        .text({
          title: { vi: 'Cột định danh', en: 'Column that tells rows apart' },
          help: {
            vi: 'Cùng giá trị chỉ vào luồng một lần (trong 30 ngày). Ví dụ Id.',
            en: 'The same value enters the flow once (within 30 days). Such as Id.',
          },
        })
        .regex(columnName)
        .default('Id'),
      acknowledge: field
        .code('sql', {
          title: { vi: 'Câu lệnh đánh dấu đã nhận', en: 'Statement that marks a row as taken' },
          help: {
            vi: 'Chạy sau khi thông điệp đã lưu an toàn. Dùng :id và :tên_cột của dòng. Nên chạy lại được nhiều lần.',
            en: 'Runs once the message is safe. Use :id and :column of the row. It should be safe to run again.',
          },
          placeholder: 'UPDATE HangDoi SET DaDongBo = 1 WHERE Id = :id',
        })
        .optional(),
      as: field
        .choice(
          [
            { value: 'row', title: { vi: 'Mỗi dòng một thông điệp', en: 'One message a row' } },
            {
              value: 'page',
              title: { vi: 'Mỗi trang một thông điệp: { rows, count }', en: 'One message a page: { rows, count }' },
            },
          ],
          {
            title: { vi: 'Đưa vào luồng', en: 'Into the flow' },
            help: {
              vi: 'Mỗi trang một thông điệp khi chép nhiều dòng sang nơi khác; câu truy vấn phải dùng :cursor.',
              en: 'One message a page to copy many rows elsewhere; the query must use :cursor.',
            },
          },
        )
        .default('row'),
      every: field
        .duration({
          title: { vi: 'Quét mỗi', en: 'Look every' },
          help: {
            vi: 'Bao lâu đọc hàng đợi một lần, ví dụ 5 giây (PT5S).',
            en: 'How often the queue is read, such as 5 seconds (PT5S).',
          },
        })
        .default('PT5S'),
      batch: field
        .integer({
          title: { vi: 'Số dòng mỗi lần', en: 'Rows at a time' },
          help: {
            vi: 'Mỗi lần đọc nhiều nhất chừng ấy dòng, ví dụ 50; còn lại đọc ở lần sau.',
            en: 'So many rows are read at most, such as 50; the others follow at the next look.',
          },
          min: 1,
          max: 10_000,
          advanced: true,
        })
        .default(50),
      versionColumn: field
        .text({
          title: { vi: 'Cột phiên bản', en: 'Version column' },
          help: {
            vi: 'Nếu một dòng được sửa và phải gửi lại: cột thay đổi theo mỗi lần sửa. Ví dụ NgaySua.',
            en: 'When a row that was changed must be sent again: the column that differs after each change. Such as NgaySua.',
          },
          advanced: true,
        })
        .regex(columnName)
        .optional(),
      cursorColumn: field
        .text({
          title: { vi: 'Cột làm mốc', en: 'Cursor column' },
          help: {
            vi: 'Giá trị ở dòng cuối được nhớ làm :cursor cho lần sau. Để trống: cột định danh. Ví dụ NgayCapNhat.',
            en: 'Its value in the last row is kept as :cursor for the next time. Empty: the column that tells rows apart. Such as NgayCapNhat.',
          },
          advanced: true,
        })
        .regex(columnName)
        .optional(),
      cursorStart: field
        .text({
          title: { vi: 'Mốc đầu tiên', en: 'First cursor' },
          help: {
            vi: 'Giá trị của :cursor ở lần quét đầu. Ví dụ 0.',
            en: 'The value of :cursor at the very first time. Such as 0.',
          },
          advanced: true,
        })
        .default('0'),
    })
    .refine((settings) => settings.acknowledge !== undefined || /:cursor\b/.test(settings.query), {
      ...complaint(
        'cần câu lệnh đánh dấu, hoặc câu truy vấn phải dùng :cursor, để một dòng không được đọc mãi',
        'is needed, or the query must use :cursor, so that a row is not read for ever',
      ),
      path: ['acknowledge'],
    })
    .refine(
      (settings) => settings.as === 'row' || (settings.acknowledge === undefined && /:cursor\b/.test(settings.query)),
      {
        ...complaint(
          'chỉ dùng được khi câu truy vấn có :cursor và không có câu lệnh đánh dấu',
          'needs :cursor in the query and no statement that marks rows',
        ),
        path: ['as'],
      },
    ),
  input: false,
  out: [{ name: 'out', title: { vi: 'Dòng mới', en: 'New row' } }],
  output: 'described',
  sample: { Id: 42, MaHoSo: '000.00.00.H22-260105-0001', Loai: 'HoSo', NgayTao: '2026-01-05 08:00:00' },
  effects: 'none',
  needs: ['sql'],
})
