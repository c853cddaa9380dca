import { z } from 'zod'
import { MOT_CUA_ACCOUNT } from '../access.ts'
import { jsonReply, type Reply } from '../frame/reply.ts'
import { basicCredentials, type SimRequest } from '../frame/request.ts'
import type { Dialect, Route } from '../frame/simulator.ts'
import { addWorkingDays, compactTime, readSlashedTime, slashedTime } from '../frame/vietnam-time.ts'
import { codeTable } from './code-tables.ts'
import { DOSSIER_CODE, incomingDossierSchema, rowsOfIncoming } from './incoming-dossier.ts'
import { isFinal, isState, STATES, STEP_TEXTS } from './states.ts'
import type { MotCuaStore } from './store.ts'

/** Keeps the effect of a call in the same transaction as the record of it. */
export type Recorded = (
  request: SimRequest,
  change: { readonly operation: string; readonly key: string; readonly outcome: string; readonly body: unknown },
  write: () => void,
) => void

const refuse = (status: number, code: string, message: string): Reply =>
  jsonReply(status, { thanhCong: false, maLoi: code, thongBao: message })

/** How the one-stop system words what went wrong. */
export const motCuaDialect: Dialect = {
  failure: (status, message) => refuse(status, status >= 500 ? 'LOI_HE_THONG' : 'YEU_CAU_KHONG_HOP_LE', message.vi),
  sessionExpired: () =>
    jsonReply(
      401,
      { thanhCong: false, maLoi: 'HET_PHIEN', thongBao: 'Phiên làm việc đã hết hạn, vui lòng đăng nhập lại' },
      CHALLENGE,
    ),
  // a creation that was refused stays refused: nothing was stored that could exist
  duplicate: (request, reply) => (reply.status === 201 ? alreadyThere(codeOf(request)) : reply),
}

const CHALLENGE = { 'www-authenticate': 'Basic realm="mot-cua", charset="UTF-8"' }

function codeOf(request: SimRequest): string {
  const body = incomingDossierSchema.pick({ MaHoSo: true }).safeParse(request.json())
  return body.success ? body.data.MaHoSo : ''
}

function alreadyThere(code: string): Reply {
  return refuse(409, 'HO_SO_DA_TON_TAI', `Hồ sơ ${code} đã tồn tại trên hệ thống một cửa`)
}

/** The REST addresses of the one-stop system. */
export function motCuaRoutes(store: MotCuaStore, clock: () => Date, recorded: Recorded): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/suckhoe',
      operation: 'sucKhoe',
      handle: () => jsonReply(200, { trangThai: 'hoạt động', thoiGian: slashedTime(clock()) }),
    },
    {
      method: 'GET',
      path: '/api/danhmuc/{ten}',
      operation: 'danhMuc',
      handle: (request) => readCodeTable(store, request),
    },
    {
      method: 'GET',
      path: '/api/hoso',
      operation: 'timHoSo',
      session: true,
      handle: withAccount((request) => search(store, request)),
    },
    {
      method: 'GET',
      path: '/api/hoso/{ma}',
      operation: 'docHoSo',
      session: true,
      handle: withAccount((request) => read(store, request)),
    },
    {
      method: 'POST',
      path: '/api/hoso',
      operation: 'taoHoSo',
      session: true,
      creates: true,
      handle: withAccount((request) => create(store, clock, recorded, request)),
    },
    {
      method: 'PUT',
      path: '/api/hoso/{ma}/trangthai',
      operation: 'doiTrangThai',
      session: true,
      handle: withAccount((request) => move(store, clock, recorded, request)),
    },
  ]
}

function withAccount(handle: (request: SimRequest) => Reply): (request: SimRequest) => Reply {
  return (request) => {
    const given = basicCredentials(request.headers)
    if (given?.name === MOT_CUA_ACCOUNT.username && given.password === MOT_CUA_ACCOUNT.password) return handle(request)
    const message = given ? 'Tên đăng nhập hoặc mật khẩu không đúng' : 'Cần đăng nhập (Basic) để dùng dịch vụ này'
    return jsonReply(401, { thanhCong: false, maLoi: 'CHUA_XAC_THUC', thongBao: message }, CHALLENGE)
  }
}

function readCodeTable(store: MotCuaStore, request: SimRequest): Reply {
  const name = request.params.get('ten') ?? ''
  const rows = codeTable(name, store.procedures)
  if (!rows) return refuse(404, 'KHONG_TIM_THAY', `Không có danh mục ${name}`)
  return jsonReply(200, { ten: name, soLuong: rows.length, duLieu: rows })
}

const searchSchema = z.object({
  tuNgay: z.string().optional(),
  trangThai: z.string().optional(),
  trang: z.coerce.number().int().min(1).max(1_000_000).default(1),
  kichThuoc: z.coerce.number().int().min(1).max(200).default(50),
})

