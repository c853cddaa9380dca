import { fork } from 'node:child_process'
import { join } from 'node:path'
import { parseXml } from '#nodes/xml/parse.ts'
import { publish } from '../chaos/harness/flows.ts'
import { freePort, installServer, pause } from '../chaos/harness/server.ts'
import type { Workplace } from '../chaos/harness/workplace.ts'
import type { Payload } from './load.ts'
import { startN8n } from './n8n.ts'
import { startNodeRed } from './node-red.ts'
import { DOSSIER_JSON, DOSSIER_XML, LIST_JSON, replyFlow, scriptFlow, splitFlow, xmlFlow } from './workloads.ts'

/** Everything that takes part in the rounds: bare and Express by hand, our flows, the flows of Node-RED and n8n. */
export const TARGETS = [
  'bare',
  'express',
  'stateless',
  'durable',
  'script',
  'xml',
  'split',
  'nodeRedFunction',
  'nodeRedJsonata',
  'nodeRedXml',
  'nodeRedSplit',
  'n8nSet',
  'n8nCode',
  'n8nSplit',
] as const
export type TargetName = (typeof TARGETS)[number]

/** An address with what is posted to it. */
export interface Target {
  readonly url: string
  readonly payload: Payload
}

/** The running targets of one measurement, each with an answer that was checked. */
export interface Running {
  readonly targets: ReadonlyMap<TargetName, Target>
  /** Versions of the peers that take part. */
  readonly peers: { readonly nodeRed?: string; readonly n8n?: string }
}

/**
 * Starts the wanted targets; `processes` workers of ours and as many bare processes; n8n in the version asked for.
 * Throws when targets of the same work answer differently.
 */
export async function startTargets(
  place: Workplace,
  processes: number,
  wanted: ReadonlySet<TargetName>,
  n8nVersion: string,
): Promise<Running> {
  const targets = new Map<TargetName, Target>()
  const add = (name: TargetName, url: string, payload = DOSSIER_JSON): void => {
    if (wanted.has(name)) targets.set(name, { url, payload })
  }
  for (const kind of ['bare', 'express'] as const)
    if (wanted.has(kind)) add(kind, await startByHand(place, kind, processes))
  const server = await installServer({ folder: join(place.folder, 'server'), workers: processes })
  place.serves(server)
  await server.start()
  const flows = [
    replyFlow('do-khong-luu', '/do/khong-luu', 'none'),
    replyFlow('do-luu', '/do/luu', 'stored'),
    scriptFlow,
    xmlFlow,
    splitFlow,
  ]
  for (const flow of flows) await publish(server, flow)
  await server.allReady()
  add('stateless', `${server.gateway}/do/khong-luu`)
  add('durable', `${server.gateway}/do/luu`)
  add('script', `${server.gateway}/do/doan-ma`)
  add('xml', `${server.gateway}/do/xml`, DOSSIER_XML)
  add('split', `${server.gateway}/do/tach`, LIST_JSON)
  const nodeRed = [...wanted].some((it) => it.startsWith('nodeRed')) ? await startNodeRed(place) : undefined
  if (nodeRed) {
    add('nodeRedFunction', nodeRed.urls.function)
    add('nodeRedJsonata', nodeRed.urls.jsonata)
    add('nodeRedXml', nodeRed.urls.xml, DOSSIER_XML)
    add('nodeRedSplit', nodeRed.urls.split, LIST_JSON)
  }
  const n8n = [...wanted].some((it) => it.startsWith('n8n')) ? await startN8n(place, n8nVersion) : undefined
  if (n8n) {
    add('n8nSet', n8n.urls.set)
    add('n8nCode', n8n.urls.code)
    add('n8nSplit', n8n.urls.split, LIST_JSON)
  }
  await assertEqual([...targets.values()])
  return { targets, peers: { ...(nodeRed && { nodeRed: nodeRed.version }), ...(n8n && { n8n: n8n.version }) } }
}

async function startByHand(place: Workplace, kind: 'bare' | 'express', processes: number): Promise<string> {
  const port = await freePort()
  for (let i = 0; i < processes; i++) {
    const child = fork(join(import.meta.dirname, 'bare-process.ts'), [String(port), kind], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    place.ends(() => child.kill('SIGKILL'))
    await new Promise((resolve) => child.once('message', resolve))
  }
  return `http://127.0.0.1:${port}/`
}

/** Throws unless all that get the same payload give the same status and content. */
async function assertEqual(targets: readonly Target[]): Promise<void> {
  const answers = new Map<Payload, Map<string, string>>()
  for (const { url, payload } of targets) {
    const same = answers.get(payload) ?? new Map<string, string>()
    answers.set(payload, same.set(url, await answerOf(url, payload)))
  }
  for (const same of answers.values())
    if (new Set(same.values()).size !== 1)
      throw new Error(`the answers differ:\n${[...same].map((it) => it.join('\n  ')).join('\n')}`)
}

async function answerOf(url: string, { body, type }: Payload): Promise<string> {
  for (let tries = 0; ; tries++) {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
    const text = await answer.text()
    // A flow that was just published reaches every worker a moment later.
    if (answer.status === 404 && tries < 50) await pause(50)
    else return `${answer.status} ${contentOf(text)}`
  }
}

/** XML is compared by its content: declarations and line ends are each one's own. */
function contentOf(text: string): string {
  if (!text.startsWith('<?xml')) return text
  const options = { lists: new Set<string>(), cdata: 'text', trim: true, maxBytes: 1e6 } as const
  return JSON.stringify(parseXml(text, options))
}
