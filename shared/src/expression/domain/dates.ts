import { ageOn, compareDates } from '../../vietnam/dates/compare.ts'
import { formatDate } from '../../vietnam/dates/format.ts'
import { dateInWords } from '../../vietnam/dates/in-words.ts'
import { canonicalDate, type PartialDate, parseDate, parseDateAs, precisionOf } from '../../vietnam/dates/parse.ts'
import { patternParts } from '../../vietnam/dates/pattern.ts'
import { type DomainFunction, textAt } from './definition.ts'

/** Reads an argument, a text or a year as a number, by the pattern in another one if there is one. */
function dateAt(args: readonly unknown[], patternIndex = -1, index = 0): PartialDate | undefined {
  const value = args[index]
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  if (text === '') return undefined
  const pattern = textAt(args, patternIndex)
  return pattern === undefined ? parseDate(text) : parseDateAs(text, pattern)
}

const PRECISION = { year: 'nam', month: 'thang', day: 'ngay', time: 'gio' } as const

function datePartsOf(date: PartialDate): Readonly<Record<string, unknown>> {
  const { year, month, day, time } = date
  return {
    nam: year,
    ...(month === undefined ? {} : { thang: month }),
    ...(day === undefined ? {} : { ngay: day }),
    ...(time ? { gio: time.hour, phut: time.minute, giay: time.second } : {}),
    doChinhXac: PRECISION[precisionOf(date)],
  }
}

/** A wrong pattern (mm for months, hh for HH) is told while the formula is written. */
function checkPattern([, pattern]: readonly (string | undefined)[]): void {
  if (pattern !== undefined) patternParts(pattern)
}

/** Functions on dates. */
export const dateFunctions: readonly DomainFunction[] = [
  {
    name: 'docNgay',
    alias: 'parseDate',
    parameters: ['date', 'pattern'],
    signature: '<(sn)-s?:s>',
    check: checkPattern,
    help: {
      vi: 'Đọc ngày ở mọi dạng thường gặp (05/07/2025, 20250705083000, 05/1975, 1975 …) thành dạng chuẩn ISO. Ngày khuyết giữ nguyên là khuyết. Giờ không ghi múi là giờ Việt Nam (Asia/Ho_Chi_Minh, +07:00). Đối số thứ hai chỉ định dạng, ví dụ "yyMMdd". Chữ rỗng cho kết quả rỗng.',
      en: 'Reads a date in any usual form (05/07/2025, 20250705083000, 05/1975, 1975 …) as canonical ISO. A partial date stays partial. A time without a zone is Vietnamese time (Asia/Ho_Chi_Minh, +07:00). The second argument names the form, such as "yyMMdd". Empty text gives nothing.',
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
    check: checkPattern,
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
  {
    name: 'tachNgay',
    alias: 'dateParts',
    parameters: ['date'],
    signature: '<(sn)-:o>',
    help: {
      vi: 'Tách ngày thành nam, thang, ngay và doChinhXac ("nam", "thang", "ngay" hoặc "gio"). Phần không biết thì không có, không bao giờ thành 01.',
      en: 'Splits a date into nam, thang, ngay and doChinhXac ("nam", "thang", "ngay" or "gio"). What is not known is left out and never becomes 01.',
    },
    example: { expression: '$tachNgay("05/1975")', result: { nam: 1975, thang: 5, doChinhXac: 'thang' } },
    run: (args) => {
      const date = dateAt(args)
      return date && datePartsOf(date)
    },
  },
  {
    name: 'soSanhNgay',
    alias: 'compareDates',
    parameters: ['a', 'b'],
    signature: '<(sn)(sn):s>',
    help: {
      vi: 'So hai ngày, kể cả ngày khuyết: "truoc", "bang", "sau", hoặc "khong-ro" khi phần đã biết chưa đủ để so, ví dụ 1975 với 05/1975.',
      en: 'Compares two dates, also partial ones: "truoc" (before), "bang" (equal), "sau" (after), or "khong-ro" when what is known does not tell, such as 1975 and 05/1975.',
    },
    example: {
      expression:
        '[$soSanhNgay("1975", "01/1976"), $soSanhNgay("1975", "05/1975"), $soSanhNgay("05/07/2025", "2025-07-05")]',
      result: ['truoc', 'khong-ro', 'bang'],
    },
    run: (args) => {
      const a = dateAt(args)
      const b = dateAt(args, -1, 1)
      return a === undefined || b === undefined ? undefined : compareDates(a, b)
    },
  },
  {
    name: 'tinhTuoi',
    alias: 'ageOn',
    parameters: ['birth', 'date'],
    signature: '<(sn)(sn):o>',
    help: {
      vi: 'Tuổi tròn vào một ngày: itNhat và nhieuNhat; hai số bằng nhau khi biết đủ ngày sinh.',
      en: 'Age in whole years on a day: itNhat (least) and nhieuNhat (most); equal when the day of birth is known.',
    },
    example: {
      expression: '[$tinhTuoi("1975", "05/07/2025"), $tinhTuoi("06/07/2007", "05/07/2025")]',
      result: [
        { itNhat: 49, nhieuNhat: 50 },
        { itNhat: 17, nhieuNhat: 17 },
      ],
    },
    run: (args) => {
      const birth = dateAt(args)
      const on = dateAt(args, -1, 1)
      return birth === undefined || on === undefined ? undefined : ageOn(birth, on)
    },
  },
]
