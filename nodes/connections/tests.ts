import { login, portalValues } from '#nodes/dvcqg-call/portal.ts'
import { testLdap } from '#nodes/ldap/test.ts'
import { askPayment } from '#nodes/payment/platform.ts'
import { paymentTime } from '#nodes/payment/time.ts'
import { testQueue } from '#nodes/queues/test.ts'
import { readReply } from '#nodes/replies/reply.ts'
import { DEFAULT_RULES } from '#nodes/replies/rules.ts'
import { testSql } from '#nodes/sql/test.ts'
import { callVxp, rowsOf } from '#nodes/vxp/client.ts'
import { testWebSocket } from '#nodes/websocket/test.ts'
import { xroadFault } from '#nodes/xroad/faults.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionTest, ConnectionTestContext } from '#shared/node/connection.ts'
import type { ConnectionHandle, HttpAnswer } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import { hostName } from './address.ts'
import { apiKeyConnection } from './api-key.ts'
import { runCheck, runStages } from './checks.ts'
import { testFolder, testFtp, testS3, testSftp } from './file-tests.ts'
import { httpConnection } from './http.ts'
import { excerptOf, faultOfStatus, jsonOf } from './http-answer.ts'
import { testImap, testSmtp } from './mail-tests.ts'
import { nationalConnection } from './national.ts'
import { nationalValues, openToken, routed, throughAdapter } from './national-call.ts'
import { secretOf, valuesOf } from './read-connection.ts'
import { testSigning } from './signing-tests.ts'
import { withoutUrlCode } from './url-code.ts'
import { xroadConnection } from './xroad.ts'

const TIMEOUT_MS = 15_000

/** How each kind of connection is tried out ("Kiểm tra kết nối"), by kind. Nothing is changed at the partner. */
export const connectionTests: Readonly<Record<string, ConnectionTest>> = {
  http: { test: testHttp },
  sql: { test: testSql },
  queue: { test: testQueue },
  ldap: { test: testLdap },
  websocket: { test: testWebSocket },
  [nationalConnection.kind]: { test: testNational },
  payment: { test: testPayment },
  sftp: { test: testSftp },
  ftp: { test: testFtp },
  s3: { test: testS3 },
  folder: { test: testFolder },
  smtp: { test: testSmtp },
  imap: { test: testImap },
  'api-key': { test: testApiKey },
  signing: { test: testSigning },
  vxp: { test: testVxp },
  xroad: { test: testXroad },
}

function testHttp(connection: ConnectionHandle, context: ConnectionTestContext) {
  let answer: HttpAnswer | undefined
  return runStages({
    async signIn() {
      const { testPath } = valuesOf(httpConnection, connection)
      answer = await context.http({ method: 'GET', path: testPath, timeoutMs: TIMEOUT_MS })
      if (answer.status < 400) return
      const fault = faultOfStatus(answer, hostName(connection), connection.secrets)
      if (fault.data.class === 'auth') throw fault
    },
    async sample() {
      const status = answer?.status ?? 0
      if (answer && status >= 400) throw faultOfStatus(answer, hostName(connection), connection.secrets)
      return { vi: `Trả lời HTTP ${status}`, en: `Answered HTTP ${status}` }
    },
  })
}

/** Of a system that offers no look-up without parameters. */
const ONLY_SIGNED_IN = { vi: 'Không gọi thử dịch vụ nào', en: 'No service was tried' } as const

function testPortal(connection: ConnectionHandle, context: ConnectionTestContext) {
  const http = (_id: string, request: Parameters<ConnectionTestContext['http']>[0]) => context.http(request)
  let session = ''
  return runStages({
    async signIn() {
      session = await login(connection, { rules: DEFAULT_RULES, timeoutMs: TIMEOUT_MS }, { http })
    },
    async sample() {
      const values = portalValues(connection)
      if (valuesOf(nationalConnection, connection).signInOnly) return ONLY_SIGNED_IN
      const request = {
        method: 'POST',
        path: values.sharePath,
        headers: { accept: 'application/json' },
        body: { session, madonvi: values.maDonVi, service: 'LayDanhMucLinhVuc' },
        timeoutMs: TIMEOUT_MS,
      }
      const answer = await context.http(throughAdapter(request, values))
      const host = hostName(connection)
      const secrets = { ...connection.secrets, session }
      if (answer.status !== 200) throw faultOfStatus(answer, host, secrets)
      const judged = readReply(jsonOf(answer, host, secrets), DEFAULT_RULES, false)
      if (judged?.verdict !== 'ok') {
        const reason = judged?.reply.message ?? excerptOf(answer.text, secrets)
        throw permanent('dvcqg.rejected', { reason, code: judged?.reply.code ?? '' })
      }
      return counted(judged.reply.result, { vi: 'mục', en: 'entries' })
    },
  })
}

