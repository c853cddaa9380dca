import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { taxCheckDigit } from '../data/tax-code.ts'
import { seededRandom } from '../frame/random.ts'
import { SAMPLE_TAX_CODES } from './enterprises.ts'
import { detail, start } from './test-client.ts'

test('the register answers in the shape of the enterprise', async () => {
  const { get, simulator } = await start()
  const shapes = SAMPLE_TAX_CODES.map((code) => simulator.enterprises().get(code)?.shape)
  expect(shapes).toEqual(['flat', 'main', 'cert', 'flat', 'main', 'cert'])
  const [flat, main, cert] = await Promise.all(
    SAMPLE_TAX_CODES.slice(0, 3).map(async (code) => (await get(detail(code))).body),
  )
  const fields = [
    'ENTERPRISE_ID',
    'ENTERPRISE_GDT_CODE',
    'IMP_BUSINESS_CODE',
    'ENTERPRISE_TYPE_ID',
    'ENTERPRISE_TYPE_NAME',
    'NAME',
    'SHORT_NAME',
    'NAME_F',
    'FOUNDING_DATE',
    'LAST_AMEND_DATE',
    'NUMBER_CHANGES',
    'ENTERPRISE_STATUS',
    'LEGAL_NAMES',
    'CAPITAL_AMOUNT',
  ]
  expect(Object.keys(flat ?? {})).toEqual([
    ...fields,
    'HOAdress',
    'BusinessActivity',
    'Member',
    'DataCount',
    'Status',
    'Message',
  ])
  expect(flat).toMatchObject({
    ENTERPRISE_GDT_CODE: SAMPLE_TAX_CODES[0],
    Status: '1',
    DataCount: 1,
    FOUNDING_DATE: expect.stringMatching(/^\d\d\/\d\d\/\d{4}$/),
    HOAdress: {
      CityID: expect.any(Number),
      CityName: expect.any(String),
      DistrictID: expect.any(Number),
      WardID: expect.any(Number),
      StreetNumber: expect.any(String),
      AddressFullText: expect.any(String),
    },
  })
  expect(flat?.BusinessActivity).toContainEqual({
    CODE: expect.stringMatching(/^\d{4}$/),
    NAME: expect.any(String),
    IS_MAIN: 'Y',
  })
  expect(main).toMatchObject({
    Data: {
      MainInformation: { ENTERPRISE_GDT_CODE: SAMPLE_TAX_CODES[1], NAME: expect.any(String) },
      Representatives: { FULL_NAME: expect.any(String) },
    },
    Status: '1',
  })
  expect(cert).toMatchObject({
    GetEntCert: [
      {
        MaSoDoanhNghiep: SAMPLE_TAX_CODES[2],
        TenTiengViet: expect.any(String),
        TinhTrangPhapLy: [{}],
        DaiDienPhapLuat: [{ ThongTinCaNhan: [{ HoTen: expect.any(String) }] }],
        DiaChiTruSo: [{ DiaChi: [{ MaXa: expect.stringMatching(/^0\d{4}$/) }] }],
        NganhNgheKinhDoanh: expect.any(Array),
      },
    ],
  })
})

test('every mã số doanh nghiệp has a valid check digit; branches have three digits more', async () => {
  const { simulator } = await start({ enterprises: 120 })
  const codes = [...simulator.enterprises().keys()]
  expect(codes).toHaveLength(126)
  for (const code of codes) {
    expect(code).toMatch(/^99\d{8}(?:-\d{3})?$/)
    expect(taxCheckDigit(code.slice(0, 9))).toBe(code[9])
  }
  expect(codes.some((code) => code.includes('-'))).toBe(true)
})

test('an unknown enterprise is Status 0 with what clients of each shape look for', async () => {
  const { get } = await start()
  for (const path of [detail('0100000000'), '/apiCSDLDKDN/chiTietDoanhNghiep?msdn=__proto__']) {
    const { status, body } = await get(path)
    expect([status, body]).toMatchObject([
      200,
      { Data: {}, GetEntCert: null, DataCount: 0, Status: '0', Message: expect.stringContaining('Không tìm thấy') },
    ])
  }
  expect((await get('/apiCSDLDKDN/1.0/chiTietDoanhNghiep')).body).toMatchObject({ Status: '0' })
})

test('the dossiers of the day come by window and page, and each can be looked up', async () => {
  const { get } = await start()
  const base = '/apiCSDLDKDN/1.0/danhSachHoSoTrongNgay'
  const list = async (query: string) =>
    ((await get(`${base}?${query}`)).body as { Data: { MainInformation: Record<string, unknown>[] } }).Data
      .MainInformation
  const all = await list('from_ts=00:00&to_ts=23:59')
  expect(all.length).toBeGreaterThanOrEqual(12)
  expect(all[0]).toMatchObject({
    IN_JOURNAL_NO: 251017001,
    PROCESSED_DATE: '17/10/2025',
    ENTERPRISE_GDT_CODE: expect.any(String),
  })
  expect(await list('offset=2&limit=3')).toEqual(all.slice(2, 5))
  const morning = await list('from_ts=00:00&to_ts=11:59')
  const afternoon = await list('from_ts=12:00&to_ts=23:59')
  expect([...morning, ...afternoon]).toEqual(all)
  const one = await get('/apiCSDLDKDN/1.0/tinhTrangHoSo?in_journal_no=251017001')
  expect(one.body).toMatchObject({
    Status: '1',
    Data: {
      MainInformation: { ...all[0], RECEIPT_DATE: '17/10/2025', CONTACT_ID_NO: expect.stringMatching(/^\d{12}$/) },
    },
  })
  for (const path of [`${base}?from_ts=7h`, `${base}?limit=-1`, '/apiCSDLDKDN/tinhTrangHoSo?in_journal_no=999']) {
    expect((await get(path)).body).toMatchObject({ Status: '0', DataCount: 0 })
  }
})

