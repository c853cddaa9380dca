import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClientAsync } from 'soap'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { envelopeAround } from '#nodes/soap/operation.ts'
import { found, OPERATION, PATH, REQUEST, requestOfLibrary, service, wsdl } from '#nodes/soap/service-flow.fixture.ts'
import { COMMON_XSD, citizenWsdl, rpcWsdl } from '#nodes/soap/services.fixture.ts'
import type { FlowNode } from '#shared/flow/flow.ts'
import { opened } from './testing/soap-entrance.ts'

vi.setConfig({ testTimeout: 30_000 })

describe('the client of the soap library, from the WSDL that we serve', () => {
  test.each([false, true])('gets the answer with its fields (SOAP 1.2: %s)', async (isNew) => {
    const it = await opened()
    const client = await createClientAsync(`${it.url}?wsdl`, { forceSoap12Headers: isNew })
    const [answer, raw] = await client[`${OPERATION}Async`](requestOfLibrary())
    expect(answer).toMatchObject({
      CongDan: [
        {
          attributes: { ma: '0007' },
          SoDinhDanh: '001099000123',
          HoVaTen: { Ho: 'NGUYỄN', Ten: 'ÁNH' },
          QuocTich: ['VN'],
        },
      ],
      GhiChu: 'NGUYỄN THỊ ÁNH',
    })
    expect(raw).toContain(
      isNew ? 'http://www.w3.org/2003/05/soap-envelope' : 'http://schemas.xmlsoap.org/soap/envelope/',
    )
    expect(await it.runs()).toHaveLength(1)
  })

  test('is told why its request is refused, as a fault in Vietnamese', async () => {
    const it = await opened()
    const client = await createClientAsync(`${it.url}?wsdl`)
    const wrong = requestOfLibrary({ SoDinhDanh: '12' })
    await expect(client[`${OPERATION}Async`](wrong)).rejects.toThrow(/Client: Dữ liệu không đúng WSDL: .*SoDinhDanh/)
    expect(await it.runs()).toHaveLength(0)
  })

  test('calls an rpc/literal operation of a WSDL that names no service', async () => {
    const text = rpcWsdl().replace(/<service [\s\S]*<\/service>/, '')
    const settings = { wsdl: text, operation: 'TinhPhi', mapping: [{ target: 'phi', value: { field: 'hoSo.SoTien' } }] }
    const it = await opened(service({ use: 'soap-reply@1', settings }, { wsdl: text }))
    const client = await createClientAsync(`${it.url}?wsdl`)
    const [answer] = await client.TinhPhiAsync({ hoSo: { Ma: '001', SoTien: '120000' }, donVi: '00H22' })
    expect(answer).toMatchObject({ phi: 120000 })
  })
})

