import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { makeIdentities } from '#nodes/signature/certificates.fixture.ts'
import { envelopeAround } from '#nodes/soap/operation.ts'
import { COMMON_XSD, citizenWsdl, LOOK_UP, rpcWsdl } from '#nodes/soap/services.fixture.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { plainServer, type SeenRequest, soapLibraryServer } from '#nodes/testing/soap-server.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { bundleWsdl } from '#shared/schema/import/bundle-wsdl.ts'
import { outputSchema } from '#shared/schema/infer.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const wsdl = bundleWsdl([
  { name: 'DanCu.wsdl', text: citizenWsdl() },
  { name: 'chung.xsd', text: COMMON_XSD },
])
const OPERATION = 'TraCuuThongTinCongDan'
const RPC = 'TinhPhi'

interface More {
  readonly values?: object
  readonly secrets?: Readonly<Record<string, string>>
  readonly signing?: ReturnType<typeof handle>
}

function node(url: string, settings: object = {}, { values = {}, secrets = {}, signing }: More = {}) {
  const partner = handle('http', { baseUrl: url, ...values }, secrets, 'doi-tac')
  const connections = signing ? [partner, signing] : [partner]
  const all = { connection: 'doi-tac', wsdl, operation: OPERATION, ...settings }
  return testNode({ definition, run }, all, { ...realPartners(connections), now: () => Date.now() })
}

const failure = (url: string, settings: object = {}, more: More = {}, body: unknown = LOOK_UP) =>
  node(url, settings, more)
    .send(body)
    .then(
      () => {
        throw new Error('was accepted')
      },
      (thrown: unknown) => toErrorData(thrown),
    )

const CITIZEN = {
  attributes: { ma: '00042' },
  SoDinhDanh: '001099000123',
  HoVaTen: { Ho: 'NGUYỄN', ChuDem: 'THỊ', Ten: 'ÁNH' },
  NgayMat: null,
  QuocTich: ['VN'],
}

