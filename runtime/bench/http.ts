import { fork } from 'node:child_process'
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type Figure, median, round, say } from '../chaos/harness/figures.ts'
import { publish } from '../chaos/harness/flows.ts'
import { freePort, installServer, pause } from '../chaos/harness/server.ts'
import { inWorkplace, type Workplace } from '../chaos/harness/workplace.ts'
import { BODY, DOSSIER_BYTES, replyFlow } from './dossier.ts'
import { createLoad, type Load } from './load.ts'

/** Open connections of the rounds; the first is the one in `value`. */
const CONNECTIONS = [10, 1, 64] as const
const ROUNDS = 3
const SECONDS = 2
const GOALS = { stateless: { 10: 0.75, 1: undefined, 64: 0.75 }, durable: { 10: 0.33, 1: 0.2, 64: 0.6 } } as const

type Name = 'bare' | 'stateless' | 'durable'

interface Round {
  readonly bare: number
  readonly stateless: number
  readonly durable: number
}

/** `http.stateless/bare` and `http.durable/bare`: the same work by a flow and by hand, in turn, so that both meet the same machine. */
export async function httpFigures(wanted: readonly string[]): Promise<readonly Figure[]> {
  return inWorkplace('bench-http', false, async (place) => {
    const processes = availableParallelism()
    const targets = await startTargets(place, processes)
    const load = createLoad(place.folder)
    const fdatasyncMs = syncMs(join(place.folder, 'sync'))
    await warm(load, targets)
    const measured = new Map<number, readonly Round[]>()
    for (const connections of CONNECTIONS) {
      const rounds: Round[] = []
      for (let i = 0; i < ROUNDS; i++) rounds.push(await oneRound(load, targets, connections, i))
      measured.set(connections, rounds)
      for (const it of rounds)
        say(
          `  ${connections} connections: bare ${it.bare.toFixed(0)}/s, stateless ${it.stateless.toFixed(0)}, durable ${it.durable.toFixed(0)}`,
        )
    }
    const common = {
      load: load.by,
      fairness: `${processes} workers against ${processes} bare processes on a shared port; the kernel runs beside the workers; bodies checked equal`,
      bytes: DOSSIER_BYTES,
      rounds: ROUNDS,
      seconds: SECONDS,
      fdatasyncMs,
    }
    return (['stateless', 'durable'] as const)
      .map((flow) => figureOf(flow, measured, common))
      .filter((it) => wanted.includes(it.figure))
  })
}

function figureOf(
  flow: 'stateless' | 'durable',
  measured: ReadonlyMap<number, readonly Round[]>,
  common: Figure['detail'],
): Figure {
  const goals: Readonly<Record<number, number | undefined>> = GOALS[flow]
  const ratios = (connections: number): number[] => (measured.get(connections) ?? []).map((it) => it[flow] / it.bare)
  const detail = (connections: number): Record<string, unknown> => {
    const all = ratios(connections)
    const goal = goals[connections]
    return {
      ratio: round(median(all)),
      min: round(Math.min(...all)),
      max: round(Math.max(...all)),
      perSecond: round(median((measured.get(connections) ?? []).map((it) => it[flow])), 0),
      ...(goal === undefined ? {} : { goal }),
    }
  }
  const value = round(median(ratios(10)), 3)
  const goal = goals[10] ?? 0
  return {
    figure: `http.${flow}/bare`,
    value,
    unit: 'ratio',
    goal,
    ok: value >= goal,
    detail: { ...common, 1: detail(1), 10: detail(10), 64: detail(64) },
  }
}

async function oneRound(load: Load, targets: Targets, connections: number, turn: number): Promise<Round> {
  const names: readonly Name[] = ['bare', 'stateless', 'durable']
  const result: Record<Name, number> = { bare: 0, stateless: 0, durable: 0 }
  // Each round begins with another one, so that none always comes after the same neighbour.
  for (let i = 0; i < names.length; i++) {
    const name = names[(i + turn) % names.length] ?? 'bare'
    result[name] = await load.run(targets[name], connections, SECONDS)
  }
  return result
}

async function warm(load: Load, targets: Targets): Promise<void> {
  // The compiler of V8 needs some ten thousand requests a process before the figures stand still.
  for (const url of Object.values(targets)) await load.run(url, 64, 4)
}

/** How long this disk takes to sync 4 KB now: the median of a hundred, in milliseconds. */
function syncMs(file: string): number {
  const fd = openSync(file, 'w')
  const block = Buffer.alloc(4096)
  const times = Array.from({ length: 100 }, () => {
    const began = performance.now()
    writeSync(fd, block)
    fdatasyncSync(fd)
    return performance.now() - began
  })
  closeSync(fd)
  return round(median(times))
}

type Targets = Readonly<Record<Name, string>>

async function startTargets(place: Workplace, processes: number): Promise<Targets> {
  const port = await freePort()
  for (let i = 0; i < processes; i++) {
    const child = fork(join(import.meta.dirname, 'bare-process.ts'), [String(port)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    place.ends(() => child.kill('SIGKILL'))
    await new Promise((resolve) => child.once('message', resolve))
  }
  const server = await installServer({ folder: join(place.folder, 'server'), workers: processes })
  place.serves(server)
  await server.start()
  await publish(server, replyFlow('do-khong-luu', '/do/khong-luu', 'none'))
  await publish(server, replyFlow('do-luu', '/do/luu', 'stored'))
  await server.allReady()
  const targets: Targets = {
    bare: `http://127.0.0.1:${port}/`,
    stateless: `${server.gateway}/do/khong-luu`,
    durable: `${server.gateway}/do/luu`,
  }
  await assertEqual(targets)
  return targets
}

/** Throws unless all three give the same status and body. */
async function assertEqual(targets: Targets): Promise<void> {
  const answers = await Promise.all(
    Object.values(targets).map(async (url) => {
      for (let tries = 0; ; tries++) {
        const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: BODY })
        const text = await answer.text()
        // A flow that was just published reaches every worker a moment later.
        if (answer.status !== 404 || tries > 50) return `${answer.status} ${text}`
        await pause(50)
      }
    }),
  )
  if (new Set(answers).size !== 1) throw new Error(`the answers differ:\n${answers.join('\n')}`)
}
