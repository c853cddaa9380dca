import { nationalConnection } from './national.ts'

/** The kind and the values of a connection, however old they are. */
export interface KindAndValues {
  readonly kind: string
  readonly values: Readonly<Record<string, unknown>>
}

/** Where the portal is found behind the adapter, as the old kind `dvcqg` assumed. */
const PORTAL_CODE = 'VN:GOV:000.00.00.G22:vpcpdvcprovider'

/** Brings a connection of an older installation to the kinds of today; any other comes back as it is. */
export function upgradeConnection<C extends KindAndValues>(connection: C): C {
  const { kind, values } = connection
  if (kind === 'ngsp') {
    const route = values.style === 'lgsp' ? 'lgsp' : 'ngsp'
    return { ...connection, kind: nationalConnection.kind, values: { route, ...values } }
  }
  if (kind === 'dvcqg') {
    const old = { dstcode: PORTAL_CODE, ...values }
    return { ...connection, kind: nationalConnection.kind, values: { ...old, style: 'session' } }
  }
  return connection
}

/** The name that a kind of connection has today, for lists that hold only kinds. */
export function upgradeKind(kind: string): string {
  return upgradeConnection({ kind, values: {} }).kind
}