describe('with the server of the soap library, from the same WSDL', () => {
  const received: unknown[] = []
  const look = (request: unknown) => {
    received.push(request)
    return { CongDan: [CITIZEN], GhiChu: 'Đã xác minh & đối chiếu <xong>' }
  }
  const library = async () => {
    received.length = 0
    const operations = { [OPERATION]: look }
    const server = await soapLibraryServer(wsdl, {
      DanCuService: { DanCuSoap: operations, DanCuSoap12: operations },
    })
    onTestFinished(server.close)
    return server
  }

  test.each(['1.1', '1.2'])('an operation is called over SOAP %s and its answer has its fields', async (version) => {
    const server = await library()
    const sent = await node(server.url, { version, checkAnswer: version === '1.1' && false }).send(LOOK_UP)
    expect(sent).toMatchObject({
      port: 'out',
      message: {
        body: {
          CongDan: [
            {
              '@ma': '00042',
              SoDinhDanh: '001099000123',
              HoVaTen: { Ho: 'NGUYỄN', ChuDem: 'THỊ', Ten: 'ÁNH' },
              QuocTich: ['VN'],
            },
          ],
          GhiChu: 'Đã xác minh & đối chiếu <xong>',
        },
      },
    })
    expect(received[0]).toMatchObject({
      attributes: { phienBan: '1.0' },
      MaYeuCau: '0007',
      SoDinhDanh: '001099000123',
      HoVaTen: 'NGUYỄN THỊ ÁNH',
      NgayThangNamSinh: { NgayThangNam: '19990105' },
    })
    const type = server.seen[0]?.headers['content-type']
    expect(type).toContain(version === '1.1' ? 'text/xml' : 'application/soap+xml')
  })

  test('a mapping makes the request and the headers', async () => {
    const server = await library()
    const settings = {
      content: 'mapping',
      mapping: [
        { target: 'HoVaTen', value: { field: 'ten' } },
        { target: 'SoCMND', value: '012345678' },
        { target: 'MaDVC', value: '000.00.00.H22-260105-0001' },
        { target: 'MaCanBo', value: '007' },
        { target: 'MaYeuCau', value: '1' },
      ],
      soapHeaders: [{ target: 'AuthHash', value: { field: 'bam' } }],
    }
    await node(server.url, settings).send({ ten: 'TRẦN VĂN ĐỨC', bam: 'a2V5' })
    expect(received[0]).toMatchObject({ HoVaTen: 'TRẦN VĂN ĐỨC', SoCMND: '012345678' })
    expect(server.seen[0]?.body).toMatch(/<soap:Header><n\d:AuthHash>a2V5<\/n\d:AuthHash><\/soap:Header>/)
  })

  test('10 MB go out and are understood', async () => {
    const server = await library()
    const file = Buffer.alloc(7_500_000, 'Hồ sơ').toString('base64')
    expect(file.length).toBe(10_000_000)
    await node(server.url).send({ ...LOOK_UP, Tep: file })
    expect(received[0]).toMatchObject({ Tep: file })
  })

  test('an rpc/literal operation is called', async () => {
    received.length = 0
    const answer = (it: unknown) => (received.push(it) > 0 ? { phi: 120000 } : {})
    const server = await soapLibraryServer(rpcWsdl(), {
      PhiService: { PhiPort: { [RPC]: answer } },
    })
    onTestFinished(server.close)
    const body = { donVi: '00H22', hoSo: { SoTien: 5, Ma: '001' } }
    const sent = await node(server.url, { wsdl: rpcWsdl(), operation: RPC }).send(body)
    expect(received[0]).toMatchObject({ donVi: '00H22', hoSo: { Ma: '001', SoTien: '5' } })
    expect(sent).toMatchObject({ message: { body: { phi: '120000' } } })
  })

  test('a fault that the server throws is told with its words and detail', async () => {
    const fault = {
      faultcode: 'soap:Client',
      faultstring: 'Số định danh không tồn tại',
      detail: { LoiTraCuu: { Ma: '07' } },
    }
    const failing = { [OPERATION]: (_: unknown, done?: (fault: unknown) => void) => done?.({ Fault: fault }) }
    const server = await soapLibraryServer(wsdl, { DanCuService: { DanCuSoap: failing, DanCuSoap12: failing } })
    onTestFinished(server.close)
    expect(await failure(server.url)).toMatchObject({
      code: 'soap.client-fault',
      class: 'data',
      message: { vi: expect.stringContaining('Số định danh không tồn tại') },
      details: { faultCode: 'Client', detail: { LoiTraCuu: { Ma: '07' } } },
    })
  })

  test('the account of WS-Security reaches it, as a digest and as text', async () => {
    const tokens: unknown[] = []
    const server = await soapLibraryServer(
      wsdl,
      { DanCuService: { DanCuSoap: { [OPERATION]: look }, DanCuSoap12: { [OPERATION]: look } } },
      (security) => tokens.push(security) > 0,
    )
    onTestFinished(server.close)
    for (const tokenStyle of ['digest', 'text']) {
      const values = { auth: 'ws-security', username: 'sở-tp', tokenStyle }
      await node(server.url, { timestamp: true }, { values, secrets: { password: 'mật khẩu & bí mật' } }).send(LOOK_UP)
    }
    expect(tokens[0]).toMatchObject({ UsernameToken: { Username: 'sở-tp', Nonce: expect.anything() }, Timestamp: {} })
    expect(JSON.stringify(tokens[0])).not.toContain('mật khẩu')
    expect(JSON.stringify(tokens[1])).toContain('mật khẩu & bí mật')
    expect(server.seen[0]?.headers.authorization).toBeUndefined()
  })
})

const answering = async (answer: (response: ServerResponse, request: SeenRequest) => void) => {
  const server = await plainServer(answer)
  onTestFinished(server.close)
  return server
}
const xmlAnswer = (text: string | Buffer, status = 200, type = 'text/xml; charset=utf-8') =>
  answering((response) => response.writeHead(status, { 'content-type': type }).end(text))
