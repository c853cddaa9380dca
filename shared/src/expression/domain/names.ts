import { matchNames, NAME_BOUNDS } from '../../vietnam/names/match.ts'
import { nameSimilarity } from '../../vietnam/names/similarity.ts'
import { splitName } from '../../vietnam/names/split.ts'
import { tidyName } from '../../vietnam/names/tidy.ts'
import { type DomainFunction, numberAt, textAt } from './definition.ts'

/** Functions on names of persons. */
export const nameFunctions: readonly DomainFunction[] = [
  {
    name: 'soTen',
    alias: 'matchNames',
    parameters: ['a', 'b', 'match', 'differ'],
    signature: '<ssn?n?:o>',
    help: {
      vi: 'So hai họ tên: diem từ 0 đến 1, ketLuan là "khop", "can-nguoi-xem" hoặc "khac", code và reason nói vì sao (không dấu, khác dấu, đảo thứ tự, khác chữ đệm, gõ nhầm). Hai ngưỡng mặc định: khớp từ 0,93, khác dưới 0,7.',
      en: 'Compares two names: diem from 0 to 1, ketLuan "khop" (match), "can-nguoi-xem" (a person has to look) or "khac" (different), code and reason say why (accents, order, middle name, slip). Bounds by default: match from 0.93, different below 0.7.',
    },
    example: {
      expression:
        '[$soTen("Nguyễn Văn Hòa", "NGUYEN VAN HOA").ketLuan, $soTen("Nguyễn Văn Hùng", "Nguyễn Văn Hưng").ketLuan]',
      result: ['khop', 'can-nguoi-xem'],
    },
    run: (args) => {
      const a = textAt(args, 0)
      const b = textAt(args, 1)
      if (a === undefined || b === undefined) return undefined
      return matchNames(a, b, {
        match: numberAt(args, 2) ?? NAME_BOUNDS.match,
        differ: numberAt(args, 3) ?? NAME_BOUNDS.differ,
      })
    },
  },
  {
    name: 'chuanHoaTen',
    alias: 'tidyName',
    parameters: ['name'],
    signature: '<s-:s>',
    help: {
      vi: 'Viết họ tên gọn gàng: một dấu cách giữa các từ, viết hoa chữ đầu mỗi từ.',
      en: 'Writes a name tidily: one space between words, a capital at the head of each.',
    },
    example: { expression: '$chuanHoaTen("  NGUYỄN  văn ÁNH ")', result: 'Nguyễn Văn Ánh' },
    run: (args) => {
      const name = textAt(args, 0)
      return name === undefined ? undefined : tidyName(name)
    },
  },
  {
    name: 'doGiongTen',
    alias: 'nameSimilarity',
    parameters: ['a', 'b'],
    signature: '<ss:n>',
    help: {
      vi: 'Độ giống nhau của hai tên, từ 0 (khác hẳn) đến 1 (như nhau), không kể dấu và hoa thường.',
      en: 'Likeness of two names from 0 (nothing in common) to 1 (the same), without accents and case.',
    },
    example: { expression: '$doGiongTen("Trần Thị Bình", "Tran Thi Binh An")', result: 0.8125 },
    run: (args) => {
      const a = textAt(args, 0)
      const b = textAt(args, 1)
      return a === undefined || b === undefined ? undefined : nameSimilarity(a, b)
    },
  },
  {
    name: 'tachTen',
    alias: 'splitName',
    parameters: ['name'],
    signature: '<s-:o>',
    help: {
      vi: 'Tách họ tên thành họ (từ đầu), chữ đệm và tên (từ cuối). Họ kép như Tôn Thất không tách được chỉ từ chữ viết.',
      en: 'Splits a full name into family name (ho, the first word), middle names (chuDem) and given name (ten, the last word). Double family names cannot be told by their spelling.',
    },
    example: {
      expression: '$tachTen("Lê Thị Minh Khai")',
      result: { ho: 'Lê', chuDem: 'Thị Minh', ten: 'Khai' },
    },
    run: (args) => {
      const name = textAt(args, 0)
      return name === undefined ? undefined : splitName(name)
    },
  },
]
