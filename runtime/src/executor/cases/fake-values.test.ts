import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskCase } from './fake-values.ts'

const dossier = {
  MaHoSo: '000.00.00.H22-260105-0001',
  LoaiGiayToChuHoSo: 'CCCD',
  ChuHoSo: 'Trần Thị Ví Dụ',
  SoGiayTo: '001085000123',
  CMND: '012345678',
  DienThoai: '0912 000 111',
  ThuDienTu: 'vi.du@mau.vn',
  DiaChi: 'Số 9 ngõ 1, phường Mẫu',
  NgaySinh: '05/01/1985',
  TrichYeu: 'Khai sinh cho Trần Thị Ví Dụ, TRẦN THỊ VÍ DỤ',
  KhongDau: 'Tran Thi Vi Du',
  LePhi: 8000,
}

test('personal values are replaced by others of the same shape, the rest stays', () => {
  const { value, masked } = maskCase(dossier)
  expect(masked).toEqual({ name: 1, identity: 2, phone: 1, email: 1, address: 1, birth: 1 })
  expect(value).toMatchObject({ MaHoSo: dossier.MaHoSo, LoaiGiayToChuHoSo: 'CCCD', LePhi: 8000 })
  expect(value.SoGiayTo).toMatch(/^001085\d{6}$/)
  expect(value.CMND).toMatch(/^01\d{7}$/)
  expect(value.DienThoai).toMatch(/^091\d \d{3} \d{3}$/)
  expect(value.NgaySinh).toMatch(/^\d{2}\/\d{2}\/1985$/)
  for (const name of ['ChuHoSo', 'SoGiayTo', 'CMND', 'DienThoai', 'ThuDienTu', 'DiaChi', 'NgaySinh'] as const)
    expect(value[name]).not.toBe(dossier[name])
})

test('the same value becomes the same other one everywhere: inside texts, in capitals, without accents, in markup', () => {
  const xml = '<HoSo><ChuHoSo>Trần Thị Ví Dụ</ChuHoSo><a cccd="001085000123"/></HoSo>'
  const { value } = maskCase({ ...dossier, xml, json: '{"hoTen":"Trần Thị Ví Dụ"}', so: ['001085000123'] })
  const name = value.ChuHoSo
  expect(value.TrichYeu).toBe(`Khai sinh cho ${name}, ${name.toUpperCase()}`)
  expect(value.xml).toBe(`<HoSo><ChuHoSo>${name}</ChuHoSo><a cccd="${value.SoGiayTo}"/></HoSo>`)
  expect(value.json).toBe(`{"hoTen":"${name}"}`)
  expect(value.so).toEqual([value.SoGiayTo])
  expect(value.KhongDau).not.toContain('Vi Du')
})

test('different people stay different and nobody keeps his values, however many there are', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 999_999 }), { minLength: 1, maxLength: 400 }), (people) => {
      const rows = people.map((n) => ({
        hoTen: `Người ${String.fromCodePoint(...[...String(n)].map((digit) => 97 + Number(digit)))} Họ`,
        cccd: `001085${String(n).padStart(6, '0')}`,
        sdt: `091${String(n).padStart(7, '0')}`,
      }))
      const { value } = maskCase(rows)
      for (const part of ['hoTen', 'cccd', 'sdt'] as const) {
        expect(new Set(value.map((row) => row[part])).size).toBe(rows.length)
        rows.forEach((row, i) => {
          expect(value[i]?.[part]).not.toBe(row[part])
        })
      }
    }),
    { numRuns: 100, seed: 20260110 },
  )
})
