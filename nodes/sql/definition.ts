import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** SQL: one statement with bound parameters on a database connection. */
export const definition = defineNode({
  type: 'sql',
  version: 1,
  kind: 'connector',
  family: 'database',
  title: { vi: 'Cơ sở dữ liệu (SQL)', en: 'Database (SQL)' },
  summary: {
    vi: 'Đọc hoặc thay đổi dữ liệu trong SQLite, PostgreSQL, MariaDB, MySQL, SQL Server bằng một câu lệnh SQL có tham số.',
    en: 'Reads or changes data in SQLite, PostgreSQL, MariaDB, MySQL or SQL Server with one SQL statement and its parameters.',
  },
  keywords: [
    'sql',
    'sqlite',
    'postgresql',
    'mysql',
    'mariadb',
    'sql server',
    'mssql',
    'database',
    'csdl',
    'truy vấn',
    'cập nhật',
    'bảng',
    'query',
  ],
  settings: z.strictObject({
    connection: field.connection(['sql'], {
      title: { vi: 'Kết nối', en: 'Connection' },
      help: { vi: 'Kết nối cơ sở dữ liệu, ví dụ mot-cua-csdl.', en: 'A database connection, such as mot-cua-csdl.' },
    }),
    kind: field
      .choice(
        [
          { value: 'query', title: { vi: 'Truy vấn (chỉ đọc)', en: 'Query (reads only)' } },
          { value: 'change', title: { vi: 'Thay đổi dữ liệu', en: 'Change data' } },
        ],
        {
          title: { vi: 'Kiểu câu lệnh', en: 'Kind of statement' },
          help: {
            vi: 'Truy vấn chỉ đọc (SELECT); thay đổi dữ liệu gồm INSERT, UPDATE, DELETE.',
            en: 'A query only reads (SELECT); a change is INSERT, UPDATE or DELETE.',
          },
        },
      )
      .default('query'),
    statement: field.code('sql', {
      title: { vi: 'Câu lệnh SQL', en: 'SQL statement' },
      help: {
        vi: 'Một câu lệnh. Giá trị từ thông điệp viết bằng tham số :ten rồi khai báo ở dưới; không ghép chuỗi.',
        en: 'One statement. Write values of the message as :name and give them below; never join text.',
      },
      placeholder: 'SELECT * FROM HoSo WHERE MaHoSo = :maHoSo',
    }),
    params: field
      .pairs({
        title: { vi: 'Tham số', en: 'Parameters' },
        help: {
          vi: 'Tên không có dấu hai chấm. Đối tượng và danh sách được gửi dưới dạng chữ JSON. Ví dụ maHoSo lấy trường MaHoSo.',
          en: 'Names without the colon. Objects and lists are sent as JSON text. Such as maHoSo from the field MaHoSo.',
        },
      })
      .default([]),
    answer: field
      .choice(
        [
          { value: 'rows', title: { vi: 'Mọi dòng: { rows, count }', en: 'All rows: { rows, count }' } },
          {
            value: 'first',
            title: { vi: 'Dòng đầu tiên (không có: cổng "Không có dòng")', en: 'The first row (none: port "No row")' },
          },
        ],
        {
          title: { vi: 'Kết quả truy vấn', en: 'Result of the query' },
          help: {
            vi: 'Dòng đầu tiên khi tra một hồ sơ theo mã; mọi dòng khi cần danh sách.',
            en: 'The first row to look one dossier up by its code; all rows for a list.',
          },
          showIf: { setting: 'kind', is: ['query'] },
        },
      )
      .default('rows'),
    repeatSafe: field
      .boolean({
        title: { vi: 'Chạy lại an toàn (UPSERT)', en: 'Safe to run again (UPSERT)' },
        help: {
          vi: 'Bật khi chạy hai lần vẫn cho cùng kết quả, ví dụ INSERT … ON CONFLICT hoặc UPDATE đặt giá trị cố định. Khi tắt, nếu mất kết nối giữa chừng hệ thống sẽ hỏi người phụ trách.',
          en: 'On when running twice gives the same result, such as INSERT … ON CONFLICT or an UPDATE to fixed values. When off and the connection breaks half way, a person is asked.',
        },
        showIf: { setting: 'kind', is: ['change'] },
      })
      .default(false),
    maxRows: field
      .integer({
        title: { vi: 'Số dòng tối đa', en: 'Rows at most' },
        help: {
          vi: 'Nhiều dòng hơn là lỗi, để không đọc nhầm cả bảng. Ví dụ 1000.',
          en: 'More rows are an error, so that a whole table is not read by mistake. Such as 1000.',
        },
        min: 1,
        max: 10_000,
        advanced: true,
      })
      .default(1000),
    maxBytes: field
      .integer({
        title: { vi: 'Kích thước kết quả tối đa (byte)', en: 'Largest result (bytes)' },
        help: {
          vi: 'Kết quả lớn hơn là lỗi. Ví dụ 10000000 là khoảng 10 MB.',
          en: 'A larger result is an error. 10000000 is about 10 MB.',
        },
        min: 1000,
        max: 50_000_000,
        advanced: true,
      })
      .default(10_000_000),
    timeout: field
      .duration({
        title: { vi: 'Thời hạn câu lệnh', en: 'Time limit' },
        help: {
          vi: 'Câu lệnh chạy lâu hơn bị dừng, ví dụ 30 giây (PT30S).',
          en: 'A statement that takes longer is stopped, such as 30 seconds (PT30S).',
        },
        advanced: true,
      })
      .default('PT30S'),
  }),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Kết quả', en: 'Result' } },
    { name: 'empty', title: { vi: 'Không có dòng', en: 'No row' } },
  ],
  output: 'described',
  infers: 'rows',
  sample: { rows: [{ MaHoSo: '000.00.00.H22-260105-0001', TrangThai: '4' }], count: 1 },
  effects: {
    by: 'kind',
    when: { query: 'idempotent' },
    otherwise: { by: 'repeatSafe', when: { true: 'idempotent' }, otherwise: 'once' },
  },
  needs: ['sql'],
})
