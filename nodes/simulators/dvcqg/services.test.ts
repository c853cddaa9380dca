import { expect, test } from 'vitest'
import { code, dossier, insert, ok, says, start, step, update } from './test-client.ts'

test('a dossier is inserted once; again it already exists; an update changes it', async () => {
  const { call, simulator } = await start()
  const first = await call('DongBoHoSoMC', insert(dossier()))
  expect([ok(first), says(first)]).toEqual([true, 'đồng bộ hồ sơ thành công'])
  const again = await call('DongBoHoSoMC', insert(dossier()))
  expect(ok(again)).toBe(false)
  expect(says(again)).toBe(`hồ sơ ${code(1).toLowerCase()} đã tồn tại`)
  expect(ok(await call('DongBoHoSoMC', update(dossier(1, { TrangThaiHoSo: '10', NgayTra: '20251018100000' }))))).toBe(
    true,
  )
  const found = await call('TraCuuHoSo', { mahoso: code(1) })
  expect(found.result).toMatchObject([
    { MaHoSo: code(1), TrangThaiHoSo: '10', TenTrangThaiHoSo: 'Đã trả kết quả', DanhSachTienDo: [] },
  ])
  expect(simulator.effects()).toEqual({
    [code(1)]: { inserts: 1, updates: 1, steps: 0, repeatedSteps: 0, refusedInserts: 1 },
  })
  expect(simulator.recorded().map((entry) => [entry.operation, entry.key, entry.outcome])).toEqual([
    ['DongBoHoSoMC', code(1), 'inserted'],
    ['DongBoHoSoMC', code(1), 'updated'],
  ])
})

test('an update of a dossier that is not there is refused, and a look-up finds nothing', async () => {
  const { call } = await start()
  const refused = await call('DongBoHoSoMC', update(dossier()))
  expect([refused.error_code, says(refused)]).toEqual([-1, expect.stringContaining('không tìm thấy hồ sơ')])
  expect((await call('TraCuuHoSo', { mahoso: code(1) })).result).toEqual([])
  expect((await call('TraCuuHoSo')).error_code).toBe(-1)
})

test('a call with several dossiers is taken whole or not at all', async () => {
  const { call, simulator } = await start()
  await call('DongBoHoSoMC', insert(dossier(1)))
  expect(ok(await call('DongBoHoSoMC', insert(dossier(2), dossier(1))))).toBe(false)
  expect(ok(await call('DongBoHoSoMC', insert(dossier(2), dossier(3, { ChuHoSo: '' }))))).toBe(false)
  expect(ok(await call('DongBoHoSoMC', update(dossier(1), dossier(2))))).toBe(false)
  expect(ok(await call('DongBoHoSoMC', insert(dossier(2), dossier(2))))).toBe(false)
  expect(Object.keys(simulator.effects())).toEqual([code(1)])
  expect(simulator.effects()[code(1)]).toMatchObject({ inserts: 1, updates: 0 })
})

