import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type Figure, median, round, say } from '../chaos/harness/figures.ts'
import { inWorkplace } from '../chaos/harness/workplace.ts'
import { createLoad, type Load } from './load.ts'
import { startTargets, TARGETS, type Target, type TargetName } from './targets.ts'

/** Open connections of the rounds; the first is the one in `value`. */
const CONNECTIONS = [10, 1, 64] as const
const ROUNDS = 3
const SECONDS = 2

/** A ratio of two targets, with its goals by number of connections. */
interface Ratio {
  readonly of: TargetName
  readonly to: TargetName
  readonly goals: Readonly<Partial<Record<number, number>>>
}

/** A figure: the first ratio is its value, the others stand in its detail under their names. */
interface Comparison {
  readonly figure: string
  readonly ratio: Ratio
  readonly beside: Readonly<Record<string, Ratio>>
}

const STATELESS = { of: 'stateless', to: 'bare', goals: { 10: 0.75, 64: 0.75 } } as const

const COMPARISONS: readonly Comparison[] = [
  {
    figure: 'http.stateless/bare',
    ratio: STATELESS,
    beside: { 'express/bare': { of: 'express', to: 'bare', goals: {} } },
  },
  {
    figure: 'http.durable/bare',
    ratio: { of: 'durable', to: 'bare', goals: { 10: 0.33, 1: 0.2, 64: 0.6 } },
    beside: {},
  },
  {
    figure: 'http.stateless/node-red',
    ratio: { of: 'stateless', to: 'nodeRedFunction', goals: { 10: 4, 1: 2, 64: 4 } },
    beside: { 'stateless/change node (JSONata)': { of: 'stateless', to: 'nodeRedJsonata', goals: { 10: 5 } } },
  },
  {
    figure: 'http.durable/node-red',
    ratio: { of: 'durable', to: 'nodeRedFunction', goals: { 10: 2, 64: 3 } },
    beside: {},
  },
  {
    figure: 'http.script/node-red',
    ratio: { of: 'script', to: 'nodeRedFunction', goals: { 10: 1.5 } },
    beside: { 'script/bare': { of: 'script', to: 'bare', goals: { 10: 0.35 } } },
  },
  {
    figure: 'http.xml/node-red',
    ratio: { of: 'xml', to: 'nodeRedXml', goals: { 10: 4 } },
    beside: { 'xml/bare': { of: 'xml', to: 'bare', goals: { 10: 0.25 } } },
  },
  { figure: 'split100/node-red', ratio: { of: 'split', to: 'nodeRedSplit', goals: { 10: 8 } }, beside: {} },
]

/** Against n8n, which saves its runs; only on demand, for it is large to install and slow to start. */
const AGAINST_N8N: readonly Comparison[] = [
  { figure: 'http.stateless/n8n', ratio: { of: 'stateless', to: 'n8nSet', goals: { 10: 300 } }, beside: {} },
  { figure: 'http.durable/n8n', ratio: { of: 'durable', to: 'n8nSet', goals: { 10: 120 } }, beside: {} },
  { figure: 'http.script/n8n', ratio: { of: 'script', to: 'n8nCode', goals: { 10: 120 } }, beside: {} },
  { figure: 'split100/n8n', ratio: { of: 'split', to: 'n8nSplit', goals: { 10: 100 } }, beside: {} },
]

/** The figures that come from rounds over HTTP. */
export const HTTP_FIGURES: readonly string[] = COMPARISONS.map((it) => it.figure)

/** The figures that are measured with `--n8n` only. */
export const N8N_FIGURES: readonly string[] = AGAINST_N8N.map((it) => it.figure)

/** Requests a second of each target in one round. */
type Round = ReadonlyMap<TargetName, number>
type Measured = ReadonlyMap<number, readonly Round[]>

