import type { SecureContext } from 'node:tls'
import type { Agent } from 'undici'
import { checkPeriod, clientTls, hasOwnTls } from '#nodes/connections/client-tls.ts'
import type { EgressPolicy } from '#runtime/security/egress.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'

/** What keeps connections to partners open: one for all, and one for each connection with a certificate or an authority of its own. */
export interface HttpAgents {
  /** Throws `connect.client-certificate` when the certificate cannot be used. Send at once: a later call may close it. */
  of(connection: ConnectionHandle): Agent
  /** The alert of TLS that a server sent on the socket of a failed call: undici only tells that the other side closed. */
  alertOf(error: unknown): string | undefined
  /** Lets go of those of single connections: their certificates may have changed. Calls that run are not cut. */
  forget(): void
  close(): Promise<void>
}

const CONNECT_TIMEOUT_MS = 10_000
/** Open connections to one partner from one worker. */
const PER_ORIGIN = 64

const MOST_ALERTS = 100

/** Loads the client: a worker whose flows call nobody does not. */
export async function loadClient(policy: EgressPolicy) {
  const { Agent, buildConnector, request } = await import('undici')
  /** By the port of this machine that the socket had. */
  const alerts = new Map<number, string>()
  const make = (secureContext?: SecureContext): Agent => {
    const own = secureContext === undefined ? {} : { secureContext }
    const open = buildConnector({ lookup: policy.lookup, timeout: CONNECT_TIMEOUT_MS, ...own })
    const connect: typeof open = (options, done) =>
      open(options, (...opened) => {
        const [, socket] = opened
        const port = socket?.localPort
        socket?.once('error', (error: Error & { code?: string }) => {
          if (port === undefined || error.code?.includes('_ALERT_') !== true) return
          if (alerts.size >= MOST_ALERTS) alerts.clear()
          alerts.set(port, error.code)
        })
        done(...opened)
      })
    return new Agent({ connections: PER_ORIGIN, keepAliveTimeout: 15_000, connect })
  }
  return { agents: createAgents(make, alerts), send: request }
}

function createAgents(make: (secureContext?: SecureContext) => Agent, alerts: Map<number, string>): HttpAgents {
  const common = make()
  let own = new Map<string, ReturnType<typeof open>>()

  function open(connection: ConnectionHandle) {
    const tls = clientTls(connection)
    return { connection, tls, agent: make(tls.context) }
  }

  return {
    of(connection) {
      if (!hasOwnTls(connection)) return common
      let found = own.get(connection.id)
      // A connection that is being tested is not the one that flows use.
      if (found?.connection !== connection) {
        void found?.agent.close()
        found = open(connection)
        own.set(connection.id, found)
      }
      checkPeriod(connection, found.tls, Date.now())
      return found.agent
    },
    alertOf(error) {
      const port = localPortOf(error)
      const alert = port === undefined ? undefined : alerts.get(port)
      if (port !== undefined) alerts.delete(port)
      return alert
    },
    forget() {
      for (const { agent } of own.values()) void agent.close()
      own = new Map()
    },
    async close() {
      await Promise.all([common, ...[...own.values()].map(({ agent }) => agent)].map((it) => it.close()))
    },
  }
}

function localPortOf(error: unknown): number | undefined {
  const socket: unknown = error instanceof Error ? Reflect.get(error, 'socket') : undefined
  const port: unknown = typeof socket === 'object' && socket !== null ? Reflect.get(socket, 'localPort') : undefined
  return typeof port === 'number' ? port : undefined
}