const fault11 = (code: string, words: string) =>
  envelopeAround('1.1', `<soap:Fault><faultcode>${code}</faultcode><faultstring>${words}</faultstring></soap:Fault>`)
const fault12 = (code: string, sub: string) =>
  envelopeAround(
    '1.2',
    `<soap:Fault><soap:Code><soap:Value>soap:${code}</soap:Value><soap:Subcode><soap:Value>${sub}</soap:Value></soap:Subcode></soap:Code>` +
      '<soap:Reason><soap:Text xml:lang="en">no</soap:Text><soap:Text xml:lang="vi">không được</soap:Text></soap:Reason></soap:Fault>',
  )
const PERSON =
  '<d:CongDan ma="1" xmlns:d="http://dancuquocgia.thu"><d:SoDinhDanh>001099000123</d:SoDinhDanh><d:HoVaTen/><d:NgayMat xsi:nil="true"/><d:QuocTich>VN</d:QuocTich>ANH</d:CongDan>'
const answerWith = (inner: string) =>
  envelopeAround('1.1', `<d:${OPERATION}Response xmlns:d="http://dancuquocgia.thu">${inner}</d:${OPERATION}Response>`)

describe('a bad answer is an error of the right class', () => {
  test.each([
    ['a client fault with status 200', fault11('soap:Client.Data', 'sai mã'), 200, 'soap.client-fault', 'data'],
    ['a server fault', fault11('soap:Server', 'quá tải'), 500, 'soap.server-fault', 'transient'],
    ['a fault of sign-in', fault11('wsse:FailedAuthentication', 'sai mật khẩu'), 500, 'soap.auth', 'auth'],
    ['a sender fault of 1.2', fault12('Sender', 'd:SaiMa'), 400, 'soap.client-fault', 'data'],
    ['a receiver fault of 1.2', fault12('Receiver', 'd:Ban'), 500, 'soap.server-fault', 'transient'],
    ['a page in HTML', '<!DOCTYPE html><html><body>Bảo trì</body></html>', 200, 'http.bad-answer', 'transient'],
    ['a page in HTML with 503', '<html><body>Bảo trì</body></html>', 503, 'http.server-error', 'transient'],
    ['half a document', answerWith(PERSON).slice(0, -40), 200, 'http.bad-answer', 'transient'],
    ['XML without envelope', '<ok/>', 200, 'http.bad-answer', 'transient'],
    ['an envelope with nothing in it', envelopeAround('1.1', ''), 200, 'http.bad-answer', 'transient'],
    ['another element than the WSDL says', envelopeAround('1.1', '<La/>'), 200, 'http.bad-answer', 'transient'],
    ['nothing', '', 200, 'http.bad-answer', 'transient'],
    ['a refusal', 'Forbidden', 403, 'http.auth', 'auth'],
    ['entities', `<!DOCTYPE a [<!ENTITY b "c">]>${answerWith('').slice(38)}`, 200, 'http.bad-answer', 'transient'],
  ])('%s', async (_name, text, status, code, kind) => {
    const server = await xmlAnswer(text, status)
    expect(await failure(server.url)).toMatchObject({ code, class: kind })
  })

  test('the words of a 1.2 fault are those in Vietnamese, and secrets are not repeated', async () => {
    const server = await xmlAnswer(fault12('Sender', 'd:SaiMa'))
    const data = await failure(server.url)
    expect(data).toMatchObject({
      message: { vi: expect.stringContaining('không được') },
      details: { faultCode: 'Sender / SaiMa' },
    })
    const echo = await xmlAnswer(fault11('soap:Client', 'mật khẩu bi-mat-123 sai'))
    const values = { auth: 'ws-security', username: 'a' }
    const told = await failure(echo.url, {}, { values, secrets: { password: 'bi-mat-123' } })
    expect(JSON.stringify(told)).not.toContain('bi-mat-123')
  })

  test('a server fault stops when the settings say so', async () => {
    const server = await xmlAnswer(fault11('soap:Server', 'sai dữ liệu'), 500)
    expect(await failure(server.url, { serverFaults: 'stop' })).toMatchObject({
      code: 'soap.server-fault',
      class: 'permanent',
    })
  })

  test('a partner that is silent, cuts the line or is not there is transient', async () => {
    const silent = await answering(() => undefined)
    expect(await failure(silent.url, { timeout: 'PT0.2S' })).toMatchObject({
      code: 'connect.timeout',
      class: 'transient',
    })
    const cut = await answering((response) => {
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '5000' }).write('<soap:Env')
      setTimeout(() => response.destroy(), 20)
    })
    expect(await failure(cut.url)).toMatchObject({ code: 'connect.cut', class: 'transient' })
    expect(await failure('http://127.0.0.1:1/')).toMatchObject({ code: 'connect.unreachable', class: 'transient' })
  })

  test('one that does not fit the WSDL is told only when asked', async () => {
    const server = await xmlAnswer(answerWith('<d:La>1</d:La>'))
    expect(await node(server.url).send(LOOK_UP)).toMatchObject({ message: { body: { La: '1' } } })
    expect(await failure(server.url, { checkAnswer: true })).toMatchObject({ code: 'http.bad-answer' })
  })
})

