import type { Text } from '../text/text.ts'

/** What the forms call the fields of requests. */
const WORDS: Readonly<Record<string, Text>> = {
  name: { vi: 'Tên', en: 'Name' },
  displayName: { vi: 'Tên hiển thị', en: 'Display name' },
  password: { vi: 'Mật khẩu', en: 'Password' },
  role: { vi: 'Vai trò', en: 'Role' },
  id: { vi: 'Mã', en: 'Id' },
  title: { vi: 'Tên', en: 'Title' },
  code: { vi: 'Mã', en: 'Code' },
  rows: { vi: 'Các dòng', en: 'Rows' },
  extra: { vi: 'Cột khác', en: 'Other columns' },
  from: { vi: 'Từ ngày', en: 'From' },
  to: { vi: 'Đến ngày', en: 'To' },
  note: { vi: 'Ghi chú', en: 'Note' },
  reason: { vi: 'Lý do', en: 'Reason' },
  comment: { vi: 'Ý kiến', en: 'Comment' },
  decision: { vi: 'Quyết định', en: 'Decision' },
  status: { vi: 'Trạng thái', en: 'Status' },
  kind: { vi: 'Loại', en: 'Kind' },
  values: { vi: 'Giá trị', en: 'Values' },
  secrets: { vi: 'Thông tin bí mật', en: 'Secrets' },
  limits: { vi: 'Giới hạn', en: 'Limits' },
  flow: { vi: 'Luồng', en: 'Flow' },
  nodes: { vi: 'Các nút', en: 'Nodes' },
  settings: { vi: 'Cấu hình', en: 'Settings' },
  layout: { vi: 'Bố cục', en: 'Layout' },
  revision: { vi: 'Lần lưu', en: 'Revision' },
  version: { vi: 'Phiên bản', en: 'Version' },
  input: { vi: 'Dữ liệu vào', en: 'Input' },
  body: { vi: 'Nội dung', en: 'Body' },
  headers: { vi: 'Đầu thông điệp', en: 'Headers' },
  expression: { vi: 'Công thức', en: 'Expression' },
  mapping: { vi: 'Ánh xạ', en: 'Mapping' },
  days: { vi: 'Số ngày', en: 'Days' },
  limit: { vi: 'Số dòng mỗi trang', en: 'Page size' },
  cursor: { vi: 'Trang', en: 'Page' },
  q: { vi: 'Từ cần tìm', en: 'Search words' },
}

/** Where a request is wrong, as a person reads it: `rows.3.code` is "Các dòng › dòng 4 › Mã". A name without a word stays as it is. */
export function placeInWords(path: readonly string[]): Text {
  const words = path.map((part) => {
    if (/^\d+$/.test(part)) return { vi: `dòng ${Number(part) + 1}`, en: `row ${Number(part) + 1}` }
    return (Object.hasOwn(WORDS, part) ? WORDS[part] : undefined) ?? { vi: part, en: part }
  })
  if (words.length === 0) return { vi: 'cả yêu cầu', en: 'the whole request' }
  return { vi: words.map((it) => it.vi).join(' › '), en: words.map((it) => it.en).join(' › ') }
}
