import { convertCode } from '../../vietnam/units/convert-code.ts'
import { foldUnitName } from '../../vietnam/units/unit-name.ts'
import { ExpressionError } from '../errors.ts'
import { findCode } from './codes.ts'
import { type DomainFunction, textAt } from './definition.ts'

/** Functions on administrative units whose codes changed. */
export const unitFunctions: readonly DomainFunction[] = [
  {
    name: 'doiDVHC',
    alias: 'convertUnit',
    parameters: ['table', 'code', 'name', 'asOf'],
    signature: '<sss?s?:o>',
    help: {
      vi: 'Đổi mã đơn vị hành chính (hay mã cơ quan) cũ sang mã mới theo danh mục chuyển đổi có cột maMoi. ketQua: "exact", "merged" (gộp), "split" (tách, cần người chọn trong luaChon) hoặc "unknown". Ghi tên đơn vị cũ ở đối số thứ ba để phát hiện mã được dùng lại với nghĩa khác.',
      en: 'Turns an old code of an administrative unit (or agency) into the new one by a conversion table with a column maMoi. ketQua: "exact", "merged", "split" (a person chooses from luaChon) or "unknown". The old name as third argument uncovers codes that were used again with another meaning.',
    },
    example: {
      expression: '$doiDVHC("tinh-2004-sang-2025", "24", "Tỉnh Bắc Giang").(ma & " " & ketQua)',
      result: '24 merged',
    },
    run: (args, port) => {
      const table = textAt(args, 0)
      const code = textAt(args, 1)
      if (table === undefined || code === undefined) return undefined
      const converted = convertCode(code, findCode(port, table, code, textAt(args, 3)), textAt(args, 2))
      if (converted) return converted
      throw new ExpressionError('domain.unit-row', { params: { table, code } })
    },
  },
  {
    name: 'cungDVHC',
    alias: 'sameUnitName',
    parameters: ['a', 'b'],
    signature: '<ss:b>',
    help: {
      vi: 'So hai tên đơn vị hành chính, không kể chữ "Xã", "Phường", "TP." … ở đầu, dấu, hoa thường. Nhiều xã trùng tên trên cả nước: hãy so cả tỉnh.',
      en: 'Compares two names of administrative units without their kind (Xã, Phường, TP. …), accents and case. Many communes share a name: compare the province too.',
    },
    example: { expression: '$cungDVHC("Xã Hoà Bình", "HOA BINH")', result: true },
    run: (args) => {
      const a = textAt(args, 0)
      const b = textAt(args, 1)
      return a === undefined || b === undefined ? undefined : foldUnitName(a) === foldUnitName(b)
    },
  },
]