describe('an answer is read', () => {
  test('in UTF-16, with a byte order mark, and in a charset that only the document names', async () => {
    const text = answerWith('<d:GhiChu>Đã duyệt 007</d:GhiChu>')
    const bodies: (readonly [Buffer, string])[] = [
      [Buffer.from(`\uFEFF${text.replace('UTF-8', 'UTF-16')}`, 'utf16le'), 'text/xml'],
      [Buffer.from(`\uFEFF${text}`), 'text/xml; charset=utf-8'],
      [Buffer.from(text.replace('UTF-8', 'iso-8859-1').replace('Đã duyệt', 'Vu tres bien é'), 'latin1'), 'text/xml'],
    ]
    const notes: unknown[] = []
    for (const [bytes, type] of bodies) {
      const server = await xmlAnswer(bytes, 200, type)
      const sent = await node(server.url).send(LOOK_UP)
      notes.push(sent.kind === 'emit' ? sent.message.body : sent)
    }
    expect(notes).toEqual(['Đã duyệt 007', 'Đã duyệt 007', 'Vu tres bien é 007'].map((GhiChu) => ({ GhiChu })))
  })

  const mtom = (cut: boolean): Buffer => {
    const include = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:anh%40thu"/>'
    const head = (fields: string) => `--ranh\r\n${fields}\r\n\r\n`
    const photo = Buffer.from([0, 255, 13, 10, 45, 45, 200, 1])
    return Buffer.concat([
      Buffer.from(head('Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r\nContent-ID: <goc>')),
      Buffer.from(answerWith(PERSON.replace('ANH', `<d:Anh>${include}</d:Anh>`))),
      Buffer.from(
        `\r\n${head('Content-Type: image/png\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <anh@thu>')}`,
      ),
      photo,
      Buffer.from(cut ? '' : '\r\n--ranh--\r\n'),
    ])
  }
  const MULTIPART = 'multipart/related; type="application/xop+xml"; start="<goc>"; boundary="ranh"'

  test('with its MTOM attachments in their fields, byte for byte', async () => {
    const server = await xmlAnswer(mtom(false), 200, MULTIPART)
    const photo = Buffer.from([0, 255, 13, 10, 45, 45, 200, 1]).toString('base64')
    expect(await node(server.url).send(LOOK_UP)).toMatchObject({
      message: { body: { CongDan: [{ Anh: photo, NgayMat: null, QuocTich: ['VN'] }] } },
    })
    const half = await xmlAnswer(mtom(true), 200, MULTIPART)
    expect(await failure(half.url)).toMatchObject({
      code: 'http.bad-answer',
      message: { vi: expect.stringContaining('MIME') },
    })
  })

  test('with headers when asked, and an operation without an answer has none', async () => {
    const server = await xmlAnswer(
      answerWith('').replace('<soap:Body>', '<soap:Header><x:id xmlns:x="urn:x">0042</x:id></soap:Header><soap:Body>'),
    )
    expect(await node(server.url, { answer: 'envelope' }).send(LOOK_UP)).toMatchObject({
      message: { body: { header: { id: '0042' }, body: {}, attachments: [] } },
    })
    const silent = await answering((response) => response.writeHead(202).end())
    expect(await node(silent.url, { operation: 'GhiNhatKy' }).send({ NoiDung: 'x' })).toMatchObject({
      message: { body: null },
    })
  })
})

