import type { ErrorKind } from '../flow-error.ts'

/** Faults of databases and of SQL statements. */
export const sqlCodes = {
  'sql.failed': {
    class: 'permanent',
    side: 'data',
    status: 422,
    message: { vi: 'Cơ sở dữ liệu báo lỗi: {reason}', en: 'The database reported an error: {reason}' },
    advice: {
      vi: 'Kiểm tra câu lệnh và tham số trong nút, hoặc dữ liệu của thông điệp.',
      en: 'Check the statement and its parameters in the node, or the data of the message.',
    },
  },
  'sql.busy': {
    class: 'transient',
    side: 'partner',
    status: 503,
    message: { vi: 'Cơ sở dữ liệu đang bận: {reason}', en: 'The database is busy: {reason}' },
    advice: { vi: 'Hệ thống sẽ tự thử lại.', en: 'The system will try again.' },
  },
  'sql.constraint': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: 'Cơ sở dữ liệu không nhận dữ liệu này: {reason}',
      en: 'The database refused this data: {reason}',
    },
    advice: {
      vi: 'Sửa dữ liệu (trùng khoá, thiếu giá trị bắt buộc hoặc sai ràng buộc) rồi gửi lại.',
      en: 'Correct the data (duplicate key, missing value or broken rule) and send again.',
    },
  },
  'sql.auth': {
    class: 'auth',
    side: 'ours',
    status: 502,
    message: {
      vi: 'Cơ sở dữ liệu không chấp nhận tài khoản kết nối: {reason}',
      en: 'The database does not accept our credentials: {reason}',
    },
    advice: {
      vi: 'Mở mục Kết nối, kiểm tra tài khoản và quyền trên cơ sở dữ liệu.',
      en: 'Open Connections and check the user, the password and the rights on the database.',
    },
  },
  'sql.parameter': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Tham số :{name} trong câu lệnh SQL chưa được khai báo giá trị',
      en: 'The parameter :{name} of the SQL statement has no value',
    },
    advice: {
      vi: 'Thêm một dòng cho tham số này trong mục Tham số của nút.',
      en: 'Add a row for it under Parameters in the node.',
    },
  },
  'sql.no-column': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Câu truy vấn không trả về cột "{column}"',
      en: 'The query does not return the column "{column}"',
    },
    advice: {
      vi: 'Thêm cột này vào câu SELECT hoặc chọn cột khác trong nút.',
      en: 'Add the column to the SELECT, or choose another one in the node.',
    },
  },
  'sql.many-statements': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Mỗi nút chỉ chạy một câu lệnh SQL',
      en: 'A node runs one SQL statement only',
    },
    advice: {
      vi: 'Tách các câu lệnh ra nhiều nút.',
      en: 'Split the statements over several nodes.',
    },
  },
  'sql.unfinished': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Câu lệnh SQL có dấu {mark} chưa đóng',
      en: 'The SQL statement has {mark} that is not closed',
    },
    advice: {
      vi: 'Mở nút và sửa câu lệnh.',
      en: 'Open the node and correct the statement.',
    },
  },
  'sql.placeholder': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Câu lệnh SQL dùng {found}; hãy viết tham số dạng :ten',
      en: 'The SQL statement uses {found}; write parameters as :name',
    },
    advice: {
      vi: 'Đổi sang dạng :ten rồi khai báo giá trị trong mục Tham số.',
      en: 'Change it to :name and give the value under Parameters.',
    },
  },
  'sql.verb': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Nút này không chạy câu lệnh {verb}; chỉ chạy {allowed}',
      en: 'This node does not run {verb}; only {allowed}',
    },
    advice: {
      vi: 'Chọn lại kiểu câu lệnh của nút hoặc sửa câu lệnh.',
      en: 'Choose the other kind of statement in the node, or correct the statement.',
    },
  },
  'sql.changes-data': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Câu truy vấn này làm thay đổi dữ liệu nên không được chạy',
      en: 'This query would change data, so it was not run',
    },
    advice: {
      vi: 'Đổi kiểu câu lệnh của nút thành "Thay đổi dữ liệu".',
      en: 'Set the kind of the node to "Change data".',
    },
  },
  'sql.too-many-rows': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Kết quả truy vấn nhiều hơn {limit} dòng',
      en: 'The result has more than {limit} rows',
    },
    advice: {
      vi: 'Thêm điều kiện hoặc LIMIT vào câu lệnh, hoặc tăng giới hạn trong nút.',
      en: 'Narrow the statement with a condition or LIMIT, or raise the limit in the node.',
    },
  },
  'sql.too-large': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: 'Kết quả truy vấn lớn hơn {limit}',
      en: 'The result is larger than {limit}',
    },
    advice: {
      vi: 'Chọn ít cột hoặc ít dòng hơn, hoặc tăng giới hạn trong nút.',
      en: 'Select fewer columns or rows, or raise the limit in the node.',
    },
  },
  'sql.not-undone': {
    class: 'permanent',
    side: 'partner',
    status: 502,
    message: {
      vi: 'Ghi chưa trọn mà không hoàn lại được vì bảng không có giao dịch: {reason}',
      en: 'A part was written and could not be taken back, because the table has no transactions: {reason}',
    },
    advice: {
      vi: 'Kiểm tra dữ liệu đã ghi, rồi đề nghị quản trị cơ sở dữ liệu chuyển bảng sang InnoDB.',
      en: 'Check what was written, then ask the database administrator to change the table to InnoDB.',
    },
  },
  'sql.bad-row': {
    class: 'data',
    side: 'data',
    status: 422,
    message: {
      vi: '{place} không ghi được, nên chưa dòng nào được ghi: {reason}',
      en: '{place} cannot be written, so no row was: {reason}',
    },
    advice: {
      vi: 'Sửa dữ liệu của dòng này (sai kiểu, trùng khoá, thiếu giá trị bắt buộc) rồi gửi lại cả danh sách.',
      en: 'Correct the data of this row (wrong type, duplicate key, missing value), then send the whole list again.',
    },
  },
  'sql.name': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: '"{name}" không phải tên bảng, cột hoặc thủ tục',
      en: '"{name}" is no name of a table, column or procedure',
    },
    advice: {
      vi: 'Viết đúng tên như trong cơ sở dữ liệu, ví dụ ho_so hoặc dbo.HoSo.',
      en: 'Write the name as it is in the database, such as ho_so or dbo.HoSo.',
    },
  },
  'sql.unsupported': {
    class: 'permanent',
    side: 'ours',
    status: 422,
    message: {
      vi: '{database} không có {what}',
      en: '{database} has no {what}',
    },
    advice: {
      vi: 'Chọn nút khác hoặc kết nối tới cơ sở dữ liệu khác.',
      en: 'Choose another node, or a connection to another database.',
    },
  },
} satisfies Record<string, ErrorKind>
