import { chance, pick, type Random } from '../frame/random.ts'

const FAMILY = [
  'Nguyễn',
  'Nguyễn',
  'Nguyễn',
  'Trần',
  'Trần',
  'Lê',
  'Lê',
  'Phạm',
  'Hoàng',
  'Huỳnh',
  'Phan',
  'Vũ',
  'Võ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Hồ',
  'Ngô',
  'Dương',
  'Lý',
  'Nông',
  'Hoàng',
  'Triệu',
  'Lò',
  'Giàng',
  'Vàng',
  'Sùng',
  'Đinh',
  'Mai',
  'Tô',
]

const MALE_MIDDLE = [
  'Văn',
  'Văn',
  'Hữu',
  'Đức',
  'Minh',
  'Quang',
  'Quốc',
  'Thành',
  'Xuân',
  'Đình',
  'Công',
  'Ngọc',
  'Trọng',
  'Thế',
  'Mạnh',
  'Tiến',
]
const MALE_GIVEN = [
  'An',
  'Bình',
  'Cường',
  'Dũng',
  'Đạt',
  'Đức',
  'Giang',
  'Hải',
  'Hiếu',
  'Hoà',
  'Hùng',
  'Huy',
  'Khánh',
  'Kiên',
  'Lâm',
  'Long',
  'Mạnh',
  'Nam',
  'Nghĩa',
  'Phong',
  'Phúc',
  'Quân',
  'Sơn',
  'Thắng',
  'Thịnh',
  'Tuấn',
  'Tùng',
  'Việt',
  'Vinh',
  'Ý',
]

const FEMALE_MIDDLE = [
  'Thị',
  'Thị',
  'Thị',
  'Thu',
  'Ngọc',
  'Thanh',
  'Kim',
  'Bích',
  'Hồng',
  'Thị Thu',
  'Thị Ngọc',
  'Thị Kim',
  'Phương',
  'Diệu',
  'Quỳnh',
  'Khánh',
]
const FEMALE_GIVEN = [
  'Anh',
  'Bình',
  'Chi',
  'Dung',
  'Duyên',
  'Giang',
  'Hà',
  'Hằng',
  'Hạnh',
  'Hiền',
  'Hoa',
  'Huệ',
  'Hương',
  'Lan',
  'Liên',
  'Linh',
  'Loan',
  'Mai',
  'My',
  'Nga',
  'Ngân',
  'Nguyệt',
  'Nhung',
  'Oanh',
  'Phượng',
  'Quyên',
  'Thảo',
  'Thuỷ',
  'Trang',
  'Yến',
]

/** Nam or nữ, as papers say it. */
export type Gender = 'nam' | 'nữ'

/** A person's name put together at random from common parts; any likeness to somebody is chance. */
export function personName(random: Random, gender: Gender): string {
  const male = gender === 'nam'
  const middle = pick(random, male ? MALE_MIDDLE : FEMALE_MIDDLE)
  return [pick(random, FAMILY), middle, pick(random, male ? MALE_GIVEN : FEMALE_GIVEN)].join(' ')
}

const TRADE = [
  'Thương mại',
  'Thương mại và Dịch vụ',
  'Xây dựng',
  'Sản xuất',
  'Đầu tư và Phát triển',
  'Vận tải',
  'Du lịch',
  'Nông lâm sản',
  'Công nghệ',
  'Cơ khí',
  'Thực phẩm',
  'Dược liệu',
]
const FANCY = [
  'Hoàng Gia',
  'Minh Phát',
  'Tân Thành',
  'Sơn Thuỷ',
  'Bắc Sơn',
  'Đại Lộc',
  'Hồng Hà',
  'An Khang',
  'Phú Thịnh',
  'Cao Nguyên Đá',
  'Lô Giang',
  'Việt Tiến',
  'Thuận Phát',
  'Hưng Long',
  'Đông Á',
  'Ánh Dương',
  'Trường Thịnh',
  'Khải Hoàn',
]

/** A type of enterprise: code in the register, name, and how its name begins. */
export interface EnterpriseType {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly short: string
}

/** The four common types of enterprise. */
export const ENTERPRISE_TYPES: readonly EnterpriseType[] = [
  {
    id: 'TNHH1TV',
    name: 'Công ty trách nhiệm hữu hạn một thành viên',
    prefix: 'CÔNG TY TNHH MỘT THÀNH VIÊN',
    short: 'CO., LTD',
  },
  { id: 'TNHH', name: 'Công ty trách nhiệm hữu hạn hai thành viên trở lên', prefix: 'CÔNG TY TNHH', short: 'CO., LTD' },
  { id: 'CP', name: 'Công ty cổ phần', prefix: 'CÔNG TY CỔ PHẦN', short: 'JSC' },
  { id: 'DNTN', name: 'Doanh nghiệp tư nhân', prefix: 'DOANH NGHIỆP TƯ NHÂN', short: 'PE' },
]

/** An invented enterprise name in the spelling of the register (upper case), with its type. */
export function enterpriseName(random: Random): {
  readonly type: EnterpriseType
  readonly name: string
  readonly fancy: string
} {
  const type = pick(random, ENTERPRISE_TYPES)
  const fancy = `${pick(random, FANCY)}${chance(random, 0.3) ? ' HG' : ''}`
  return { type, fancy, name: `${type.prefix} ${pick(random, TRADE)} ${fancy}`.toLocaleUpperCase('vi') }
}