/** Ratios of our flows to the same work by hand, in Node-RED and in n8n. All take turns, so that all meet the same machine. */
export async function httpFigures(wanted: readonly string[], n8nVersion: string): Promise<readonly Figure[]> {
  const comparisons = [...COMPARISONS, ...AGAINST_N8N].filter((it) => wanted.includes(it.figure))
  const ratios = comparisons.flatMap((it) => [it.ratio, ...Object.values(it.beside)])
  const names = new Set(ratios.flatMap((it) => [it.of, it.to]))
  return inWorkplace('bench-http', false, async (place) => {
    const processes = availableParallelism()
    const { targets, peers } = await startTargets(place, processes, names, n8nVersion)
    const load = createLoad(place.folder)
    const fdatasyncMs = syncMs(join(place.folder, 'sync'))
    // The compiler of V8 needs some ten thousand requests a process before the figures stand still.
    for (const [name, { url, payload }] of targets) await load.run(url, payload, slow(name) ? 10 : 64, 4)
    const measured = new Map<number, readonly Round[]>()
    for (const connections of CONNECTIONS) measured.set(connections, await rounds(load, targets, connections))
    const common = {
      load: load.by,
      fairness: `${processes} workers, ${processes} bare processes on a shared port, one Node-RED and one n8n with its runner (they cannot use more); the kernel runs beside the workers; bodies checked equal`,
      ...peers,
      rounds: ROUNDS,
      seconds: SECONDS,
      fdatasyncMs,
    }
    return comparisons.map((it) => figureOf(it, measured, common))
  })
}

function figureOf({ figure, ratio, beside }: Comparison, measured: Measured, common: Figure['detail']): Figure {
  const value = round(median(ratiosOf(ratio, measured.get(10) ?? [])), 3)
  const goal = ratio.goals[10] ?? 0
  const others = Object.entries(beside).map(([name, it]) => [name, detailOf(it, measured)])
  return {
    figure,
    value,
    unit: 'ratio',
    goal,
    ok: value >= goal,
    detail: { ...common, ...detailOf(ratio, measured), ...Object.fromEntries(others) },
  }
}

/** By number of connections: the ratio with its spread, what was measured, and the goal if there is one. */
function detailOf(ratio: Ratio, measured: Measured): Record<string, unknown> {
  return Object.fromEntries(
    [...measured].flatMap(([connections, all]) => {
      // n8n takes part at one number of connections only.
      if (!all.every((it) => it.has(ratio.of) && it.has(ratio.to))) return []
      const ratios = ratiosOf(ratio, all)
      const goal = ratio.goals[connections]
      const perSecond = (name: TargetName): number => round(median(all.map((it) => it.get(name) ?? 0)), 0)
      const detail = {
        ratio: round(median(ratios)),
        min: round(Math.min(...ratios)),
        max: round(Math.max(...ratios)),
        perSecond: perSecond(ratio.of),
        against: perSecond(ratio.to),
        ...(goal === undefined ? {} : { goal }),
      }
      return [[connections, detail]]
    }),
  )
}

function ratiosOf({ of, to }: Ratio, all: readonly Round[]): readonly number[] {
  return all.map((it) => (it.get(of) ?? Number.NaN) / (it.get(to) ?? Number.NaN))
}

async function rounds(
  load: Load,
  targets: ReadonlyMap<TargetName, Target>,
  connections: number,
): Promise<readonly Round[]> {
  const names = TARGETS.filter((name) => targets.has(name))
  const all: Round[] = []
  for (let turn = 0; turn < ROUNDS; turn++) {
    const result = new Map<TargetName, number>()
    // Each round begins with another one, so that none always comes after the same neighbour.
    for (const [i] of names.entries()) {
      const name = names[(i + turn) % names.length] ?? 'bare'
      const target = targets.get(name)
      if (slow(name) && connections !== 10) continue
      const seconds = slow(name) ? 3 * SECONDS : SECONDS
      if (target) result.set(name, await load.run(target.url, target.payload, connections, seconds))
    }
    say(`  ${connections} connections: ${[...result].map(([name, n]) => `${name} ${n.toFixed(0)}/s`).join(', ')}`)
    all.push(result)
  }
  return all
}

/** n8n answers a few dozen requests a second: it gets longer rounds, and only at the number of connections with a goal. */
const slow = (name: TargetName): boolean => name.startsWith('n8n')

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
