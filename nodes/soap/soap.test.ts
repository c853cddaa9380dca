import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { definition as soapCall } from '#nodes/soap-call/definition.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { validateFlow } from '#shared/flow/validate.ts'
import { bundleWsdl } from '#shared/schema/import/bundle-wsdl.ts'
import { readEnvelope, shaped } from './envelope.ts'
import { prepareOperation, writeEnvelope } from './operation.ts'
import { COMMON_XSD, citizenWsdl, LOOK_UP, rpcWsdl } from './services.fixture.ts'
import { bodyCheck } from './validate.ts'

const wsdl = bundleWsdl([
  { name: 'DanCu.wsdl', text: citizenWsdl() },
  { name: 'chung.xsd', text: COMMON_XSD },
])
const lookUp = prepareOperation(wsdl, 'TraCuuThongTinCongDan')
const write = (value: unknown, prepared = lookUp) =>
  writeEnvelope(prepared.service, prepared.input, value, { version: prepared.operation.version })
const fault = async (work: () => unknown) => {
  try {
    await work()
  } catch (thrown) {
    return toErrorData(thrown)
  }
  throw new Error('was accepted')
}
const check = async (value: unknown) => (await bodyCheck(lookUp.service)).check(write(value))

describe('an envelope', () => {
  test('has its elements in the order and the namespaces of the schema, whatever the order of the fields', async () => {
    const text = write(LOOK_UP)
    const body = /<soap:Body>(.*)<\/soap:Body>/.exec(text)?.[1] ?? ''
    expect(body).toBe(
      '<n0:TraCuuThongTinCongDan phienBan="1.0"><n0:MaYeuCau>0007</n0:MaYeuCau><n0:MaDVC>000.00.00.H22-260105-0001</n0:MaDVC>' +
        '<n0:MaCanBo xsi:nil="true"/><n0:SoDinhDanh>001099000123</n0:SoDinhDanh><n0:HoVaTen>NGUYỄN THỊ ÁNH</n0:HoVaTen>' +
        '<n0:NgayThangNamSinh><n0:NgayThangNam>19990105</n0:NgayThangNam></n0:NgayThangNamSinh></n0:TraCuuThongTinCongDan>',
    )
    await check(LOOK_UP)
  })

  test('is read again to the same fields, whatever its prefixes', () => {
    const other = write(LOOK_UP)
      .replaceAll('n0:', '')
      .replaceAll('xmlns:n0', 'xmlns')
      .replaceAll('soap:', 'SOAP-ENV:')
      .replaceAll('xmlns:soap=', 'xmlns:SOAP-ENV=')
      .replaceAll('xsi:', 'i:')
      .replaceAll('xmlns:xsi', 'xmlns:i')
    for (const text of [write(LOOK_UP), other]) {
      const envelope = readEnvelope(text, 1e6)
      expect(envelope).toMatchObject({ version: '1.1', first: lookUp.operation.input.element })
      expect(shaped(envelope.payload, lookUp.input)).toEqual(LOOK_UP)
    }
  })

  test('of rpc/literal wraps its parts without namespace', async () => {
    const phi = prepareOperation(rpcWsdl(), 'TinhPhi')
    const text = write({ donVi: '00H22', hoSo: { SoTien: 120000, Ma: '001' } }, phi)
    expect(text).toContain(
      '<n0:TinhPhi><hoSo><Ma>001</Ma><SoTien>120000</SoTien></hoSo><donVi>00H22</donVi></n0:TinhPhi>',
    )
    ;(await bodyCheck(phi.service)).check(text)
    const wrong = text.replace('120000', 'mười hai')
    expect(await fault(async () => (await bodyCheck(phi.service)).check(wrong))).toMatchObject({
      message: { vi: expect.stringContaining('«TinhPhi.hoSo.SoTien» phải là số nguyên') },
    })
  })

  test.each([
    ['a field that the schema does not have', { ...LOOK_UP, SoDienThoai: '09' }, 'TraCuuThongTinCongDan.SoDienThoai'],
    ['two values where one may stand', { ...LOOK_UP, MaDVC: ['1', '2'] }, 'TraCuuThongTinCongDan.MaDVC'],
    ['text where fields are wanted', { ...LOOK_UP, NgayThangNamSinh: '1999' }, 'NgayThangNamSinh'],
    ['an unknown attribute', { ...LOOK_UP, '@la': '1' }, '@la'],
  ])('refuses %s with its place', async (_name, value, place) => {
    const data = await fault(() => write(value))
    expect(data).toMatchObject({ code: 'soap.wrong-data', class: 'data' })
    expect(data.message.vi).toContain(place)
  })

  test.each([
    ['<a/>', 'soap.wrong-envelope'],
    ['<Envelope xmlns="urn:la"><Body/></Envelope>', 'soap.wrong-envelope'],
    [write(LOOK_UP).slice(0, 400), 'xml.malformed'],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'xml.doctype-refused'],
    [write(LOOK_UP).replace('?>', '?><!DOCTYPE a SYSTEM "http://127.0.0.1/x">'), 'xml.doctype-refused'],
  ])('is refused: %s', async (text, code) => {
    expect(await fault(() => readEnvelope(text, 1e6))).toMatchObject({ code })
  })
})

