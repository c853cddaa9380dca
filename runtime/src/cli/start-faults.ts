import { FlowError } from '#shared/errors/flow-error.ts'

/** What to say when the server cannot start, by the code of the system or of SQLite: why, and what to do. */
const faults: readonly (readonly [RegExp, (error: NodeJS.ErrnoException & { port?: number }) => string])[] = [
  [
    /^EADDRINUSE$/,
    ({ port }) =>
      `Cổng ${port ?? ''} đã có chương trình khác dùng: dừng chương trình đó, hoặc đặt LIENTHONG_PORT, LIENTHONG_GATEWAY_PORT, LIENTHONG_SIMULATOR_PORT là cổng khác. (The port is taken: stop the other program, or set another one.)`,
  ],
  [
    /^EADDRNOTAVAIL$|^ENOTFOUND$/,
    () => 'LIENTHONG_HOST không phải địa chỉ của máy này. (LIENTHONG_HOST is no address of this machine.)',
  ],
  [
    /^ENOTDIR$|^EEXIST$|^EROFS$|^EACCES$|^EPERM$|^SQLITE_READONLY|^SQLITE_CANTOPEN|^SQLITE_PERM/,
    () =>
      'Không ghi được vào thư mục dữ liệu (LIENTHONG_DATA): kiểm tra quyền ghi, và ổ đĩa có bị gắn chỉ đọc không. (The data folder cannot be written: check its permissions, and whether the disk is mounted read-only.)',
  ],
  [
    /^ENOENT$/,
    () =>
      'Không có, hoặc không tạo được, thư mục hay tệp nêu dưới đây: kiểm tra các đường dẫn trong biến LIENTHONG_…. (The folder or file named below does not exist or cannot be made: check the paths in the LIENTHONG_… variables.)',
  ],
  [
    /^ENOSPC$|^EDQUOT$|^SQLITE_FULL/,
    () =>
      'Ổ đĩa của thư mục dữ liệu đã đầy: giải phóng dung lượng rồi chạy lại. (The disk of the data folder is full.)',
  ],
]

/** The text for people of an error that ended a command, with the technical words behind it. */
export function faultText(error: unknown): string {
  const technical = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = faults.find(([pattern]) => pattern.test(code))?.[1]
  if (error instanceof FlowError) return flowFault(error)
  return known && error instanceof Error ? `${known(error)}\n${technical}` : technical
}

function flowFault({ data: { code, message, advice } }: FlowError): string {
  return `${message.vi}. ${advice?.vi ?? ''}\n(${message.en}. ${advice?.en ?? ''})\n${code}`
}
