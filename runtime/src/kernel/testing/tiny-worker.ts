import type { KernelApi, WorkerApi } from '../../worker/protocol.ts'
import { createRpc } from '../../worker/rpc.ts'

/** A worker process for tests of the kernel: takes in what it is told and tells it back; runs no flows. */

let told: {
  flows: { id: string; version: string; paused: boolean }[]
  connections: string[]
  tables: string[]
  calendars: number
  fired: string[]
} = {
  flows: [],
  connections: [],
  tables: [],
  calendars: 0,
  fired: [],
}
let member = ''
let refusing = ''

const channel = {
  send: (frame: unknown): boolean => process.send?.(frame) ?? false,
  onMessage: (listener: (frame: unknown) => void): void => void process.on('message', listener),
  onClose: (listener: () => void): void => void process.on('disconnect', listener),
}

const worker: WorkerApi = {
  async configure(config) {
    member = config.member
    return { port: config.gateway.port }
  },
  async deploy(flows) {
    const next = flows.map(({ flow, version, paused }) => ({ id: flow.id, version, paused }))
    // A title with this word plays a worker that cannot prepare a flow.
    refusing = flows.find(({ flow }) => flow.title.includes('không chạy được'))?.flow.id ?? ''
    if (refusing !== '') throw new Error(`cannot prepare ${refusing}`)
    told = { ...told, flows: next }
  },
  async connections(connections) {
    told = { ...told, connections: connections.map((it) => `${it.id} ${it.simulator}`) }
  },
  circuits: async () => undefined,
  async tables(tables) {
    told = { ...told, tables: tables.map((it) => it.id) }
  },
  async calendars(versions) {
    told = { ...told, calendars: versions.length }
  },
  async fire({ flow, node, slot }) {
    told.fired.push(`${flow}/${node}/${slot}`)
    return 1
  },
  async test({ flow, request }) {
    return {
      id: 'test',
      flow: flow.id,
      version: 'draft',
      status: 'done',
      keys: {},
      acceptedAt: new Date(0).toISOString(),
      steps: [],
      reply: { status: 200, headers: {}, body: { input: request.input.body, title: flow.title } },
    }
  },
  async peek({ flow, trigger }) {
    // A title with this word plays a trigger that finds a row.
    return flow.title.includes('có dòng chờ') ? [{ body: { trigger }, headers: {}, keys: {} }] : []
  },
  async resubmit({ run }) {
    return { run: `${run}-moi` }
  },
  async captureCase() {
    return undefined
  },
  async shadow() {
    return []
  },
  async shadowDetail() {
    return undefined
  },
  async runCases() {
    return []
  },
  async trace() {
    return undefined
  },
  async preview({ input, expression }) {
    if (expression === 'die') process.kill(process.pid, 'SIGKILL')
    if (expression === 'who')
      return { result: { member, pid: process.pid, told, env: Object.keys(process.env).sort() } }
    if (expression === 'tell-secret') {
      const secrets = await rpc.remote.secrets({ connection: String(input) })
      process.stderr.write(`${JSON.stringify({ level: 'info', msg: `used ${Object.values(secrets).join(' ')}` })}\n`)
      return { result: Object.keys(secrets) }
    }
    if (expression === 'moved') {
      const at = new Date(0).toISOString()
      await rpc.remote.moved([
        { id: 'r1', flow: String(input), version: 'v', status: 'done', keys: {}, acceptedAt: at },
      ])
    }
    return { result: input }
  },
  async testConnection({ secrets }) {
    const name = { vi: 'Thử', en: 'Try' }
    return { ok: true, checks: [{ name, ok: Object.keys(secrets).length > 0, durationMs: 1 }] }
  },
  wake: async () => undefined,
  drain: async () => undefined,
  metrics: async () =>
    '# HELP tiny_messages_total Messages\n# TYPE tiny_messages_total counter\ntiny_messages_total 7\n',
}

const rpc = createRpc<KernelApi, WorkerApi>(channel, worker)
process.on('disconnect', () => process.exit(0))
