import { type Figure, say, torture } from './harness/figures.ts'
import type { PlainFlow } from './harness/flows.ts'
import { publish } from './harness/flows.ts'
import { alive } from './harness/process-tree.ts'
import { installServer, type Server } from './harness/server.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'
import { SNIPPETS } from './hostile/snippets.ts'

/** An expression that is judged at all is judged by then; a script has its own deadline and the death of its process on top. */
const LONGEST_MS = 15_000
/** How long the script of a neighbour may wait for a new sandbox, beyond what the hostile one still has. */
const REPLACED_MS = 1000
/** Times that everything is tried before a release. */
const ROUNDS = 10

interface Answer {
  readonly status: number
  readonly text: string
  readonly ms: number
}

/**
 * R9: sixty hostile snippets, each as an expression, in a mapping and in a script node. None reaches the outside, none stops the
 * kernel or the worker, and after each a neighbour's script is answered.
 */
export async function hostileCode({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('hostile-code', keep, async (place) => {
    const server = await installServer({ folder: place.folder, workers: 1 })
    place.serves(server)
    await server.start()
    for (const flow of [scriptFlow('thu-ma', TRY), scriptFlow('hang-xom', 'return { tong: message.body.a + 1 }')])
      await publish(server, flow)
    await server.allReady()
    const before = [server.kernel, ...server.workers()]
    await neighbour(server)
    const idle = await neighbour(server)
    const faults: string[] = []
    const counts = { expression: 0, mapping: 0, script: 0 }
    let slowest = 0
    for (let round = 0; round < (short ? 1 : ROUNDS); round++)
      for (const snippet of SNIPPETS) {
        for (const [where, attempt] of Object.entries(PLACES)) {
          const answer = await attempt(server, snippet)
          counts[where as keyof typeof counts]++
          faults.push(...wrong(where, snippet, answer))
        }
        slowest = Math.max(slowest, (await neighbour(server)) - idle)
      }
    if (before.some((pid) => !alive(pid))) faults.push('kernel or worker is not the process it was')
    // The machine's other work slows the neighbour as it slowed the start: more than a second counts only beyond that.
    if (slowest > Math.max(REPLACED_MS, 20 * idle)) faults.push(`a neighbour waited ${Math.round(slowest)} ms`)
    for (const fault of faults) say(`  ${fault}`)
    const tried = counts.expression + counts.mapping + counts.script
    return [torture('R9', faults.length, { seed, tried, ...counts, neighbourSlowestMs: Math.round(slowest), faults })]
  })
}

/** Runs the code that the message brings: the way into a script node that every snippet takes. */
const TRY = 'return [(0, Function)("message", message.body.code)(message)]'

const PLACES = {
  expression: (server: Server, code: string) =>
    timed(server.call('POST', '/expressions/preview', { expression: code, input: { body: {} } })),
  mapping: async (server: Server, code: string) => {
    const flow = mappingFlow('thu-anh-xa', code)
    const saved = await timed(server.call('PUT', `/flows/${flow.id}`, { flow }))
    if (saved.text.includes('"flow.expression"')) return saved
    return timed(server.call('POST', `/flows/${flow.id}/test`, { input: { body: {}, headers: {} } }))
  },
  script: (server: Server, code: string) => timed(post(server, '/thu-nghiem/thu-ma', { code })),
}

function wrong(where: string, snippet: string, { status, text, ms }: Answer): readonly string[] {
  const said = `${where}: ${snippet.slice(0, 80)}`
  return [
    ...(/\bOUT\b/.test(where === 'script' ? text : '') ? [`${said} got out: ${text.slice(0, 200)}`] : []),
    ...(ms > LONGEST_MS ? [`${said} took ${Math.round(ms)} ms`] : []),
    ...(status >= 200 && status < 500 ? [] : [`${said} was answered ${status} ${text.slice(0, 200)}`]),
    ...(/bug\.unexpected|"level":50/.test(text) ? [`${said} met a fault of ours: ${text.slice(0, 200)}`] : []),
  ]
}

/** Milliseconds until the neighbour's script answers. */
async function neighbour(server: Server): Promise<number> {
  const answer = await timed(post(server, '/thu-nghiem/hang-xom', { a: 1 }))
  if (answer.status !== 200 || !answer.text.includes('"tong":2')) throw new Error(`the neighbour got ${answer.text}`)
  return answer.ms
}

function post(server: Server, path: string, body: unknown): Promise<Response> {
  return fetch(`${server.gateway}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  })
}

async function timed(asked: Promise<Response>): Promise<Answer> {
  const began = performance.now()
  const answer = await asked
  return { status: answer.status, text: await answer.text(), ms: performance.now() - began }
}

function scriptFlow(id: string, code: string): PlainFlow {
  return flowOf(id, { use: 'script@1', settings: { code, ms: 500 } })
}

function mappingFlow(id: string, expr: string): PlainFlow {
  return flowOf(id, { use: 'map-fields@1', settings: { mapping: [{ target: 'ra', value: { expr } }] } })
}

function flowOf(id: string, step: PlainFlow['nodes'][string]): PlainFlow {
  return {
    format: 1,
    id,
    title: id,
    settings: { durability: 'none' },
    nodes: {
      nhan: { use: 'http-in@1', settings: { path: `/thu-nghiem/${id}` }, to: { out: ['buoc'] } },
      buoc: { ...step, to: { out: ['tra-loi'] } },
      'tra-loi': { use: 'http-reply@1' },
    },
  }
}