test.each<[string, unknown, string]>([
  ['a missing name', dossier(1, { ChuHoSo: undefined }), 'data[0].ChuHoSo không được để trống'],
  [
    'a date with slashes',
    dossier(1, { NgayTiepNhan: '17/10/2025 08:30:00' }),
    'data[0].NgayTiepNhan phải theo định dạng yyyyMMddHHmmss (nhận được "17/10/2025 08:30:00")',
  ],
  ['a day that does not exist', dossier(1, { NgayHenTra: '20250230000000' }), 'data[0].NgayHenTra phải theo định dạng'],
  [
    'a real boolean',
    dossier(1, { DuocThanhToanTrucTuyen: true }),
    'data[0].DuocThanhToanTrucTuyen phải là chuỗi "0"/"1" hoặc "True"/"False"',
  ],
  [
    'a long summary',
    dossier(1, { TrichYeuHoSo: 'x'.repeat(1001) }),
    'data[0].TrichYeuHoSo dài 1001 ký tự, vượt quá 1000 ký tự',
  ],
  ['an unknown state', dossier(1, { TrangThaiHoSo: '0' }), 'data[0].TrangThaiHoSo nhận một trong các giá trị 1, 2'],
  [
    'a local state word',
    dossier(1, { TrangThaiHoSo: 'processing' }),
    'data[0].TrangThaiHoSo nhận một trong các giá trị',
  ],
  [
    'a local procedure code',
    dossier(1, { MaTTHC: 'HT-001' }),
    'data[0].MaTTHC không đúng định dạng (nhận được "HT-001")',
  ],
  [
    'a procedure that does not exist',
    dossier(1, { MaTTHC: '9.999999' }),
    'Mã thủ tục 9.999999 không có trên Cổng Dịch vụ công quốc gia',
  ],
  ['a code that is a number', dossier(1, { MaHoSo: 123 }), 'data[0].MaHoSo phải là chuỗi'],
  [
    'a wrong paper number',
    dossier(1, { DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '12' }] }),
    'data[0].DinhDanhCHS[0].SoDinhDanh không đúng định dạng',
  ],
  ['a list that is none', dossier(1, { TaiLieuNop: 'x' }), 'data[0].TaiLieuNop phải là một danh sách'],
  [
    'an attachment without a name',
    dossier(1, { TaiLieuNop: [{ TepDinhKemId: '1' }] }),
    'data[0].TaiLieuNop[0].TenTepDinhKem không được để trống',
  ],
  ['an item that is no object', 'x', 'data[0] phải là một đối tượng'],
])('%s is refused in Vietnamese with its place', async (_title, item, message) => {
  const { call, simulator } = await start()
  const answer = await call('DongBoHoSoMC', insert(item))
  expect(answer).toMatchObject({ error_code: -1, result: [] })
  expect(answer.message).toContain(message)
  expect(simulator.recorded()).toEqual([])
})

test('isUpdating is a string, and data a list that is not empty', async () => {
  const { call } = await start()
  for (const body of [
    { isUpdating: false, data: [dossier()] },
    { isUpdating: 'false', data: [dossier()] },
    { data: [dossier()] },
  ]) {
    expect((await call('DongBoHoSoMC', body)).message).toContain('isUpdating phải là chuỗi "True" hoặc "False"')
  }
  for (const data of [[], undefined, { 0: dossier() }]) {
    expect((await call('DongBoHoSoMC', { isUpdating: 'False', data })).message).toContain('data phải là danh sách')
  }
  const many = Array.from({ length: 101 }, (_, index) => dossier(index))
  expect((await call('DongBoHoSoMC', insert(...many))).message).toContain('tối đa 100')
})

test('ten progress steps pass, eleven do not; a repeated step is counted as such', async () => {
  const { call, simulator } = await start()
  await call('DongBoHoSoMC', insert(dossier()))
  const steps = (count: number) => ({
    data: Array.from({ length: count }, (_, index) => step(1, { NoiDungXuLy: `Bước ${index}` })),
  })
  expect((await call('CapNhatTienDoHoSoMC', steps(11))).message).toContain('tối đa 10 bước xử lý (nhận được 11)')
  expect(ok(await call('CapNhatTienDoHoSoMC', steps(10)))).toBe(true)
  expect(ok(await call('CapNhatTienDoHoSoMC', steps(1)))).toBe(true)
  expect(simulator.effects()[code(1)]).toMatchObject({ steps: 11, repeatedSteps: 1 })
  const recorded = simulator.recorded(1)
  expect(recorded).toHaveLength(11)
  expect(recorded[10]?.fingerprint).toBe(recorded[0]?.fingerprint)
  expect(new Set(recorded.slice(0, 10).map((entry) => entry.call)).size).toBe(1)
})