describe('what does not fit the schema is told in Vietnamese with its place', () => {
  test.each([
    [
      'a missing element',
      { ...LOOK_UP, MaDVC: undefined },
      '«TraCuuThongTinCongDan.MaCanBo» không được đứng ở đây; chỗ này cần: MaDVC',
    ],
    [
      'the end too early',
      { MaYeuCau: '1', MaDVC: '2', MaCanBo: '3', SoCMND: '012345678' },
      '«TraCuuThongTinCongDan.HoVaTen» thiếu',
    ],
    [
      'a pattern',
      { ...LOOK_UP, SoDinhDanh: '1099000123' },
      '«TraCuuThongTinCongDan.SoDinhDanh» không đúng mẫu "[0-9]{12}"',
    ],
    ['a type', { ...LOOK_UP, NgayThangNamSinh: { Nam: 'một' } }, 'NgayThangNamSinh.Nam» phải là số nguyên'],
    ['both of a choice', { ...LOOK_UP, SoCMND: '012345678' }, 'SoCMND» không được đứng ở đây; chỗ này cần: HoVaTen'],
  ])('%s', async (_name, value, said) => {
    const data = await fault(() => check(value))
    expect(data).toMatchObject({ code: 'soap.wrong-data', side: 'data' })
    expect(data.message.vi).toContain(said)
    expect(data.message.vi).not.toContain('1099000123')
  })
})

describe('a WSDL', () => {
  test('whose schema is in another file says which one is missing', async () => {
    const data = await fault(() => prepareOperation(citizenWsdl(), 'TraCuuThongTinCongDan'))
    expect(data).toMatchObject({ code: 'soap.wsdl', message: { vi: expect.stringContaining('chung.xsd') } })
    expect(() => bundleWsdl([{ name: 'DanCu.wsdl', text: citizenWsdl() }])).toThrow('chung.xsd')
  })
  test('offers its operations over both versions', () => {
    expect(lookUp.service.operations.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'TraCuuThongTinCongDan 1.1',
      'GhiNhatKy 1.1',
      'TraCuuThongTinCongDan 1.2',
      'GhiNhatKy 1.2',
    ])
  })
  test('that cannot be used, and an operation that it lacks, are told before publishing', () => {
    const codes = (settings: object) => {
      const gui = { use: 'soap-call@1', settings: { connection: 'a', ...settings } }
      const flow: Flow = { format: 1, id: 'a', title: 'a', nodes: { gui } }
      const found = validateFlow(flow, { definitions: new Map([['soap-call', soapCall]]) })
      return found.filter((it) => it.code === 'soap.wsdl').map((it) => [it.path, it.message.vi])
    }
    const operation = 'TraCuuThongTinCongDan'
    expect(codes({ wsdl, operation })).toEqual([])
    expect(codes({ wsdl, operation: 'La' })).toEqual([['operation', expect.stringContaining('không có thao tác này')]])
    expect(codes({ wsdl: '<a', operation })).toEqual([['wsdl', expect.stringContaining('XML sai')]])
    expect(codes({ wsdl: citizenWsdl(), operation })).toEqual([['wsdl', expect.stringContaining('chung.xsd')]])
  })
  test('with the old encoding is refused in words', async () => {
    const old = rpcWsdl().replaceAll('use="literal"', 'use="encoded"')
    const data = await fault(() => prepareOperation(old, 'TinhPhi'))
    expect(data.message.vi).toContain('mã hoá SOAP cũ')
  })
  test('never fetches: an external entity or DTD is refused', async () => {
    const evil = citizenWsdl().replace('?>', '?><!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd">')
    expect(await fault(() => prepareOperation(evil, 'x'))).toMatchObject({ code: 'soap.wsdl' })
  })
})

const lint = spawnSync('xmllint', ['--version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'lienthong-soap-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('xmllint is there in continuous integration', () => {
  expect(lint || process.env.CI === 'true', 'install xmllint to run the tests of interoperability').toBe(lint)
})

describe.runIf(lint)('with xmllint', () => {
  test('bodies of envelopes are valid by the schemas as the partner published them', () => {
    const schema = /<xs:schema[\s\S]*<\/xs:schema>/.exec(citizenWsdl())?.[0] ?? ''
    writeFileSync(join(folder, 'chung.xsd'), COMMON_XSD)
    writeFileSync(join(folder, 'dan-cu.xsd'), schema.replace('https://thu.gov.vn/lib/chung.xsd', 'chung.xsd'))
    const notes = ['một', 'hai & ba', '<ba>']
    for (const value of [LOOK_UP, { ...LOOK_UP, GhiChu: notes, MaCanBo: '007' }]) {
      const text = write(value)
      const [, names = '', body = ''] = /<soap:Envelope ([^>]*)>.*<soap:Body>(.*)<\/soap:Body>/.exec(text) ?? []
      const file = join(folder, 'than.xml')
      writeFileSync(file, body.replace('<n0:TraCuuThongTinCongDan', `<n0:TraCuuThongTinCongDan ${names}`))
      const args = ['--noout', '--nonet', '--schema', join(folder, 'dan-cu.xsd'), file]
      execFileSync('xmllint', args, { stdio: 'pipe' })
      const broken = spawnSync('xmllint', [...args.slice(0, -1), '-'], { input: body.replace('MaYeuCau', 'MaSai') })
      expect(broken.status).not.toBe(0)
    }
  })
})
