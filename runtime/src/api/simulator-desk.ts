import { z } from 'zod'
import type { Simulator } from '#shared/api/platform.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import { notFound } from '../deployments/names.ts'

/** The running simulators, as their control addresses tell. */
export interface SimulatorDesk {
  list(): Promise<Simulator[]>
  /** Sets the fault dial. Throws `api.not-found`, `api.simulator-down` or `api.invalid`. */
  setFaults(name: string, faults: Readonly<Record<string, number>>): Promise<Simulator>
}

const textSchema = z.object({ vi: z.string(), en: z.string() })
const CALLS = { vi: 'Lời gọi', en: 'Calls' }

/** What the desk reads of `GET /_sim/state`. */
const stateSchema = z.object({
  name: z.string(),
  title: textSchema,
  calls: z.number(),
  counts: z.record(z.string(), z.number()),
  countTitles: z.record(z.string(), textSchema),
  faults: z.object({ faults: z.record(z.string(), z.object({ value: z.number() })) }),
})

/** Simulators by port when they do not answer. */
const known = [
  { name: 'mot-cua', title: { vi: 'Hệ thống một cửa điện tử', en: 'One-stop-shop system' } },
  { name: 'dvcqg', title: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National public service portal' } },
  { name: 'ngsp', title: { vi: 'Nền tảng tích hợp NGSP', en: 'National integration platform NGSP' } },
  { name: 'dvclt', title: { vi: 'Phần mềm DVC liên thông', en: 'Linked public services' } },
  { name: 'dat-dai', title: { vi: 'Hệ thống đất đai ILIS, VBDLIS', en: 'Land systems ILIS, VBDLIS' } },
  { name: 'vxp', title: { vi: 'Trục liên thông văn bản VXP', en: 'Document axis VXP' } },
  { name: 'xroad', title: { vi: 'Máy chủ bảo mật X-Road', en: 'X-Road security server' } },
] as const

const TIMEOUT_MS = 2000

/** Talks to the simulators on this machine's ports. */
export function createSimulatorDesk(ports: readonly number[]): SimulatorDesk {
  async function call(port: number, path: string, body?: unknown): Promise<Response> {
    const init =
      body === undefined
        ? {}
        : { method: 'PUT', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    return await fetch(`http://127.0.0.1:${port}/_sim/${path}`, {
      ...init,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    })
  }

  async function look(port: number, index: number): Promise<Simulator> {
    const url = `http://127.0.0.1:${port}`
    try {
      const state = stateSchema.parse(await (await call(port, 'state')).json())
      const faults = Object.fromEntries(Object.entries(state.faults.faults).map(([name, { value }]) => [name, value]))
      const counts = { ...state.counts, calls: state.calls }
      const countTitles = { ...state.countTitles, calls: CALLS }
      return { name: state.name, title: state.title, url, running: true, faults, counts, countTitles }
    } catch {
      const { name, title } = known[index] ?? { name: String(port), title: { vi: url, en: url } }
      return { name, title, url, running: false, faults: {}, counts: {}, countTitles: {} }
    }
  }

  const list = (): Promise<Simulator[]> => Promise.all(ports.map(look))

  return {
    list,
    async setFaults(name, faults) {
      const index = (await list()).findIndex((it) => it.name === name)
      const port = ports[index]
      if (port === undefined) throw notFound('simulator', name)
      const answer = await call(port, 'faults', faults).catch(() => undefined)
      if (!answer) throw permanent('api.simulator-down', { name })
      if (!answer.ok) throw permanent('api.invalid', { place: 'faults', reason: await reasonOf(answer) })
      return look(port, index)
    },
  }
}

async function reasonOf(answer: Response): Promise<string> {
  const refusal = z
    .object({ message: z.object({ vi: z.string() }) })
    .safeParse(await answer.json().catch(() => undefined))
  return refusal.data?.message.vi ?? String(answer.status)
}
