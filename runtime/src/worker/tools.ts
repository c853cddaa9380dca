import { connectionKinds } from '#nodes/connections/index.ts'
import type { Tools } from '#runtime/executor/run-env.ts'
import type { Sandbox } from '#runtime/sandbox/sandbox.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { CodeTables } from '#shared/expression/scope.ts'
import type { ConnectionKind, TlsFromStart } from '#shared/node/connection.ts'
import type { ConnectionHandle, Reach } from '#shared/node/run.ts'
import type { HttpTool } from './http-tool.ts'
import type { PartnerGate } from './partner-gate.ts'
import type { ConnectionConfig } from './protocol.ts'
import type { SharedResources } from './shared-resources.ts'

/** What the tools are made of. */
export interface ToolParts {
  readonly http: HttpTool
  readonly shared: SharedResources
  readonly tables: CodeTables
  readonly sandbox: Sandbox
  readonly recordLookup: NonNullable<Tools['recordLookup']>
  readonly gate: PartnerGate
  /** What a connection to these hosts may reach. */
  reach(hosts: readonly string[]): Reach
  /** Asks the kernel; the answer is kept only in memory. */
  secrets(connection: string): Promise<Readonly<Record<string, string>>>
  log(level: 'info' | 'warn', message: string, details: Readonly<Record<string, unknown>>): void
}

/** The worker's connections to the outside, as steps use them. */
export interface WorkerTools extends Tools {
  /** Takes the newest connections; open pools and sessions of the old ones are closed. */
  configure(connections: readonly ConnectionConfig[]): Promise<void>
}

/** Makes the tools of one worker. */
export function createTools(parts: ToolParts): WorkerTools {
  let known = new Map<string, ConnectionConfig>()
  let handles = new Map<string, Promise<ConnectionHandle>>()

  function connection(id: string): Promise<ConnectionHandle> {
    const config = known.get(id)
    if (!config) return Promise.reject(permanent('connect.unknown', { connection: id }))
    const open = handles.get(id)
    if (open) return open
    const made = parts.secrets(id).then((secrets) => ({ ...config, secrets, reach: parts.reach(hostsOf(config)) }))
    made.catch(() => handles.delete(id))
    handles.set(id, made)
    return made
  }

  return {
    tables: parts.tables,
    async configure(connections) {
      parts.gate.configure(connections)
      known = new Map(connections.map((it) => [it.id, it]))
      handles = new Map()
      parts.http.forget()
      await parts.shared.dropAll()
    },
    connection,
    enter: parts.gate.enter,
    async http(id, request, { signal, idempotencyKey }) {
      const handle = await connection(id)
      const headers = { 'idempotency-key': idempotencyKey, ...request.headers }
      return parts.http.send(handle, hostsOf(handle), { ...request, headers }, signal)
    },
    shared: parts.shared.get,
    drop: parts.shared.drop,
    script: parts.sandbox.run,
    recordLookup: parts.recordLookup,
    log: parts.log,
  }
}

/** Tools of a test run: only connections that point at simulators are really used; all else is refused as `test.no-answer`. */
export function testTools(tools: Tools): Tools {
  const simulatorOnly = async (id: string): Promise<ConnectionHandle> => {
    const handle = await tools.connection(id)
    if (!handle.simulator) throw permanent('test.no-answer')
    return handle
  }
  return {
    ...tools,
    connection: simulatorOnly,
    async http(id, request, call) {
      await simulatorOnly(id)
      return tools.http(id, request, call)
    },
  }
}

type Named = Pick<ConnectionHandle, 'kind' | 'values'>

/** Hosts that a connection allows, as `host:port`. */
export function hostsOf(connection: Named): readonly string[] {
  return ofKind(connection, (kind, values) => kind.hosts(values)) ?? []
}

/** How the hosts of a connection speak TLS from the first byte on; undefined where they do not, or where their address says so. */
export function tlsFromStart(connection: Named): TlsFromStart | undefined {
  return ofKind(connection, (kind, values) => kind.tlsFromStart?.(values))
}

function ofKind<T>(
  connection: Named,
  ask: (kind: ConnectionKind, values: Record<string, unknown>) => T | undefined,
): T | undefined {
  const kind: ConnectionKind | undefined = connectionKinds.find((it) => it.kind === connection.kind)
  const values = kind?.values.safeParse(connection.values)
  return kind && values?.success ? ask(kind, values.data) : undefined
}