test('the WSDL has our address in every port, or the one that was published, and nothing else answers GET', async () => {
  const it = await opened()
  const asked = await it.call(`${PATH}?WSDL`, { method: 'GET' })
  expect([asked.status, asked.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8'])
  expect(asked.text.match(/location="[^"]*"/g)).toEqual([`location="${it.url}"`, `location="${it.url}"`])
  const other = await it.call(PATH, { method: 'GET' })
  expect([other.status, other.headers.get('allow')]).toEqual([405, 'POST'])
  const published = await opened(service(found, { address: 'https://lt.tinh.gov.vn/soap?a=1&b=2' }))
  const { text } = await published.call(`${PATH}?wsdl`, { method: 'GET' })
  expect(text).toContain('location="https://lt.tinh.gov.vn/soap?a=1&amp;b=2"')
})

const xmllint = spawnSync('xmllint', ['--version'])

test('xmllint is there in continuous integration', () => {
  expect(xmllint.status === 0 || process.env.CI === 'true', 'install xmllint').toBe(xmllint.status === 0)
})

test.runIf(xmllint.status === 0)('a reply is valid by the schemas of the WSDL, says xmllint', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lt-soap-reply-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const types = /<xs:schema [\s\S]*?<\/xs:schema>/.exec(citizenWsdl())?.[0] ?? ''
  writeFileSync(join(folder, 'chung.xsd'), COMMON_XSD)
  writeFileSync(join(folder, 'dan-cu.xsd'), types.replace(/schemaLocation="[^"]*"/, 'schemaLocation="chung.xsd"'))
  const it = await opened()
  const { text } = await it.ask(REQUEST)
  const declared = /xmlns:xsi[^>]*(?=>)/.exec(text)?.[0] ?? ''
  const inner =
    /<soap:Body>([\s\S]*)<\/soap:Body>/.exec(text)?.[1]?.replace(/^<[^\s>]+/, (tag) => `${tag} ${declared}`) ?? ''
  const lint = (document: string) => {
    writeFileSync(join(folder, 'tra-loi.xml'), document)
    return spawnSync('xmllint', ['--noout', '--schema', 'dan-cu.xsd', 'tra-loi.xml'], { cwd: folder, encoding: 'utf8' })
  }
  const good = lint(inner)
  expect(good.status, good.stderr).toBe(0)
  expect(lint(inner.replace('001099000123', '12')).status).not.toBe(0)
})

describe('a flow that gives no reply', () => {
  const stop = (status: number): FlowNode => ({
    use: 'stop-with-error@1',
    settings: { code: 'HS-THIEU', message: 'Hồ sơ thiếu giấy tờ & chữ ký', status },
  })
  test('because it was stopped answers in the words and with the code of the officer', async () => {
    const it = await opened(service(stop(422)))
    const { status, text } = await it.ask(REQUEST)
    expect([status, text.includes('<code>HS-THIEU</code>')]).toEqual([500, true])
    expect(text).toMatch(/soap:Client<.*Hồ sơ thiếu giấy tờ &amp; chữ ký/)
    const late = await opened(service(stop(503)))
    expect((await late.ask(REQUEST, '1.2')).text).toMatch(/soap:Receiver<.*Hồ sơ thiếu giấy tờ/)
  })
  test('because a step failed, or there is no reply, is a Server fault with our code and nothing from inside', async () => {
    const cases: readonly (readonly [FlowNode, string])[] = [
      [{ use: 'filter@1', settings: { when: '1 = 2' } }, 'run.no-reply'],
      [{ use: 'http-reply@1' }, 'run.no-reply'],
      [{ use: 'soap-reply@1', settings: { ...found.settings, content: 'message' } }, 'soap.wrong-data'],
    ]
    for (const [node, code] of cases) {
      const it = await opened(service(node))
      const { status, text, headers } = await it.ask(REQUEST)
      expect(status).toBe(500)
      expect(text).toMatch(/soap:Server<.*Dịch vụ chưa xử lý được yêu cầu/)
      expect(text).toContain(
        `<error xmlns="urn:lienthong:error"><code>${code}</code><run>${headers.get('x-lienthong-run')}</run>`,
      )
      expect(text).not.toContain('MaYeuCau')
    }
  })
  test('in time is a Server fault with its run', async () => {
    const it = await opened(service({ use: 'delay@1', settings: { for: 'PT3S' } }, { timeout: 'PT0.2S' }))
    const { status, text } = await it.ask(REQUEST)
    expect([status, text.includes('<code>run.timeout</code>')]).toEqual([500, true])
    expect(text).toContain(`<run>${(await it.runs())[0]?.id}</run>`)
  })
})

test('a delivery that comes again gets the first reply in the SOAP it speaks, and there is one run', async () => {
  const it = await opened(service(found, { dedupe: 'MaYeuCau' }))
  const first = await it.ask(REQUEST)
  const again = await it.ask(REQUEST.replace('ÁNH', 'KHÁC'))
  const newer = await it.ask(REQUEST, '1.2')
  expect([first.status, again.status, newer.status]).toEqual([200, 200, 200])
  expect(again.text).toBe(first.text)
  expect(newer.text).toBe(
    first.text.replace('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'),
  )
  expect(await it.runs()).toHaveLength(1)
  const other = await it.ask(REQUEST.replace('0007', '0008'))
  expect(other.text).toContain('ma="0008"')
})

test('a delivery that comes again while the first still runs is told to come back', async () => {
  const it = await opened(service({ use: 'delay@1', settings: { for: 'PT1S' } }, { dedupe: 'MaYeuCau' }))
  const first = it.ask(REQUEST)
  await expect.poll(async () => (await it.runs()).length).toBe(1)
  const { status, headers, text } = await it.ask(REQUEST)
  expect([status, headers.get('retry-after'), text.includes('<code>gateway.duplicate</code>')]).toEqual([
    503,
    '5',
    true,
  ])
  await first
})

test('an operation without an answer gets 202 and no body once it is stored', async () => {
  const it = await opened(service({ use: 'filter@1', settings: { when: 'true' } }))
  const { status, text } = await it.ask(
    '<d:GhiNhatKy xmlns:d="http://dancuquocgia.thu"><d:NoiDung>Đã xem</d:NoiDung></d:GhiNhatKy>',
  )
  expect([status, text, (await it.runs()).length]).toEqual([202, '', 1])
})

test('a flow that answers another operation than was asked is a fault of ours', async () => {
  const it = await opened()
  const first = await it.ask(REQUEST)
  expect(first.text).not.toContain('wrong-reply')
  const rpc = { wsdl: rpcWsdl(), operation: 'TinhPhi', mapping: [{ target: 'phi', value: '1' }] }
  const wrong = await opened(service({ use: 'soap-reply@1', settings: rpc }))
  const { status, text } = await wrong.ask(REQUEST)
  expect([status, text.includes('<code>soap.wrong-reply</code>')]).toEqual([500, true])
})

test('a document in UTF-16 or in the charset that it declares is read, whatever its prefixes', async () => {
  const it = await opened()
  const text = envelopeAround('1.1', REQUEST).replaceAll('soap:', 'S:').replace('xmlns:soap=', 'xmlns:S=')
  const wide = await it.post(Buffer.from(`\uFEFF${text.replace('UTF-8', 'UTF-16')}`, 'utf16le'), {
    'content-type': 'text/xml',
  })
  expect(wide.text).toContain('NGUYỄN THỊ ÁNH')
  const latin = text.replace('UTF-8', 'ISO-8859-1').replace('NGUYỄN THỊ ÁNH', 'ÊÀ')
  const narrow = await it.post(Buffer.from(latin, 'latin1'), { 'content-type': 'text/xml' })
  expect(narrow.text).toContain('ÊÀ')
})

test('10 MB go through whole', async () => {
  const length: FlowNode = {
    use: 'soap-reply@1',
    settings: { wsdl, operation: OPERATION, mapping: [{ target: 'GhiChu', value: { expr: '$string($length(Tep))' } }] },
  }
  const it = await opened(service(length, { maxBytes: 12_000_000 }))
  const file = Buffer.alloc(7_500_000, 'Hồ sơ').toString('base64')
  const { status, text } = await it.ask(REQUEST.replace('</d:HoVaTen>', `</d:HoVaTen><d:Tep>${file}</d:Tep>`))
  expect([status, /GhiChu>(\d+)</.exec(text)?.[1]]).toEqual([200, '10000000'])
})
