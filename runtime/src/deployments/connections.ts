import { upgradeConnection } from '#nodes/connections/upgrade.ts'
import type { Connection, ConnectionTestResult, SaveConnection } from '#shared/api/platform.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { ConnectionKind } from '#shared/node/connection.ts'
import { DEFAULT_LIMITS } from '#shared/node/connection-limits.ts'
import type { Caller } from '../accounts/caller.ts'
import { type Clock, isoTime } from '../security/ports.ts'
import type { ConnectionConfig } from '../worker/protocol.ts'
import type { ConnectionStore, StoredConnection } from './connection-store.ts'
import { named, notFound, requireId } from './names.ts'
import type { Partners } from './partners.ts'
import type { Registry } from './registry.ts'
import type { Uses } from './uses.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Connections as administrators keep them. Secrets go in and never come out. */
export interface Connections {
  list(caller: Caller): Connection[]
  get(caller: Caller, id: string): Connection
  save(caller: Caller, id: string, input: SaveConnection): Promise<Connection>
  /** Throws `api.in-use` while a published flow uses it. */
  remove(caller: Caller, id: string): Promise<void>
  /** Lets one waiting call try a partner whose circuit is open; nothing happens when it is closed. */
  tryNow(caller: Caller, id: string): Promise<Connection>
  /** Tries the connection from a worker. */
  test(caller: Caller, id: string): Promise<ConnectionTestResult>
  /** The non-secret part of all connections, for workers. */
  configs(): readonly ConnectionConfig[]
}

/** What connections need. `isSimulator` says whether an address or file belongs to one of our simulators. */
export interface ConnectionParts {
  readonly store: ConnectionStore
  readonly registry: Registry
  readonly uses: Uses
  readonly pool: WorkerPool
  readonly partners: Pick<Partners, 'of' | 'tryNow'>
  readonly clock: Clock
  readonly isSimulator: (place: { readonly hosts: readonly string[]; readonly file?: string }) => boolean
}

/** The rules over connections. */
export function createConnections(parts: ConnectionParts): Connections {
  const { store, registry, uses, pool, clock } = parts

  function existing(caller: Caller, id: string): StoredConnection {
    const connection = store.find(id)
    if (!connection || connection.unit !== caller.unit) throw notFound('connection', id)
    return connection
  }

  function config({ id, kind, values, limits }: StoredConnection): ConnectionConfig {
    return { id, kind, values, limits, simulator: isSimulator(kind, values) }
  }

  function isSimulator(kindName: string, values: Readonly<Record<string, unknown>>): boolean {
    const kind = registry.connectionKinds.get(kindName)
    const parsed = kind?.values.safeParse(values)
    if (!kind || !parsed?.success) return false
    const file = typeof values.file === 'string' ? values.file : undefined
    return parts.isSimulator({ hosts: kind.hosts(parsed.data), ...(file === undefined ? {} : { file }) })
  }

  function view(it: StoredConnection, usedBy: Connection['usedBy']): Connection {
    const { id, kind, title, values, limits, secretsSet, updatedAt, updatedBy } = it
    const circuit = parts.partners.of(id)
    return {
      id,
      kind,
      title,
      values: { ...values },
      limits,
      circuit: circuit
        ? { ...circuit, since: isoTime(circuit.since), until: isoTime(circuit.until) }
        : { state: 'closed' },
      secretsSet: [...secretsSet],
      simulator: isSimulator(kind, values),
      usedBy,
      updatedAt: isoTime(updatedAt),
      updatedBy,
    }
  }

  async function save(caller: Caller, id: string, given: SaveConnection): Promise<Connection> {
    requireId(id)
    const input = upgradeConnection(given)
    const kind = registry.connectionKinds.get(input.kind)
    if (!kind)
      throw permanent('api.invalid', { place: 'kind', reason: [...registry.connectionKinds.keys()].join(', ') })
    const before = store.find(id)
    if (before && before.unit !== caller.unit) throw permanent('api.exists', { what: named('connection', id) })
    const values = checkedValues(kind, input.values)
    const secrets = checkedSecrets(kind, input.secrets ?? {})
    // A secret of another kind of system must not be sent to this one.
    const stale = before && before.kind !== input.kind ? before.secretsSet : []
    const cleared = Object.fromEntries(stale.map((name) => [name, null]))
    const { unit, name } = caller
    const limits = input.limits ?? before?.limits ?? DEFAULT_LIMITS
    const row = { id, unit, kind: input.kind, title: input.title, values, limits, updatedAt: clock(), updatedBy: name }
    store.put(row, { ...cleared, ...secrets })
    await pool.all((worker) => worker.connections(configs()))
    // Whoever corrects an address or a password need not wait for the end of a pause.
    await parts.partners.tryNow(id)
    return view(existing(caller, id), uses.of('connection', id))
  }

  async function remove(caller: Caller, id: string): Promise<void> {
    existing(caller, id)
    const users = [...new Set(uses.published('connection', id))]
    if (users.length > 0) throw permanent('api.in-use', { what: named('connection', id), users: users.join(', ') })
    store.remove(id)
    await pool.all((worker) => worker.connections(configs()))
  }

  function configs(): readonly ConnectionConfig[] {
    return store.all().map(config)
  }

  return {
    list: (caller) => store.list(caller.unit).map((it) => view(it, uses.of('connection', it.id))),
    get: (caller, id) => view(existing(caller, id), uses.of('connection', id)),
    save,
    remove,
    async tryNow(caller, id) {
      existing(caller, id)
      await parts.partners.tryNow(id)
      return view(existing(caller, id), uses.of('connection', id))
    },
    test(caller, id) {
      const connection = existing(caller, id)
      return pool.one((worker) => worker.testConnection({ ...config(connection), secrets: store.secrets(id) }))
    },
    configs,
  }
}

function checkedValues(kind: ConnectionKind, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parsed = kind.values.safeParse(values)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw invalid(['values', ...(issue?.path ?? [])], issue?.message)
}

function checkedSecrets(
  kind: ConnectionKind,
  secrets: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string | null>> {
  for (const [name, value] of Object.entries(secrets)) {
    const schema = Object.hasOwn(kind.secrets.shape, name) ? kind.secrets.shape[name] : undefined
    if (!schema) throw invalid(['secrets', name], 'unknown')
    // The message of a schema could repeat the value, so only its place is told.
    if (value !== null && !schema.safeParse(value).success) throw invalid(['secrets', name], 'not valid')
  }
  return secrets
}

function invalid(path: readonly PropertyKey[], reason = ''): Error {
  return permanent('api.invalid', { place: path.map(String).join('.'), reason })
}