test('a period of at most five days can be listed', async () => {
  const { get } = await start()
  const period = async (from: string, to: string) =>
    (await get(`/apiCSDLDKDN/danhSachHoSo?from_date=${from}&to_date=${to}&limit=1000`)).body
  const good = (await period('13/10/2025', '17/10/2025')) as { Data: { MainInformation: { RECEIPT_DATE: string }[] } }
  expect(new Set(good.Data.MainInformation.map((row) => row.RECEIPT_DATE)).size).toBe(5)
  expect(await period('01/10/2025', '17/10/2025')).toMatchObject({
    Status: '0',
    Message: expect.stringContaining('tối đa 05 ngày'),
  })
  expect(await period('2025-10-13', '17/10/2025')).toMatchObject({ Status: '0' })
})

test('the shared tables are whole and have their metadata', async () => {
  const { get } = await start()
  const rowsOf = async (code: string) =>
    (await get(`/dmdc/1.0/Category/${code}`)).body as unknown as Record<string, string | null>[]
  const peoples = await rowsOf('madantoc')
  expect(peoples).toHaveLength(54)
  expect(peoples[0]).toEqual({ MaDanToc: '01', TenDanToc: 'Kinh' })
  expect(peoples[53]).toEqual({ MaDanToc: '54', TenDanToc: 'Rơ-măm' })
  expect(await rowsOf('donvihanhchinhcap1')).toHaveLength(34)
  expect(await rowsOf('magioitinh')).toHaveLength(3)
  expect(await rowsOf('matinhtranghonnhan')).toHaveLength(5)
  expect(await rowsOf('matenvanbanhanhchinh')).toHaveLength(29)
  expect((await get('/dmdc/1.0/Metadata/qlvanbandieuhanhcap1')).body).toContainEqual({
    PropertyCode: 'NgayBanHanhQd',
    PropertyName: 'Ngày ban hành QĐ',
    PropertyType: 'DateTime',
  })
  const all = (await get('/dmdc/1.0/AllCategory')).body as unknown as { CategoryCode: string; Count: number }[]
  expect(all).toContainEqual({ CategoryCode: 'madantoc', CategoryName: expect.any(String), Count: 54 })
  for (const { CategoryCode } of all) {
    const metadata = (await get(`/dmdc/Metadata/${CategoryCode}`)).body as unknown as { PropertyCode: string }[]
    const [row] = await rowsOf(CategoryCode)
    expect(Object.keys(row ?? {})).toEqual(metadata.map((property) => property.PropertyCode))
  }
  expect((await get('/dmdc/Category/khongco')).status).toBe(404)
})

test('rows are added once, with the guide’s words for a duplicate, and survive a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ngsp-'))
  const record = join(folder, 'record.jsonl')
  const path = '/dmdc/Category/qlvanbandieuhanhcap1'
  const first = await start({ record })
  const post = async (rows: unknown) =>
    (await fetch(`${first.url}${path}`, { method: 'POST', headers: first.bearer, body: JSON.stringify(rows) })).json()
  const row = { MaDinhDanhCap1: '000.00.00.H99', TenDonVi: 'UBND tỉnh thử' }
  expect(await post([row])).toEqual({ MSG: 'Done', Count: 1 })
  expect(await post([row])).toEqual({
    MSG: 'Data not insert: Record 1: MaDinhDanhCap1 "000.00.00.H99 is duplicate"',
    Count: 0,
  })
  expect(await post([{ MaDinhDanhCap1: '000.00.00.H98' }, row])).toMatchObject({ Count: 0 })
  expect(await post([{ TenDonVi: 'x' }])).toMatchObject({ Count: 0 })
  expect(await post({})).toMatchObject({ Count: 0 })
  expect(first.simulator.recorded()).toMatchObject([
    { operation: 'CategoryInsert', key: 'qlvanbandieuhanhcap1/000.00.00.H99', outcome: 'inserted' },
  ])
  await first.simulator.close()
  const second = await start({ record })
  expect((await second.get(path)).body).toContainEqual(
    expect.objectContaining({ MaDinhDanhCap1: '000.00.00.H99', DiaChi: null }),
  )
  await second.simulator.close()
  rmSync(folder, { recursive: true, force: true })
})

test('XML is well-formed when asked for, and broken when the dial says so', async () => {
  const { url, bearer, simulator } = await start()
  const xml = async () =>
    (await fetch(`${url}${detail(SAMPLE_TAX_CODES[1])}`, { headers: { ...bearer, accept: 'application/xml' } })).text()
  const good = await xml()
  expect(XMLValidator.validate(good)).toBe(true)
  expect(new XMLParser({ parseTagValue: false }).parse(good)).toMatchObject({
    response: { Data: { MainInformation: { ENTERPRISE_GDT_CODE: SAMPLE_TAX_CODES[1] } } },
  })
  simulator.faults.set({ invalidXmlRate: 1 })
  const broken = await xml()
  expect(XMLValidator.validate(broken)).not.toBe(true)
  expect(broken).toContain(SAMPLE_TAX_CODES[1])
})

test('equal seeds make the same register and the same day', async () => {
  const facts = async (seed: string) => {
    const { get, simulator } = await start({ random: seededRandom(seed) })
    const day = (await get('/apiCSDLDKDN/danhSachHoSoTrongNgay')).body
    return JSON.stringify([...simulator.enterprises(), day])
  }
  expect(await facts('a')).toBe(await facts('a'))
  expect(await facts('a')).not.toBe(await facts('b'))
})
