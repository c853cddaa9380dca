import { connectionTests } from '#nodes/connections/tests.ts'
import type { ConnectionTestResult } from '#shared/api/platform.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { HttpTool } from './http-tool.ts'
import { hostsOf } from './tools.ts'

/** Longest that a connection test may take. */
const LIMIT_MS = 30_000

/** Tries a connection step by step, as a step of a flow would use it. Never throws: what went wrong is a failed check. */
export async function testConnection(connection: ConnectionHandle, http: HttpTool): Promise<ConnectionTestResult> {
  const signal = AbortSignal.timeout(LIMIT_MS)
  const test = Object.hasOwn(connectionTests, connection.kind) ? connectionTests[connection.kind] : undefined
  if (!test) return { ok: true, checks: [] }
  try {
    const checks = await test.test(connection, {
      signal,
      http: (request) => http.send(connection, hostsOf(connection), request, signal),
    })
    return {
      ok: checks.every((it) => it.ok),
      checks: checks.map((it) => ({ ...it, name: { ...it.name } })) as ConnectionTestResult['checks'],
    }
  } catch (error) {
    const { message } = toErrorData(error)
    return {
      ok: false,
      checks: [{ name: { vi: 'Kiểm tra', en: 'Test' }, ok: false, durationMs: 0, message: { ...message } }],
    }
  }
}