function testNational(connection: ConnectionHandle, context: ConnectionTestContext) {
  if (connection.values.style === 'session') return testPortal(connection, context)
  const http = (_id: string, request: Parameters<ConnectionTestContext['http']>[0]) => context.http(request)
  let token: string | undefined
  return runStages({
    async signIn() {
      token = (await openToken(connection, { http }))?.value
    },
    async sample() {
      const { signInOnly, testPath } = nationalValues(connection)
      if (signInOnly) return ONLY_SIGNED_IN
      const request = routed({ method: 'GET', path: testPath, timeoutMs: TIMEOUT_MS }, connection, token)
      const answer = withoutUrlCode(await context.http(request), connection)
      const host = hostName(connection)
      const secrets = { ...connection.secrets, ...(token === undefined ? {} : { token }) }
      if (answer.status < 200 || answer.status > 299) throw faultOfStatus(answer, host, secrets)
      return counted(jsonOf(answer, host, secrets), { vi: 'mục', en: 'entries' })
    },
  })
}

async function testApiKey(connection: ConnectionHandle) {
  const name = { vi: 'Khoá đủ dài', en: 'The key is long enough' }
  const check = await runCheck(name, async () => {
    valuesOf(apiKeyConnection, connection)
    if (secretOf(connection, 'key').length < 16) {
      throw permanent('connect.not-configured', { connection: connection.id, what: '≥ 16' })
    }
    return { vi: 'Bên gọi gửi khoá này trong tiêu đề X-Api-Key', en: 'Callers send this key as X-Api-Key' }
  })
  return [check]
}

function testVxp(connection: ConnectionHandle, context: ConnectionTestContext) {
  const tools = {
    http: (_id: string, request: Parameters<ConnectionTestContext['http']>[0]) => context.http(request),
    connection: async () => connection,
    now: Date.now,
  }
  const parameters = { servicetype: 'eDoc' }
  let answer: unknown
  return runStages({
    async signIn() {
      answer = await callVxp(connection.id, { operation: 'getAgenciesList', parameters, timeoutMs: TIMEOUT_MS }, tools)
    },
    sample: async () => counted(rowsOf(answer), { vi: 'cơ quan trên trục', en: 'agencies on the axis' }),
  })
}

/** Asks for a payment that nobody has begun: the hash is checked, nothing is changed. */
function testPayment(connection: ConnectionHandle, context: ConnectionTestContext) {
  const tools = {
    http: (_id: string, request: Parameters<ConnectionTestContext['http']>[0]) => context.http(request),
    connection: async () => connection,
  }
  const ThoiGianGD = paymentTime(new Date().toISOString())
  const key = { MaThamChieu: `KIEMTRAKETNOI${ThoiGianGD}`, ThoiGianGD }
  return runStages({
    async signIn() {
      await askPayment(connection.id, key, TIMEOUT_MS, tools)
    },
    sample: async () => ({
      vi: 'Mã đối tác và mã xác thực được chấp nhận',
      en: 'Partner code and hash are accepted',
    }),
  })
}

/** Asks our security server for the members and subsystems that it knows (PR-META `listClients`), which any client may. */
function testXroad(connection: ConnectionHandle, context: ConnectionTestContext) {
  const host = hostName(connection)
  let answer: HttpAnswer | undefined
  return runStages({
    async signIn() {
      valuesOf(xroadConnection, connection)
      const headers = { accept: 'application/json' }
      answer = await context.http({ method: 'GET', path: '/listClients', headers, timeoutMs: TIMEOUT_MS })
      const fault = xroadFault(answer, connection, connection.secrets)
      if (fault) throw fault
      if (answer.status !== 200) throw faultOfStatus(answer, host, connection.secrets)
    },
    async sample() {
      const list = answer && jsonOf(answer, host, connection.secrets)
      const members: unknown = typeof list === 'object' && list !== null ? Reflect.get(list, 'member') : undefined
      return counted(members, { vi: 'thành viên và hệ thống trên X-Road', en: 'members and subsystems on X-Road' })
    },
  })
}

function counted(list: unknown, what: Text): Text {
  const count = Array.isArray(list) ? list.length : 1
  return { vi: `Nhận được ${count} ${what.vi}`, en: `Received ${count} ${what.en}` }
}
