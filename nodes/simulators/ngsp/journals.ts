import { enterpriseName, personName } from '../data/names.ts'
import { personalNumber } from '../data/person.ts'
import { addressIn, HOME_COMMUNES } from '../data/places.ts'
import { inventedTaxCode } from '../data/tax-code.ts'
import { between, digits, pick, seededRandom } from '../frame/random.ts'
import { addWorkingDays, clockTime, readSlashedTime, shortDay, slashedDay } from '../frame/vietnam-time.ts'

/** A dossier of enterprise registration in process. */
export interface Journal {
  /** `HH:mm` of the latest change. */
  readonly time: string
  readonly fields: Readonly<Record<string, unknown>>
}

const DOCUMENT_TYPES = ['Đăng ký mới', 'Đăng ký thay đổi', 'Tạm ngừng', 'Giải thể', 'Hoạt động trở lại'] as const
const PROCESS_STATUS = ['Đã tiếp nhận', 'Đang xử lý', 'Yêu cầu bổ sung', 'Đã chấp thuận', 'Đã trả kết quả'] as const

/**
 * The dossiers of one day, the same for the same seed and day. Their numbers carry the day (`yyMMdd` + three digits), so a single
 * one can be found again without keeping any.
 */
export function journalsOf(seed: number, day: Date): readonly Journal[] {
  const start = readSlashedTime(slashedDay(day)) ?? day
  const random = seededRandom(`${seed}/${shortDay(start)}`)
  const minutes = Array.from({ length: between(random, 12, 30) }, () => between(random, 450, 1020)).sort(
    (a, b) => a - b,
  )
  return minutes.map((minute, index) => {
    const time = new Date(start.getTime() + minute * 60_000)
    const status = pick(random, PROCESS_STATUS)
    const { type, name } = enterpriseName(random)
    const gender = pick(random, ['nam', 'nữ'] as const)
    const approved = status === 'Đã chấp thuận' || status === 'Đã trả kết quả'
    return {
      time: clockTime(time),
      fields: {
        IN_JOURNAL_NO: Number(`${shortDay(start)}${String(index + 1).padStart(3, '0')}`),
        DOCUMENT_TYPE: pick(random, DOCUMENT_TYPES),
        ENTERPRISE_CODE: digits(random, 10),
        ENTERPRISE_GDT_CODE: inventedTaxCode(random),
        NAME: name,
        ENTERPRISE_TYPE_ID: type.id,
        SITE_ID: 2,
        RECEIPT_DATE: slashedDay(start),
        PLAN_DATE: slashedDay(addWorkingDays(start, 3)),
        PROCESS_STATUS: status,
        PROCESSED_DATE: slashedDay(start),
        REGISTRATION_DATE: approved ? slashedDay(start) : null,
        SUPPLEMENT_DATE: status === 'Yêu cầu bổ sung' ? slashedDay(start) : null,
        SUBMISSION_TYPE: pick(random, ['Trực tuyến', 'Trực tuyến', 'Trực tiếp']),
        CONTACT_FULL_NAME: personName(random, gender),
        CONTACT_ADDRESS: addressIn(random, pick(random, HOME_COMMUNES)),
        CONTACT_ID_NO: personalNumber(random, gender, between(random, 1970, 2003)),
        CONTACT_PHONE: `09000${digits(random, 5)}`,
        CONTACT_EMAIL: `nguoinop${digits(random, 4)}@thu.example`,
      },
    }
  })
}

const LIST_FIELDS = [
  'IN_JOURNAL_NO',
  'DOCUMENT_TYPE',
  'ENTERPRISE_GDT_CODE',
  'NAME',
  'SITE_ID',
  'PROCESS_STATUS',
  'PROCESSED_DATE',
]
const PERIOD_FIELDS = [
  'IN_JOURNAL_NO',
  'DOCUMENT_TYPE',
  'ENTERPRISE_CODE',
  'ENTERPRISE_GDT_CODE',
  'NAME',
  'SITE_ID',
  'RECEIPT_DATE',
  'PLAN_DATE',
  'PROCESS_STATUS',
]

/** The fields of `danhSachHoSoTrongNgay`. */
export const dailyFields = (journal: Journal): Readonly<Record<string, unknown>> => chosen(journal, LIST_FIELDS)

/** The fields of `danhSachHoSo`. */
export const periodFields = (journal: Journal): Readonly<Record<string, unknown>> => chosen(journal, PERIOD_FIELDS)

function chosen(journal: Journal, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, journal.fields[name]]))
}

/** Finds one dossier by its number; the number names its day. */
export function journalByNumber(seed: number, number: string): Journal | undefined {
  const found = /^(\d{2})(\d{2})(\d{2})\d{3}$/.exec(number)
  const day = found && readSlashedTime(`${found[3]}/${found[2]}/20${found[1]}`)
  return day ? journalsOf(seed, day).find((journal) => String(journal.fields.IN_JOURNAL_NO) === number) : undefined
}
