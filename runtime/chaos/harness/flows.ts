import { join } from 'node:path'
import { DVCQG_ACCOUNT, DVCQG_DSTCODE, DVCQG_LOGIN_PATH, DVCQG_SERVICE_PATH } from '#nodes/simulators/index.ts'
import { findFlows } from '#runtime/cli/flow-files.ts'
import { findTables } from '#runtime/deployments/templates/flow-folder.ts'
import type { Partners } from './partners.ts'
import { projectFolder, type Server } from './server.ts'

/** A flow as plain JSON, as it goes to the admin API. */
export interface PlainFlow {
  readonly format: 1
  readonly id: string
  readonly title: string
  readonly nodes: Readonly<Record<string, PlainNode>>
  readonly settings?: Readonly<Record<string, unknown>>
}

interface PlainNode {
  readonly use: string
  readonly title?: string
  readonly settings?: Readonly<Record<string, unknown>>
  readonly compensate?: string
  readonly to?: Readonly<Record<string, readonly string[]>>
}

/** The id of the flow in the box that carries dossiers and progress to the portal (T1). */
export const T1 = 'dong-bo-dvcqg'

/** HTTP in, stored → script in the sandbox → a repeatable call → a call that must happen once. */
export const acceptFlow: PlainFlow = {
  format: 1,
  id: 'nhan-thong-diep',
  title: 'Nhận thông điệp và ghi sang đối tác',
  nodes: {
    nhan: {
      use: 'http-in@1',
      settings: { path: '/thu-nghiem/nhan', answer: 'stored' },
      to: { out: ['tinh'] },
    },
    tinh: {
      use: 'script@1',
      settings: { code: 'return { ...message.body, gapDoi: message.body.so * 2 }', ms: 5000 },
      to: { out: ['ghi'] },
    },
    ghi: {
      use: 'http-request@1',
      settings: { connection: 'doi-tac', method: 'PUT', path: '/ghi' },
      to: { out: ['mot-lan'] },
    },
    'mot-lan': {
      use: 'http-request@1',
      settings: { connection: 'doi-tac', method: 'POST', path: '/mot-lan', body: { field: '$steps.tinh' } },
    },
  },
}

/** Messages that sleep for hours: open runs that every restart has to carry. */
export const sleepFlow: PlainFlow = {
  format: 1,
  id: 'cho-lau',
  title: 'Chờ nhiều giờ',
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: '/thu-nghiem/cho', answer: 'stored' }, to: { out: ['cho'] } },
    cho: { use: 'delay@1', settings: { for: 'PT6H' } },
  },
}

/** The flow T1 as it is in the box, but polling every second and with a script in front of every call of the portal. */
export function t1WithScript(): PlainFlow {
  const flow = findFlows([join(projectFolder, 'flows', T1)])[0]?.flow as PlainFlow | undefined
  if (!flow) throw new Error(`flows/${T1} cannot be read`)
  const calls = Object.entries(flow.nodes).filter(([, node]) => node.use.startsWith('dvcqg-call@'))
  const through = new Map(calls.map(([id]) => [id, `qua-${id}`]))
  const nodes = Object.entries(flow.nodes).map(([id, node]): [string, PlainNode] => {
    const to = Object.entries(node.to ?? {}).map(([port, targets]) => [
      port,
      targets.map((target) => through.get(target) ?? target),
    ])
    const settings = id === 'hang-doi' ? { ...node.settings, every: 'PT1S' } : node.settings
    return [id, { ...node, ...(settings ? { settings } : {}), ...(node.to ? { to: Object.fromEntries(to) } : {}) }]
  })
  const scripts = [...through].map(([id, script]): [string, PlainNode] => [
    script,
    { use: 'script@1', settings: { code: 'return message.body', ms: 5000 }, to: { out: [id] } },
  ])
  return { ...flow, nodes: Object.fromEntries([...nodes, ...scripts]) }
}

/** Saves and publishes a flow. Throws with the problems when the server refuses it. */
export async function publish(server: Server, flow: PlainFlow): Promise<void> {
  await server.api('PUT', `/flows/${flow.id}`, { flow })
  await server.api('POST', `/flows/${flow.id}/publish`, { note: 'Thử sức chịu đựng' })
}

/** Gives the installation its code tables and connections to the partners. */
export async function furnish(server: Server, partners: Partners): Promise<void> {
  const { portal, sink, database } = await partners.api.addresses()
  for (const { id, ...table } of findTables([join(projectFolder, 'flows')]))
    await server.api('PUT', `/tables/${id}`, table)
  await server.api('PUT', '/connections/mot-cua-csdl', {
    kind: 'sql',
    title: 'Một cửa: cơ sở dữ liệu',
    values: { driver: 'sqlite', file: database },
  })
  await server.api('PUT', '/connections/dvcqg', {
    kind: 'national',
    title: 'Cổng Dịch vụ công quốc gia',
    values: {
      baseUrl: portal,
      style: 'session',
      maDonVi: '000.00.00.H22',
      dstcode: DVCQG_DSTCODE,
      username: DVCQG_ACCOUNT.username,
      loginPath: DVCQG_LOGIN_PATH,
      sharePath: DVCQG_SERVICE_PATH,
      integratePath: DVCQG_SERVICE_PATH,
    },
    secrets: { password: DVCQG_ACCOUNT.password },
  })
  await server.api('PUT', '/connections/doi-tac', {
    kind: 'http',
    title: 'Đối tác',
    values: { baseUrl: sink },
  })
}
