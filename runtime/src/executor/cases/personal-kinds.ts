import { removeAccents } from '#shared/vietnam/text/normalise.ts'

/** Kinds of personal values that can be told by the name of their field or by their shape. */
export type Kind = 'name' | 'identity' | 'phone' | 'email' | 'address' | 'birth' | 'account'

interface Rule {
  readonly kind: Kind
  /** Of the field's name in unaccented small letters, without signs. */
  readonly field: RegExp
  readonly value: RegExp
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const DATE = /^(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}|\d{8}|\d{14})/
/** A field that says what kind of thing or which code it is, not the thing. */
const ABOUT = '^(?!loai|ma(?!dinhdanh|socanhan)|kieu|trangthai|id|is)'

const rules: readonly Rule[] = [
  { kind: 'email', field: /mail|thudientu/, value: EMAIL },
  {
    kind: 'identity',
    field: new RegExp(`${ABOUT}.*(?:cccd|cmnd|sogiayto|sodinhdanh|madinhdanhcanhan|hochieu|passport|cancuoc)`),
    value: /^[A-Z]{0,2}[\d\s]{6,15}$/i,
  },
  { kind: 'phone', field: /dienthoai|sdt|didong|phone|mobile|^fax/, value: /^\+?[\d\s.()-]{8,20}$/ },
  { kind: 'account', field: /sotaikhoan|taikhoannganhang|^stk/, value: /^[\d\s.-]{6,24}$/ },
  { kind: 'birth', field: /ngaysinh|ngaythangnamsinh|birth|^dob$/, value: DATE },
  {
    kind: 'address',
    field: new RegExp(`${ABOUT}.*(?:diachi|address|thuongtru|tamtru|noio|noicutru|quequan)$`),
    value: /\p{L}{2}/u,
  },
  {
    kind: 'name',
    field: new RegExp(
      `${ABOUT}.*(?:hoten|hovaten|chuhoso|nguoi(?:nop|nhan|yeucau|dungdon|daidien|uyquyen|kyten)(?:hoso)?|ten(?:chuho|cha|me|vo|chong|congdan|nguoi\\w*)|fullname)$`,
    ),
    value: /^\P{Nd}*\p{L}{2}\P{Nd}*$/u,
  },
]

/** Shapes that tell by themselves, whatever the field is called. */
const shapes: readonly Pick<Rule, 'kind' | 'value'>[] = [
  { kind: 'email', value: EMAIL },
  { kind: 'identity', value: /^0\d{11}$/ },
  { kind: 'phone', value: /^(?:0|\+84)[35789]\d{8}$/ },
]

/** The kind of a value in a field; undefined for what does not look personal. */
export function kindOf(field: string, value: string): Kind | undefined {
  const name = removeAccents(field)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  const rule = rules.find((it) => it.field.test(name) && it.value.test(value))
  return rule?.kind ?? shapes.find((it) => it.value.test(value))?.kind
}

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ']
const MIDDLE = ['Văn', 'Thị', 'Minh', 'Ngọc', 'Quang', 'Thu']
/** Words, not names of anybody. */
const GIVEN = ['Mẫu', 'Thử', 'Nháp', 'Giả', 'Tạm']

/** The `number`-th (from 1) other value of a kind, in the shape of the original: length, separators, capitals, accents. */
export function fakeOf(value: string, kind: Kind, number: number): string {
  switch (kind) {
    case 'name':
      return inStyle(nameOf(number), value)
    case 'address':
      return inStyle(`Số ${number}, đường Thử Nghiệm`, value)
    case 'email':
      return `nguoi-dung-${number}@example.com`
    case 'birth':
      return otherDay(value, number)
    case 'identity':
      // A citizen's number begins with place, sex and year of birth, which other fields may be checked against.
      return otherDigits(value, /^\d{12}$/.test(value) ? 6 : 2, number)
    case 'phone':
      return otherDigits(value, 3, number)
    case 'account':
      return otherDigits(value, 2, number)
  }
}

function nameOf(number: number): string {
  const pick = (words: readonly string[], at: number): string => words[at % words.length] ?? ''
  const more = Math.floor((number - 1) / (FAMILY.length * MIDDLE.length * GIVEN.length))
  const family = pick(FAMILY, number - 1)
  const middle = pick(MIDDLE, Math.floor((number - 1) / FAMILY.length))
  const given = pick(GIVEN, Math.floor((number - 1) / (FAMILY.length * MIDDLE.length)))
  return [family, middle, given, ...Array<string>(more).fill('Mẫu')].join(' ')
}

function inStyle(fake: string, like: string): string {
  const accents = removeAccents(like) === like ? removeAccents(fake) : fake
  if (like === like.toUpperCase()) return accents.toUpperCase()
  return like === like.toLowerCase() ? accents.toLowerCase() : accents
}

/** Keeps the first digits and all that is no digit; the others count. */
function otherDigits(value: string, keep: number, number: number): string {
  const digits = value.replace(/\D/g, '')
  const counted = String(number)
    .padStart(digits.length - keep, '0')
    .slice(keep - digits.length)
  const other = digits.slice(0, keep) + counted
  // What happens to be the original already is turned into the far end of the count.
  const sure = other === digits ? digits.slice(0, keep) + counted.replace(/^./, '9') : other
  let at = 0
  return value.replace(/\d/g, () => sure[at++] ?? '0')
}

/** Another day of the same year, in the same form. */
function otherDay(value: string, number: number): string {
  const day = String(((number - 1) % 28) + 1).padStart(2, '0')
  const month = String((Math.floor((number - 1) / 28) % 12) + 1).padStart(2, '0')
  return value
    .replace(/^\d{1,2}([/.-])\d{1,2}([/.-])(\d{4})/, `${day}$1${month}$2$3`)
    .replace(/^(\d{4})-\d{2}-\d{2}/, `$1-${month}-${day}`)
    .replace(/^(19|20)(\d{2})\d{4}(?=$|\d{6}$)/, `$1$2${month}${day}`)
}