test('a step needs a short name, a known dossier and a national state', async () => {
  const { call } = await start()
  await call('DongBoHoSoMC', insert(dossier()))
  const refusal = async (item: unknown) => (await call('CapNhatTienDoHoSoMC', { data: [item] })).message
  expect(await refusal(step(1, { NguoiXuLy: 'x'.repeat(51) }))).toContain('NguoiXuLy dài 51 ký tự, vượt quá 50 ký tự')
  expect(await refusal(step(2))).toContain(`Không tìm thấy hồ sơ ${code(2)}`)
  expect(await refusal(step(1, { TrangThai: 'new' }))).toContain('TrangThai nhận một trong các giá trị')
  expect(await refusal(step(1, { ThoiDiemXuLy: null }))).toContain('ThoiDiemXuLy không được để trống')
})

test('the catalogues use the field names of the portal', async () => {
  const { call } = await start()
  expect((await call('LayDanhMucLinhVuc')).result).toContainEqual({
    MALINHVUC: 'G15-HT04',
    TENLINHVUC: 'Hộ tịch',
    MANGANH: 'G15',
  })
  expect((await call('LayDanhMucCoQuan')).result).toContainEqual({
    MADONVI: '000.00.00.G15',
    TENDONVI: 'Bộ Tư pháp',
    CAPDONVI: '1',
  })
  const list = (await call('LayDanhSachTTHC')).result
  expect(list).toContainEqual({ MATTHC: '1.001193', TENTTHC: 'Đăng ký khai sinh' })
  expect(list.every((row) => /^\d\.\d{6}$/.test(String(row.MATTHC)))).toBe(true)
  const [detail] = (await call('LayThuTuc', { maTTHC: '1.009994' })).result
  expect(detail).toMatchObject({
    MATTHC: '1.009994',
    MACOQUANCONGBO: expect.any(String),
    TRINHTUTHUCHIEN: expect.any(Array),
    CANCUPHAPLY: expect.any(Array),
    CACHTHUCTHUCHIEN: [
      {
        KENH: '1',
        THOIGIAN: [{ THOIGIANGIAIQUYET: '15', DONVITINH: 'Ngày làm việc', PHILEPHI: [{ SOTIEN: '75000' }] }],
      },
      { KENH: '2' },
      { KENH: '3' },
    ],
    THANHPHANHOSO: [{ GIAYTO: [{ MAGIAYTO: 'XD.01', TENGIAYTO: expect.any(String), TENMAUDON: '', URL: '' }, {}, {}] }],
    KETQUATHUCHIEN: [{ MAKETQUA: 'KQ.G17.000021', TENKETQUA: 'Giấy phép xây dựng' }],
  })
  expect((await call('LayThuTuc', { maTTHC: '9.999999' })).error_code).toBe(-1)
  expect((await call('TraCuuTechID', { provider: 'wso2is', mstorcmnd: '073123456' })).result).toEqual([
    { TECHNICALID: 'GL0000073123456' },
  ])
  expect((await call('KhongCo')).message).toBe('Dịch vụ "KhongCo" không được hỗ trợ')
})

test('success comes as 0, "0" and "00", duplicates as 1 or as strings, and some texts decomposed', async () => {
  const { call } = await start()
  await call('DongBoHoSoMC', insert(dossier()))
  const good = new Set<unknown>()
  const duplicate = new Set<unknown>()
  const forms = new Set<boolean>()
  for (let i = 0; i < 80; i++) {
    good.add((await call('TraCuuHoSo', { mahoso: code(1) })).error_code)
    const refused = await call('DongBoHoSoMC', insert(dossier()))
    duplicate.add(refused.error_code)
    forms.add(refused.message === refused.message.normalize('NFC'))
    expect(says(refused)).toContain('đã tồn tại')
  }
  expect(good).toEqual(new Set([0, '0', '00']))
  expect(duplicate).toEqual(new Set([1, '3', '-3']))
  expect(forms).toEqual(new Set([true, false]))
})
