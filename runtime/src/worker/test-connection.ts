import { hostOf } from '#nodes/connections/address.ts'
import { connectionTests } from '#nodes/connections/tests.ts'
import type { EgressPolicy } from '#runtime/security/egress.ts'
import type { ConnectionTestResult } from '#shared/api/platform.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionCheck } from '#shared/node/connection.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { HttpTool } from './http-tool.ts'
import { type Place, reachHost } from './reach-host.ts'
import { hostsOf } from './tools.ts'

/** Longest that a connection test may take. */
const LIMIT_MS = 30_000
const MOST_HOSTS = 3

/** What a test calls with. */
export interface TestTools {
  readonly http: HttpTool
  readonly policy: EgressPolicy
}

/**
 * Tries a connection step by step: the names, ports and certificates of its hosts, then what its kind does as a step of a
 * flow would. Never throws: what went wrong is a failed check.
 */
export async function testConnection(connection: ConnectionHandle, tools: TestTools): Promise<ConnectionTestResult> {
  const signal = AbortSignal.timeout(LIMIT_MS)
  const hosts = await Promise.all(placesOf(connection).map((place) => reachHost(place, tools.policy, signal)))
  const reached = hosts.flat()
  const lost = reached.some(({ ok, step }) => !ok && step !== 'tls')
  const tried = lost ? [] : await tryKind(connection, tools, signal)
  const checks = lost ? reached : together(reached, tried)
  return { ok: checks.every((it) => it.ok), checks: checks.map(plain) }
}

/** A call that passed proves the address, also where a certificate is trusted by the connection alone. */
function together(reached: readonly ConnectionCheck[], tried: readonly ConnectionCheck[]): readonly ConnectionCheck[] {
  const [first, ...rest] = tried
  if (reached.length === 0 || first?.step !== 'address') return [...reached, ...tried]
  if (first.ok) return [...reached.filter((it) => it.ok), ...rest]
  return reached.every((it) => it.ok) ? [...reached, first] : reached
}

async function tryKind(
  connection: ConnectionHandle,
  { http }: TestTools,
  signal: AbortSignal,
): Promise<readonly ConnectionCheck[]> {
  const test = Object.hasOwn(connectionTests, connection.kind) ? connectionTests[connection.kind] : undefined
  if (!test) return []
  try {
    return await test.test(connection, {
      signal,
      http: (request) => http.send(connection, hostsOf(connection), request, signal),
    })
  } catch (error) {
    const { message } = toErrorData(error)
    return [{ name: { vi: 'Kiểm tra', en: 'Test' }, ok: false, durationMs: 0, message: { ...message } }]
  }
}

function placesOf(connection: ConnectionHandle): readonly Place[] {
  const secure = new Set(
    Object.values(connection.values).flatMap((value) =>
      typeof value === 'string' && /^(?:https|wss|amqps|mqtts|ldaps|ftps):/.test(value) && URL.canParse(value)
        ? [hostOf(value)]
        : [],
    ),
  )
  return [...new Set(hostsOf(connection))].slice(0, MOST_HOSTS).flatMap((host) => {
    const cut = host.lastIndexOf(':')
    const port = Number(host.slice(cut + 1))
    const name = host.slice(0, cut)
    return name !== '' && Number.isInteger(port) ? [{ host: name, port, tls: secure.has(host) }] : []
  })
}

function plain({ step, name, ok, durationMs, message }: ConnectionCheck): ConnectionTestResult['checks'][number] {
  return {
    ...(step ? { step } : {}),
    name: { ...name },
    ok,
    durationMs,
    ...(message ? { message: { ...message } } : {}),
  }
}
