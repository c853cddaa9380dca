import { formatDate } from '../../vietnam/dates/format.ts'
import { dateInWords } from '../../vietnam/dates/in-words.ts'
import { canonicalDate, type PartialDate, parseDate, parseDateAs } from '../../vietnam/dates/parse.ts'
import { type DomainFunction, textAt } from './definition.ts'

/** Reads the first argument, a text or a year as a number, by the pattern in the second one if there is one. */
function dateAt(args: readonly unknown[], patternIndex = -1): PartialDate | undefined {
  const [value] = args
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  if (text === '') return undefined
  const pattern = textAt(args, patternIndex)
  return pattern === undefined ? parseDate(text) : parseDateAs(text, pattern)
}

/** Functions on dates. */
export const dateFunctions: readonly DomainFunction[] = [
  {
    name: 'docNgay',
    alias: 'parseDate',
    parameters: ['date', 'pattern'],
    signature: '<(sn)-s?:s>',
    help: {
      vi: 'Đọc ngày ở mọi dạng thường gặp (05/07/2025, 20250705083000, 05/1975, 1975 …) thành dạng chuẩn ISO. Ngày khuyết giữ nguyên là khuyết. Đối số thứ hai chỉ định dạng, ví dụ "yyMMdd". Chữ rỗng cho kết quả rỗng.',
      en: 'Reads a date in any usual form (05/07/2025, 20250705083000, 05/1975, 1975 …) as canonical ISO. A partial date stays partial. The second argument names the form, such as "yyMMdd". Empty text gives nothing.',
    },
    example: {
      expression:
        '[$docNgay("05/07/2025"), $docNgay("05/1975"), $docNgay("20250705083000"), $docNgay("250705", "yyMMdd")]',
      result: ['2025-07-05', '1975-05', '2025-07-05T08:30:00+07:00', '2025-07-05'],
    },
    run: (args) => {
      const date = dateAt(args, 1)
      return date && canonicalDate(date)
    },
  },
  {
    name: 'vietNgay',
    alias: 'formatDate',
    parameters: ['date', 'pattern'],
    signature: '<(sn)s:s>',
    help: {
      vi: 'Viết ngày theo mẫu: yyyy yy MM M dd d HH mm ss XXX; chữ trong nháy đơn giữ nguyên. Ngày khuyết không viết được theo mẫu cần ngày đủ.',
      en: 'Writes a date by a pattern: yyyy yy MM M dd d HH mm ss XXX; letters in single quotes stay. A partial date cannot be written by a pattern that needs more.',
    },
    example: { expression: '$vietNgay("2025-07-05T08:30:00+07:00", "dd/MM/yyyy HH:mm")', result: '05/07/2025 08:30' },
    run: (args) => {
      const date = dateAt(args)
      const pattern = textAt(args, 1)
      return date === undefined || pattern === undefined ? undefined : formatDate(date, pattern)
    },
  },
  {
    name: 'ngayBangChu',
    alias: 'dateInWords',
    parameters: ['date'],
    signature: '<(sn)-:s>',
    help: {
      vi: 'Viết ngày bằng chữ như trên giấy tờ hộ tịch.',
      en: 'Writes a date in Vietnamese words, as civil status papers do.',
    },
    example: {
      expression: '$ngayBangChu("15/08/2025")',
      result: 'ngày mười lăm tháng tám năm hai nghìn không trăm hai mươi lăm',
    },
    run: (args) => {
      const date = dateAt(args)
      return date && dateInWords(date)
    },
  },
]
