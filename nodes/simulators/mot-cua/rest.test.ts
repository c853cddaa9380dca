import { expect, test } from 'vitest'
import { INCOMING, rows, start } from './test-client.ts'

test('a portal dossier is created once; the second time is a conflict in Vietnamese', async () => {
  const { call, simulator } = await start()
  expect(await call('POST', '/api/hoso', INCOMING)).toMatchObject({
    status: 201,
    body: { thanhCong: true, maHoSo: INCOMING.MaHoSo, trangThai: 'receiving' },
  })
  expect(await call('POST', '/api/hoso', INCOMING)).toEqual({
    status: 409,
    body: {
      thanhCong: false,
      maLoi: 'HO_SO_DA_TON_TAI',
      thongBao: `Hồ sơ ${INCOMING.MaHoSo} đã tồn tại trên hệ thống một cửa`,
    },
  })
  expect(simulator.recorded()).toMatchObject([
    { seq: 1, operation: 'taoHoSo', key: INCOMING.MaHoSo, outcome: 'inserted' },
  ])
  const { body } = await call('GET', `/api/hoso/${INCOMING.MaHoSo}`)
  expect(body.duLieu).toMatchObject({
    ChuHoSo: 'Nguyễn Thị Thử',
    NgaySinh: '1975',
    LoaiGiayTo: 'CCCD',
    NguonHoSo: 'DVCQG',
    BangMa: 'Unicode',
    TenTrangThai: 'Chờ tiếp nhận',
    TienDo: [{ TrangThai: 'receiving', ThoiDiemXuLy: '17/10/2025 08:30:00' }],
    GiayTo: [{ TenGiayTo: 'Tờ khai', DuongDan: `/tep/${INCOMING.MaHoSo}/1` }],
  })
  expect(rows(simulator, 'SELECT NoiDung FROM GiayTo')).toEqual([{ NoiDung: Buffer.from('%PDF') }])
  expect(rows(simulator, 'SELECT Loai FROM HangDoi ORDER BY Id')).toEqual([{ Loai: 'HoSo' }, { Loai: 'TienDo' }])
})

test('what a creation needs is said by field', async () => {
  const { call, simulator } = await start()
  const refused = await call('POST', '/api/hoso', {
    ...INCOMING,
    MaHoSo: 'sai',
    NgayNopHoSo: '2025-10-17',
    ChuHoSo: '',
  })
  expect(refused).toMatchObject({
    status: 400,
    body: { maLoi: 'DU_LIEU_KHONG_HOP_LE', thongBao: 'Dữ liệu không hợp lệ: MaHoSo, ChuHoSo, NgayNopHoSo' },
  })
  expect(await call('POST', '/api/hoso', { ...INCOMING, MaTTHC: '1.001193' })).toMatchObject({
    status: 422,
    body: { maLoi: 'MA_TTHC_KHONG_CO' },
  })
  expect((await call('POST', '/api/hoso', [])).status).toBe(400)
  expect(simulator.recorded()).toEqual([])
})

test.each([
  ['without', {}],
  ['with a wrong', { authorization: `Basic ${Buffer.from('mo-phong:sai').toString('base64')}` }],
])('dossiers are closed to a caller %s account, health and code tables open', async (_title, headers) => {
  const { call } = await start()
  for (const [method, path] of [
    ['GET', '/api/hoso'],
    ['GET', '/api/hoso/x'],
    ['POST', '/api/hoso'],
    ['PUT', '/api/hoso/x/trangthai'],
  ] as const) {
    expect(await call(method, path, method === 'GET' ? undefined : {}, headers)).toMatchObject({
      status: 401,
      body: { maLoi: 'CHUA_XAC_THUC' },
    })
  }
  expect((await call('GET', '/suckhoe', undefined, headers)).body).toEqual({
    trangThai: 'hoạt động',
    thoiGian: '17/10/2025 10:00:00',
  })
  expect((await call('GET', '/api/danhmuc/trangthai', undefined, headers)).body).toMatchObject({ soLuong: 12 })
})

test('a state change writes step, outbox and dates; a finished dossier stays as it is', async () => {
  const { call, simulator } = await start()
  await call('POST', '/api/hoso', INCOMING)
  const move = (body: unknown, code: string = INCOMING.MaHoSo) => call('PUT', `/api/hoso/${code}/trangthai`, body)
  expect(await move({ TrangThai: 'new', NguoiXuLy: 'Trần Văn Nhận' })).toMatchObject({
    status: 200,
    body: { trangThai: 'new' },
  })
  expect((await move({ TrangThai: 'done' })).status).toBe(200)
  expect(await move({ TrangThai: 'processing' })).toMatchObject({ status: 409, body: { maLoi: 'HO_SO_DA_KET_THUC' } })
  expect((await move({ TrangThai: 'khong-co' })).status).toBe(422)
  expect((await move({ TrangThai: 'constructor' })).status).toBe(422)
  expect((await move({ TrangThai: 'new' }, '000.00.00.H22-251017-9999')).status).toBe(404)
  const [dossier] = rows(simulator, 'SELECT TrangThai, NgayTiepNhan, NgayHenTra, NgayTra FROM HoSo')
  expect(dossier).toEqual({
    TrangThai: 'done',
    NgayTiepNhan: '17/10/2025 10:00:00',
    NgayHenTra: '20/10/2025 10:00:00',
    NgayTra: '17/10/2025 10:00:00',
  })
  expect(
    rows(simulator, 'SELECT Loai, TienDoId FROM HangDoi ORDER BY Id').map((row) => `${row.Loai}${row.TienDoId ?? ''}`),
  ).toEqual(['HoSo', 'TienDo1', 'HoSo', 'TienDo2', 'HoSo', 'TienDo3'])
  expect(simulator.recorded().map((entry) => entry.outcome)).toEqual(['inserted', 'moved:new', 'moved:done'])
})