function search(store: MotCuaStore, request: SimRequest): Reply {
  const query = searchSchema.safeParse(Object.fromEntries(request.query))
  if (!query.success) return refuse(400, 'YEU_CAU_KHONG_HOP_LE', `Tham số không hợp lệ: ${placesOf(query.error)}`)
  const { tuNgay, trangThai, trang, kichThuoc } = query.data
  const from = tuNgay === undefined ? undefined : readSlashedTime(tuNgay)
  if (tuNgay !== undefined && !from) return refuse(400, 'YEU_CAU_KHONG_HOP_LE', 'tuNgay phải theo định dạng dd/MM/yyyy')
  if (trangThai !== undefined && !isState(trangThai))
    return refuse(400, 'YEU_CAU_KHONG_HOP_LE', `Không có trạng thái ${trangThai}`)
  const found = store.search({
    from: from && compactTime(from).slice(0, 8),
    state: trangThai,
    page: trang,
    size: kichThuoc,
  })
  return jsonReply(200, { thanhCong: true, trang, kichThuoc, tongSo: found.total, duLieu: found.rows })
}

function read(store: MotCuaStore, request: SimRequest): Reply {
  const code = request.params.get('ma') ?? ''
  const dossier = store.find(code)
  if (!dossier) return notFound(code)
  const detail = {
    ...dossier,
    TenTrangThai: STATES[dossier.TrangThai].vi,
    TienDo: store.stepsOf(code),
    GiayTo: store.papersOf(code),
  }
  return jsonReply(200, { thanhCong: true, duLieu: detail })
}

function notFound(code: string): Reply {
  return refuse(404, 'KHONG_TIM_THAY', `Không tìm thấy hồ sơ ${code}`)
}

function create(store: MotCuaStore, clock: () => Date, recorded: Recorded, request: SimRequest): Reply {
  const body = incomingDossierSchema.safeParse(request.json())
  if (!body.success) return refuse(400, 'DU_LIEU_KHONG_HOP_LE', `Dữ liệu không hợp lệ: ${placesOf(body.error)}`)
  const incoming = body.data
  if (store.find(incoming.MaHoSo)) return alreadyThere(incoming.MaHoSo)
  const procedure = store.procedure(incoming.MaTTHC)
  if (!procedure) {
    return refuse(422, 'MA_TTHC_KHONG_CO', `Mã thủ tục ${incoming.MaTTHC} không có trong danh mục của hệ thống một cửa`)
  }
  const change = { operation: 'taoHoSo', key: incoming.MaHoSo, outcome: 'inserted', body: request.json() }
  recorded(request, change, () => store.insert(rowsOfIncoming(incoming, procedure, clock())))
  return jsonReply(201, {
    thanhCong: true,
    maHoSo: incoming.MaHoSo,
    trangThai: 'receiving',
    thongBao: 'Tạo hồ sơ thành công',
  })
}

const moveSchema = z.object({
  TrangThai: z.string(),
  NoiDungXuLy: z.string().trim().min(1).max(2000).optional(),
  NguoiXuLy: z.string().trim().min(1).max(200).optional(),
  ChucDanh: z.string().trim().max(200).optional(),
  PhongBanXuLy: z.string().trim().max(200).optional(),
})

function move(store: MotCuaStore, clock: () => Date, recorded: Recorded, request: SimRequest): Reply {
  const code = request.params.get('ma') ?? ''
  if (!DOSSIER_CODE.test(code)) return refuse(400, 'YEU_CAU_KHONG_HOP_LE', 'Mã hồ sơ không đúng định dạng')
  const body = moveSchema.safeParse(request.json())
  if (!body.success) return refuse(400, 'DU_LIEU_KHONG_HOP_LE', `Dữ liệu không hợp lệ: ${placesOf(body.error)}`)
  const state = body.data.TrangThai
  if (!isState(state)) return refuse(422, 'TRANG_THAI_KHONG_CO', `Không có trạng thái ${state}`)
  const dossier = store.find(code)
  if (!dossier) return notFound(code)
  if (isFinal(dossier.TrangThai)) {
    return refuse(
      409,
      'HO_SO_DA_KET_THUC',
      `Hồ sơ ${code} đã kết thúc (${STATES[dossier.TrangThai].vi}), không thể đổi trạng thái`,
    )
  }
  const now = clock()
  const step = {
    MaHoSo: code,
    NguoiXuLy: body.data.NguoiXuLy ?? 'Cán bộ một cửa',
    ChucDanh: body.data.ChucDanh ?? null,
    ThoiDiemXuLy: slashedTime(now),
    PhongBanXuLy: body.data.PhongBanXuLy ?? null,
    NoiDungXuLy: body.data.NoiDungXuLy ?? STEP_TEXTS[state].content,
    TrangThai: state,
    NgayBatDau: slashedTime(now),
    NgayKetThucTheoQuyDinh: slashedTime(addWorkingDays(now, 1)),
  }
  const change = { operation: 'doiTrangThai', key: code, outcome: `moved:${state}`, body: request.json() }
  recorded(request, change, () => store.move(code, state, step))
  return jsonReply(200, { thanhCong: true, maHoSo: code, trangThai: state, thongBao: 'Cập nhật trạng thái thành công' })
}

function placesOf(error: z.ZodError): string {
  return [...new Set(error.issues.slice(0, 5).map((issue) => issue.path.join('.')))].join(', ')
}