test('wrong data is stopped here and never sent', async () => {
  const server = await xmlAnswer(answerWith(''))
  for (const body of [{ ...LOOK_UP, SoDinhDanh: '12' }, { ...LOOK_UP, La: 1 }, 'chữ', { MaYeuCau: '1' }])
    expect(await failure(server.url, {}, {}, body)).toMatchObject({ class: 'data', side: 'data' })
  expect(server.seen).toEqual([])
  const text = '</n0:MaYeuCau><x>&xxe;"'
  await node(server.url).send({ ...LOOK_UP, MaYeuCau: text })
  expect(server.seen[0]?.body).toContain('&lt;/n0:MaYeuCau&gt;&lt;x&gt;&amp;xxe;')
})

test('the designer knows the fields of the answer, and the effect follows the setting', () => {
  const settings = definition.settings.parse({ connection: 'a', wsdl, operation: OPERATION, repeatSafe: true })
  const known = {
    node: { use: 'soap-call@1' },
    definition,
    ports: [{ name: 'out', title: { vi: 'a', en: 'a' } }],
    settings,
    form: {},
  }
  expect(outputSchema(known, 'out', {})).toMatchObject({
    properties: {
      CongDan: { type: 'array', items: { properties: { HoVaTen: { properties: { ChuDem: { type: 'string' } } } } } },
    },
  })
  expect(effectsOf(definition, settings)).toBe('idempotent')
  expect(effectsOf(definition, { ...settings, repeatSafe: false })).toBe('once')
})

const xmlsec = spawnSync('xmlsec1', ['--version'], { encoding: 'utf8' })

test('xmlsec1 is there in continuous integration', () => {
  expect(xmlsec.status === 0 || process.env.CI === 'true', 'install xmlsec1').toBe(xmlsec.status === 0)
})

describe.runIf(xmlsec.status === 0)('with xmlsec1', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-wsse-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('the signature over body and time stamp holds, and no longer after a change', async () => {
    const { unit, authority } = makeIdentities()
    const signing = handle('signing', { certificate: unit.certificate }, { privateKey: unit.key }, 'ky-so')
    const server = await xmlAnswer(answerWith(''))
    const values = { auth: 'ws-security', username: 'so-tp' }
    const secured = node(
      server.url,
      { timestamp: true, signing: 'ky-so' },
      { values, secrets: { password: 'x' }, signing },
    )
    await secured.send(LOOK_UP)
    const sent = server.seen[0]?.body ?? ''
    const ca = join(folder, 'ca.pem')
    const key = join(folder, 'unit.pem')
    writeFileSync(ca, authority.certificate)
    writeFileSync(key, unit.certificate)
    const lax = / 1\.[0-2]\./.test(xmlsec.stdout) ? [] : ['--lax-key-search']
    const verify = (text: string) => {
      const file = join(folder, 'thu.xml')
      writeFileSync(file, text)
      const ids = ['Body', 'Timestamp', 'BinarySecurityToken'].flatMap((name) => ['--id-attr:Id', name])
      return spawnSync('xmlsec1', ['--verify', ...lax, '--pubkey-cert-pem', key, ...ids, file], { encoding: 'utf8' })
    }
    const good = verify(sent)
    expect(good.status, good.stderr).toBe(0)
    expect(sent.match(/<ds:Reference /g)).toHaveLength(2)
    expect(verify(sent.replace('001099000123', '001099000124')).status).not.toBe(0)
    expect(verify(sent.replace(/<wsu:Expires>\d{4}/, '<wsu:Expires>2999')).status).not.toBe(0)
  })
})
