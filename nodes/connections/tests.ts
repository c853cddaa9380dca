import { login, portalValues } from '#nodes/dvcqg-call/portal.ts'
import { testQueue } from '#nodes/queues/test.ts'
import { readReply } from '#nodes/replies/reply.ts'
import { DEFAULT_RULES } from '#nodes/replies/rules.ts'
import { signingKey, trustedCertificates } from '#nodes/signature/keys.ts'
import { dayOf } from '#nodes/signature/trust.ts'
import { openDatabase } from '#nodes/sql/drivers/open.ts'
import { callVxp, rowsOf } from '#nodes/vxp/client.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionTest, ConnectionTestContext } from '#shared/node/connection.ts'
import type { ConnectionHandle, HttpAnswer } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import { hostName } from './address.ts'
import { apiKeyConnection } from './api-key.ts'
import { runCheck, runStages } from './checks.ts'
import { testFolder, testFtp, testSftp } from './file-tests.ts'
import { httpConnection } from './http.ts'
import { excerptOf, faultOfStatus, jsonOf } from './http-answer.ts'
import { nationalConnection } from './national.ts'
import { nationalValues, openToken, routed, throughAdapter } from './national-call.ts'
import { secretOf, valuesOf } from './read-connection.ts'
import { sqlConnection } from './sql.ts'

const TIMEOUT_MS = 15_000

/** How each kind of connection is tried out ("Kiểm tra kết nối"), by kind. Nothing is changed at the partner. */
export const connectionTests: Readonly<Record<string, ConnectionTest>> = {
  http: { test: testHttp },
  sql: { test: testSql },
  queue: { test: testQueue },
  [nationalConnection.kind]: { test: testNational },
  sftp: { test: testSftp },
  ftp: { test: testFtp },
  folder: { test: testFolder },
  'api-key': { test: testApiKey },
  signing: { test: testSigning },
  vxp: { test: testVxp },
}

function testHttp(connection: ConnectionHandle, context: ConnectionTestContext) {
  let answer: HttpAnswer | undefined
  return runStages({
    async signIn() {
      const { testPath } = valuesOf(httpConnection, connection)
      answer = await context.http({ method: 'GET', path: testPath, timeoutMs: TIMEOUT_MS })
      if (answer.status === 401 || answer.status === 403) {
        throw faultOfStatus(answer, hostName(connection), connection.secrets)
      }
    },
    async sample() {
      const status = answer?.status ?? 0
      if (answer && status >= 400) throw faultOfStatus(answer, hostName(connection), connection.secrets)
      return { vi: `Trả lời HTTP ${status}`, en: `Answered HTTP ${status}` }
    },
  })
}

async function testSql(connection: ConnectionHandle, context: ConnectionTestContext) {
  const open = { database: undefined as ReturnType<typeof openDatabase> | undefined }
  const call = async (source: string) => {
    open.database ??= openDatabase(connection)
    const limits = { rows: 10, bytes: 10_000, timeoutMs: TIMEOUT_MS }
    return (await open.database).run({ kind: 'query', source, values: {}, limits, signal: context.signal })
  }
  try {
    return await runStages({
      async signIn() {
        await call('SELECT 1 AS so')
      },
      async sample() {
        const { driver } = valuesOf(sqlConnection, connection)
        const source =
          driver === 'sqlite'
            ? "SELECT count(*) AS so FROM sqlite_master WHERE type = 'table'"
            : "SELECT count(*)::int AS so FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
        const { rows } = await call(source)
        const count = String(rows[0]?.so ?? 0)
        return { vi: `Đọc được, có ${count} bảng`, en: `Readable, ${count} tables` }
      },
    })
  } finally {
    await (await open.database?.catch(() => undefined))?.close()
  }
}

function testPortal(connection: ConnectionHandle, context: ConnectionTestContext) {
  const http = (_id: string, request: Parameters<ConnectionTestContext['http']>[0]) => context.http(request)
  let session = ''
  return runStages({
    async signIn() {
      session = await login(connection, { rules: DEFAULT_RULES, timeoutMs: TIMEOUT_MS }, { http })
    },
    async sample() {
      const values = portalValues(connection)
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
      return counted(judged.reply.result, { vi: 'lĩnh vực', en: 'fields of administration' })
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
      const { testPath } = nationalValues(connection)
      const request = routed({ method: 'GET', path: testPath, timeoutMs: TIMEOUT_MS }, connection, token)
      const answer = await context.http(request)
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

async function testSigning(connection: ConnectionHandle) {
  const signs = connection.values.certificate !== undefined || connection.secrets.privateKey !== undefined
  const checks = [
    runCheck({ vi: 'Chứng thư tin cậy đọc được', en: 'Trusted certificates can be read' }, async () => {
      if (signs && connection.values.trusted === undefined)
        return { vi: 'Không có, chỉ dùng để ký', en: 'None, for signing only' }
      const count = trustedCertificates(connection).length
      return { vi: `Có ${count} chứng thư`, en: `${count} certificates` }
    }),
  ]
  if (signs)
    checks.unshift(
      runCheck({ vi: 'Khoá và chứng thư khớp nhau', en: 'Key and certificate belong together' }, async () => {
        const { key, certificate } = signingKey(connection)
        if (!certificate.checkPrivateKey(key))
          throw permanent('connect.not-configured', { connection: connection.id, what: 'privateKey ≠ certificate' })
        return {
          vi: `Chứng thư hết hạn ngày ${dayOf(Date.parse(certificate.validTo))}`,
          en: `Valid to ${certificate.validTo}`,
        }
      }),
    )
  return Promise.all(checks)
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

function counted(list: unknown, what: Text): Text {
  const count = Array.isArray(list) ? list.length : 1
  return { vi: `Nhận được ${count} ${what.vi}`, en: `Received ${count} ${what.en}` }
}