test('search filters by day and state and turns pages', async () => {
  const { call, simulator } = await start()
  simulator.generate(120)
  const all = await call('GET', '/api/hoso?kichThuoc=200')
  expect(all.body).toMatchObject({ tongSo: 120, trang: 1 })
  const days = (all.body.duLieu as { NgayNopHoSo: string }[]).map((row) =>
    row.NgayNopHoSo.slice(0, 10).split('/').reverse().join(''),
  )
  expect(days).toEqual([...days].sort())
  const recent = await call('GET', '/api/hoso?tuNgay=10/10/2025&kichThuoc=200')
  expect(recent.body.tongSo).toBe(days.filter((day) => day >= '20251010').length)
  const done = await call('GET', '/api/hoso?trangThai=done&trang=2&kichThuoc=10')
  expect((done.body.duLieu as { TrangThai: string }[]).every((row) => row.TrangThai === 'done')).toBe(true)
  expect((await call('GET', '/api/hoso?tuNgay=2025-10-10')).status).toBe(400)
  expect((await call('GET', '/api/hoso?trangThai=xong')).status).toBe(400)
  expect((await call('GET', '/api/hoso?trang=0')).status).toBe(400)
})

test('code tables keep leading zeros and show which procedures are not mapped', async () => {
  const { call } = await start()
  const data = async (name: string) =>
    (await call('GET', `/api/danhmuc/${name}`)).body.duLieu as Record<string, unknown>[]
  expect(await data('xa')).toContainEqual({
    ma: '00700',
    ten: 'Xã Ngọc Đường',
    maHuyen: '024',
    tenHuyen: 'Thành phố Hà Giang',
    maTinh: '02',
    tenTinh: 'Tỉnh Hà Giang',
  })
  expect((await data('thutuc')).filter((row) => row.maTTHCQuocGia === null)).toHaveLength(2)
  expect((await data('kenhthuchien')).map((row) => row.ma)).toEqual(['1', '2', '3'])
  expect((await data('linhvuc')).length).toBeGreaterThan(5)
  expect((await data('loaidoituong')).length).toBe(4)
  expect((await call('GET', '/api/danhmuc/__proto__')).status).toBe(404)
})

test('faults speak the language of the one-stop system; a cut creation is there afterwards', async () => {
  const { call, simulator } = await start()
  simulator.faults.set({ errorRate5xx: { value: 1, times: 1 } })
  expect(await call('POST', '/api/hoso', INCOMING)).toMatchObject({ body: { maLoi: 'LOI_HE_THONG' } })
  simulator.faults.set({ sessionExpiredRate: { value: 1, times: 1 }, dropAfterRate: { value: 1, times: 1 } })
  expect(await call('POST', '/api/hoso', INCOMING)).toMatchObject({ status: 401, body: { maLoi: 'HET_PHIEN' } })
  await expect(call('POST', '/api/hoso', INCOMING)).rejects.toThrow()
  expect(await call('POST', '/api/hoso', INCOMING)).toMatchObject({ status: 409 })
  expect(simulator.recorded()).toMatchObject([{ key: INCOMING.MaHoSo, fault: 'dropAfterRate' }])
})

test('the duplicate fault stores the dossier and answers that it exists', async () => {
  const { call, simulator } = await start()
  simulator.faults.set({ duplicateRate: 1 })
  expect(await call('POST', '/api/hoso', INCOMING)).toMatchObject({ status: 409, body: { maLoi: 'HO_SO_DA_TON_TAI' } })
  expect(simulator.recorded()).toHaveLength(1)
  expect(await call('POST', '/api/hoso', { ...INCOMING, ChuHoSo: '' })).toMatchObject({ status: 400 })
})

test('dossiers can be generated over HTTP', async () => {
  const { url } = await start()
  const response = await fetch(`${url}/_sim/generate`, { method: 'POST', body: '{"count":3}' })
  expect(((await response.json()) as { codes: string[] }).codes).toHaveLength(3)
  expect((await fetch(`${url}/_sim/generate`, { method: 'POST', body: '{"count":0}' })).status).toBe(400)
})
