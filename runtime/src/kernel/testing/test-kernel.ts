import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { connectionKinds } from '#nodes/connections/index.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import type { Registry } from '../../deployments/registry.ts'
import { readConfig } from '../config.ts'
import { type Kernel, startKernel } from '../kernel.ts'

/** The bearer token of test kernels. */
export const ADMIN_TOKEN = 'quan-tri-cho-kiem-thu-0123456789abcdef'

const httpIn = defineNode({
  type: 'http-in',
  version: 1,
  kind: 'trigger',
  title: { vi: 'Nhận HTTP', en: 'HTTP in' },
  summary: { vi: 'Nhận thông điệp qua HTTP.', en: 'Takes messages over HTTP.' },
  settings: z.strictObject({
    method: z.enum(['GET', 'POST']).default('POST'),
    path: field.path({ title: { vi: 'Đường dẫn', en: 'Path' } }),
    answer: z.enum(['stored', 'result']).default('stored'),
  }),
  input: false,
  out: [{ name: 'out', title: { vi: 'Ra', en: 'Out' } }],
  effects: 'none',
})
const call = defineNode({
  type: 'http-request',
  version: 1,
  kind: 'connector',
  title: { vi: 'Gọi HTTP', en: 'HTTP request' },
  summary: { vi: 'Gọi một hệ thống.', en: 'Calls a system.' },
  settings: z.strictObject({
    connection: field.connection(['http'], { title: { vi: 'Kết nối', en: 'Connection' } }),
    path: field.text({ title: { vi: 'Đường dẫn', en: 'Path' } }).default('/'),
  }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Ra', en: 'Out' } }],
  effects: 'once',
})

/** A small registry with real kinds of connection. */
export const testRegistry: Registry = {
  definitions: new Map([httpIn, call].map((it) => [it.type, it])),
  connectionKinds: new Map(connectionKinds.map((it) => [it.kind, it])),
  functions: [],
  nodesFolder: join(import.meta.dirname, 'no-nodes'),
  flowsFolder: join(import.meta.dirname, 'no-flows'),
}

/** A flow with one trigger, and a call through `connection` if one is named. */
export function testFlow(
  id: string,
  options: { title?: string; path?: string; connection?: string } = {},
): Record<string, unknown> {
  const { title = `Luồng ${id}`, path = `/${id}`, connection } = options
  const into = connection === undefined ? {} : { to: { out: ['goi'] } }
  const nodes = {
    nhan: { use: 'http-in@1', settings: { path }, ...into },
    ...(connection === undefined
      ? {}
      : { goi: { use: 'http-request@1', title: 'Gửi hồ sơ', settings: { connection } } }),
  }
  return { format: 1, id, title, nodes }
}

/** An answer of the test client: parsed when it is JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
}

/** A running kernel on free ports with its data in a temporary folder. */
export interface TestKernel {
  readonly kernel: Kernel
  readonly data: string
  readonly masterKeyFile: string
  readonly lines: string[]
  /** Calls as the admin token, or with the given headers instead. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Adds a person and signs in; answers headers for `call`. */
  person(name: string, role: string): Promise<Record<string, string>>
  close(): Promise<void>
}

const PASSWORD = 'sông Hương lững lờ trôi 7'

/** Starts a kernel with tiny workers. `reuse` starts again on the data of an earlier one. */
export async function startTestKernel(
  options: {
    workers?: number
    clock?: () => number
    reuse?: Pick<TestKernel, 'data' | 'masterKeyFile'>
    registry?: Registry
    workerEntry?: string
    designerFolder?: string
    env?: Record<string, string>
  } = {},
): Promise<TestKernel> {
  const folder = options.reuse ? '' : mkdtempSync(join(tmpdir(), 'lienthong-kernel-'))
  const data = options.reuse?.data ?? join(folder, 'data')
  const masterKeyFile = options.reuse?.masterKeyFile ?? join(folder, 'keys', 'master.key')
  const lines: string[] = []
  const env = {
    LIENTHONG_DATA: data,
    LIENTHONG_MASTER_KEY_FILE: masterKeyFile,
    LIENTHONG_PORT: '0',
    LIENTHONG_GATEWAY_PORT: '0',
    LIENTHONG_WORKERS: String(options.workers ?? 1),
    LIENTHONG_ADMIN_TOKEN: ADMIN_TOKEN,
    ...options.env,
  }
  const kernel = await startKernel(
    {
      ...readConfig(env, folder || data),
      ...(options.designerFolder ? { designerFolder: options.designerFolder } : {}),
    },
    {
      registry: options.registry ?? testRegistry,
      workerEntry: options.workerEntry ?? join(import.meta.dirname, 'tiny-worker.ts'),
      version: '0.0.1-test',
      sink: { write: (line) => void lines.push(line) },
      ...(options.clock ? { clock: options.clock } : {}),
    },
  )

  async function call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    const response = await fetch(`${kernel.address}/api/v1${path}`, {
      method,
      headers: {
        ...(headers ?? { authorization: `Bearer ${ADMIN_TOKEN}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
  }

  async function person(name: string, role: string): Promise<Record<string, string>> {
    const added = await call('POST', '/users', { name, displayName: `Cán bộ ${name}`, role, password: PASSWORD })
    if (added.status !== 200) throw new Error(JSON.stringify(added.body))
    const signed = await call('POST', '/session', { name, password: PASSWORD }, {})
    return { cookie: cookieFrom(signed), origin: kernel.address }
  }

  return {
    kernel,
    data,
    masterKeyFile,
    lines,
    call,
    person,
    async close() {
      await kernel.close()
      if (folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The password of people that `person` adds. */
export const personPassword = PASSWORD

/** The session cookie that an answer sets. */
export function cookieFrom(answer: Pick<Answer, 'headers'>): string {
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}
