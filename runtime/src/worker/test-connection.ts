import { createSecureContext, type SecureContext } from 'node:tls'
import { hostOf } from '#nodes/connections/address.ts'
import { runCheck } from '#nodes/connections/checks.ts'
import { certificateText, checkPeriod, clientTls, hasOwnTls, trustedContext } from '#nodes/connections/client-tls.ts'
import type { EgressPolicy } from '#runtime/security/egress.ts'
import type { ConnectionTestResult } from '#shared/api/platform.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionCheck, TlsFromStart } from '#shared/node/connection.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import type { Text } from '#shared/text/text.ts'
import type { HttpTool } from './http-tool.ts'
import { type Place, reachHost } from './reach-host.ts'
import { hostsOf, tlsFromStart } from './tools.ts'

/** Longest that a connection test may take. */
const LIMIT_MS = 30_000
const MOST_HOSTS = 3

/** What a test calls with. */
export interface TestTools {
  readonly http: HttpTool
  readonly policy: EgressPolicy
}

/**
 * Tries a connection step by step: the names, ports and certificates of its hosts, our own certificate, then what its kind does as a
 * step of a flow would. Never throws: what went wrong is a failed check.
 */
export async function testConnection(connection: ConnectionHandle, tools: TestTools): Promise<ConnectionTestResult> {
  const signal = AbortSignal.timeout(LIMIT_MS)
  const own = await ownCertificate(connection)
  const hosts = await Promise.all(
    placesOf(connection).map((place) => reachHost({ ...place, ...own.tls }, tools.policy, signal)),
  )
  const reached = [...hosts.flat(), ...own.checks]
  const lost = reached.some(({ ok, step }) => !ok && step !== 'tls') || own.checks.some(({ ok }) => !ok)
  const tried = lost ? [] : await tryKind(connection, tools, signal)
  const checks = lost ? reached : together(reached, tried)
  return { ok: checks.every((it) => it.ok), checks: checks.map(plain) }
}

const OURS: Text = { vi: 'Chứng thư số của ta', en: 'Our certificate' }

/** What the connection brings along for TLS, and whether our certificate can be used. */
async function ownCertificate(
  connection: ConnectionHandle,
): Promise<{ readonly tls: Pick<Place, 'secureContext'>; readonly checks: readonly ConnectionCheck[] }> {
  if (!hasOwnTls(connection)) return { tls: {}, checks: [] }
  let secureContext: SecureContext | undefined
  const check = await runCheck(OURS, async () => {
    secureContext = trustedContext(connection)
    const own = clientTls(connection)
    checkPeriod(connection, own, Date.now())
    secureContext = own.context
    return own.certificate ? certificateText(own.certificate) : { vi: 'Không dùng', en: 'None is used' }
  })
  const shown = !check.ok || connection.values.clientCertificate !== 'none'
  return { tls: { secureContext }, checks: shown ? [{ ...check, step: 'tls' }] : [] }
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
  // With the drivers of every kind: a worker that tests none does not carry them.
  const { connectionTests } = await import('#nodes/connections/tests.ts')
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
  const always = opening(tlsFromStart(connection))
  return [...new Set(hostsOf(connection))].slice(0, MOST_HOSTS).flatMap((host) => {
    const cut = host.lastIndexOf(':')
    const port = Number(host.slice(cut + 1))
    const name = host.slice(0, cut)
    return name !== '' && Number.isInteger(port) ? [{ host: name, port, tls: secure.has(host), ...always }] : []
  })
}

/** How a place is opened that speaks TLS at once. An authority that cannot be read is told by the step of the kind that uses it. */
function opening(tls: TlsFromStart | undefined): Partial<Place> {
  if (!tls) return {}
  try {
    const secureContext = tls.authority ? createSecureContext({ ca: tls.authority }) : undefined
    return { tls: true, unchecked: !tls.checked, secureContext }
  } catch {
    return {}
  }
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
