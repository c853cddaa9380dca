import { list, object, reply, text } from '#nodes/replies/shapes.ts'
import type { EffectsBySetting, JsonSchema } from '#shared/node/define.ts'
import type { Text } from '#shared/text/text.ts'

/** An operation of a land system (domain-vietnam §6.5): VBDLIS or ILIS. The names come from public source code; where they are is ours. */
export interface Operation {
  readonly name: OperationName
  readonly title: Text
  readonly method: 'GET' | 'POST'
  /** `{key}` is the name of the code table. */
  readonly path: string
  /** Fields that the data must have, with a dot into an object. */
  readonly needs: readonly string[]
  readonly output: JsonSchema
}

/** The names of the operations, as the setting holds them. */
export type OperationName =
  | 'GetDanhMuc'
  | 'ChuyenHoSo'
  | 'TiepNhanHoSoChoMotCua'
  | 'TiepNhanHoSo'
  | 'CapNhatKetQuaThongBaoThue'

/** Every operation. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: 'TiepNhanHoSo',
    title: { vi: 'ILIS: Chuyển hồ sơ sang', en: 'ILIS: hand over a dossier' },
    method: 'POST',
    path: '/api/TiepNhanHoSo',
    needs: ['SoBienNhan', 'MaHoSoMotCua', 'NgayTiepNhan', 'ThongTinNguoiNopDon.HoTen', 'ThongTinQuyTrinh.MaQuyTrinh'],
    output: reply({}),
  },
  {
    name: 'CapNhatKetQuaThongBaoThue',
    title: { vi: 'ILIS: Báo kết quả thông báo thuế', en: 'ILIS: report the tax notices' },
    method: 'POST',
    path: '/api/CapNhatKetQuaThongBaoThue',
    needs: ['SoBienNhan', 'NguoiXuLy', 'NgayCoKetQuaThue', 'DanhSachThongBaoThue'],
    output: reply({}),
  },
  {
    name: 'ChuyenHoSo',
    title: { vi: 'VBDLIS: Chuyển hồ sơ', en: 'VBDLIS: hand over a dossier' },
    method: 'POST',
    path: '/api/ChuyenHoSo',
    needs: ['SoBienNhan'],
    output: reply({}),
  },
  {
    name: 'TiepNhanHoSoChoMotCua',
    title: { vi: 'VBDLIS: Tiếp nhận hồ sơ cho một cửa', en: 'VBDLIS: take a dossier for the one-stop system' },
    method: 'POST',
    path: '/api/TiepNhanHoSoChoMotCua',
    needs: ['SoBienNhan'],
    output: reply({}),
  },
  {
    name: 'GetDanhMuc',
    title: { vi: 'VBDLIS: Danh mục', en: 'VBDLIS: a code table' },
    method: 'GET',
    path: '/api/GetDanhMuc{key}',
    needs: [],
    output: reply(list(object({ Ma: text, Ten: text }))),
  },
]

/** Names of the operations that send data. */
export const POSTING: readonly OperationName[] = OPERATIONS.filter(({ method }) => method === 'POST').map(
  ({ name }) => name,
)

/** A hand-over is repeated by itself only where the officer says that the receiver recognises it. */
export const HAND_OVER: EffectsBySetting = { by: 'repeatSafe', when: { true: 'idempotent' }, otherwise: 'once' }

/** Names of the operations that hand a dossier over. */
export const HANDING_OVER: readonly OperationName[] = ['TiepNhanHoSo', 'ChuyenHoSo', 'TiepNhanHoSoChoMotCua']
