import { findTables } from '../../deployments/templates/flow-folder.ts'
import { readTemplates } from '../../deployments/templates/read-templates.ts'
import { simulatorConnections, simulatorKeys } from '../../deployments/templates/simulator-connections.ts'

/** How the seed reaches the kernel: its admin API, with the administrator's token. */
export interface SeedTarget {
  readonly address: string
  readonly token: string
  /** Folder of the flows in the box. */
  readonly flows: string
  readonly data: string
  /** Ports of the simulators: one-stop system, national portal, NGSP, linked services, land, document axis, X-Road. */
  readonly simulators: readonly number[]
  /** The key that the simulated portal will show. */
  readonly key: string
  say(text: string): void
}

/** Fills an empty installation: connections to the simulators, code tables, the flows in the box, published. Does nothing where there are flows. */
export async function seed(target: SeedTarget): Promise<void> {
  const call = caller(target)
  const { flows } = (await call('GET', '/flows')) as { flows: readonly unknown[] }
  // The key is new at every start, since it is never stored in clear.
  const connections = Object.entries(simulatorConnections(target.data, target.key, target.simulators))
  const keep = flows.length > 0
  for (const [id, connection] of connections) {
    if (!keep || simulatorKeys.includes(id)) await call('PUT', `/connections/${id}`, connection)
  }
  if (keep) return
  for (const { id, ...table } of findTables([target.flows])) await call('PUT', `/tables/${id}`, table)
  for (const { front, flow, layout, cases } of readTemplates(target.flows)) {
    if (!front.demo) continue
    await call('PUT', `/flows/${flow.id}`, { flow, ...(layout ? { layout } : {}) })
    for (const { name, case: it } of cases) await call('PUT', `/flows/${flow.id}/cases/${name}`, it)
    await call('POST', `/flows/${flow.id}/publish`, { note: 'Luồng mẫu có sẵn' })
    target.say(`  đã ban hành luồng mẫu "${flow.title}"`)
  }
}

function caller({ address, token }: SeedTarget): (method: string, path: string, body?: unknown) => Promise<unknown> {
  return async (method, path, body) => {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 2000)}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}
