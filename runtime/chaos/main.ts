import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { clockJump } from './clock-jump.ts'
import { cronSlotOnce } from './cron-slot-once.ts'
import { databaseLocked, diskFull } from './disk-full.ts'
import { drain } from './drain.ts'
import { evidenceTamper } from './evidence-tamper.ts'
import { faultMatrix, faultPairs } from './fault-matrix.ts'
import { fsyncBeforeAcknowledge } from './fsync-before-acknowledge.ts'
import { type Figure, print, say, torture } from './harness/figures.ts'
import type { CaseOptions } from './harness/workplace.ts'
import { hostileCode } from './hostile-code.ts'
import { hostileInputs } from './hostile-inputs.ts'
import { ioError } from './io-error.ts'
import { kernelIoError } from './kernel-io-error.ts'
import { killAfterCommitBeforeAck } from './kill-after-commit-before-ack.ts'
import { killAfterEffectBeforeCommit } from './kill-after-effect-before-commit.ts'
import { killBeforeCommit } from './kill-before-commit.ts'
import { killDuringDeploy } from './kill-during-deploy.ts'
import { killDuringMigration } from './kill-during-migration.ts'
import { killInsideCompensation } from './kill-inside-compensation.ts'
import { killInsideJoin } from './kill-inside-join.ts'
import { killInsideSplit } from './kill-inside-split.ts'
import { killLoop } from './kill-loop.ts'
import { partitionMember } from './partition-member.ts'
import { poisonMessage } from './poison-message.ts'
import { postgresFailover } from './postgres-failover.ts'
import { powerCut } from './power-cut.ts'
import { publishUnderLoad } from './publish-under-load.ts'
import { randomFlows } from './random-flows.ts'
import { roundTrips } from './round-trips.ts'
import { timerAcrossCrash } from './timer-across-crash.ts'
import { upgrade } from './upgrade.ts'
import { zombieCommit } from './zombie-commit.ts'

/** The cases of `npm run chaos` by name, with the figures they give. */
const CASES: Readonly<
  Record<string, { readonly gives: readonly string[]; run(options: CaseOptions): Promise<readonly Figure[]> }>
> = {
  'kill-loop': { gives: ['R1', 'R7'], run: killLoop },
  'poison-message': { gives: ['poison-message'], run: poisonMessage },
  'kill-before-commit': { gives: ['kill-before-commit'], run: killBeforeCommit },
  'kill-after-commit-before-ack': { gives: ['kill-after-commit-before-ack'], run: killAfterCommitBeforeAck },
  'kill-after-effect-before-commit': { gives: ['kill-after-effect-before-commit'], run: killAfterEffectBeforeCommit },
  'kill-during-deploy': { gives: ['kill-during-deploy'], run: killDuringDeploy },
  'kill-during-migration': { gives: ['kill-during-migration'], run: killDuringMigration },
  'kill-inside-split': { gives: ['kill-inside-split'], run: killInsideSplit },
  'kill-inside-join': { gives: ['kill-inside-join'], run: killInsideJoin },
  'clock-jump': { gives: ['clock-jump'], run: clockJump },
  'cron-slot-once': { gives: ['cron-slot-once'], run: cronSlotOnce },
  drain: { gives: ['drain'], run: drain },
  'publish-under-load': { gives: ['publish-under-load'], run: publishUnderLoad },
  'fsync-before-acknowledge': { gives: ['R5'], run: fsyncBeforeAcknowledge },
  'evidence-tamper': { gives: ['R13'], run: evidenceTamper },
  'hostile-code': { gives: ['R9'], run: hostileCode },
  'fault-matrix': { gives: ['R2'], run: faultMatrix },
  'fault-pairs': { gives: ['R3'], run: faultPairs },
  'io-error': { gives: ['io-error'], run: ioError },
  'kernel-io-error': { gives: ['kernel-io-error'], run: kernelIoError },
  'disk-full': { gives: ['R11'], run: diskFull },
  'database-locked': { gives: ['database-locked'], run: databaseLocked },
  'zombie-commit': { gives: ['zombie-commit'], run: zombieCommit },
  'power-cut': { gives: ['R4'], run: powerCut },
  'hostile-inputs': { gives: ['R8'], run: hostileInputs },
  'random-flows': { gives: ['R14'], run: randomFlows },
  'round-trips': { gives: ['R15'], run: roundTrips },
  upgrade: { gives: ['R12'], run: upgrade },
  'kill-inside-compensation': { gives: ['kill-inside-compensation'], run: killInsideCompensation },
  'partition-member': { gives: ['partition-member'], run: partitionMember },
  'postgres-failover': { gives: ['R6'], run: postgresFailover },
  'timer-across-crash': { gives: ['timer-across-crash'], run: timerAcrossCrash },
}

/** Longer than any case takes in its long form; what hangs must not cost the figures of the others. */
const CASE_LIMIT_MS = 120 * 60_000
const SHORT_CASE_LIMIT_MS = 8 * 60_000

const USAGE = `npm run chaos [-- NAME…] [--short] [--seed TEXT] [--kills N] [--messages N] [--keep]

NAME is a case (${Object.keys(CASES).join(', ')}) or a figure (R1, R4 …); without names all run.`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      short: { type: 'boolean', default: false },
      seed: { type: 'string' },
      kills: { type: 'string' },
      messages: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const wanted = Object.entries(CASES).filter(
    ([name, { gives }]) =>
      positionals.length === 0 || positionals.includes(name) || gives.some((figure) => positionals.includes(figure)),
  )
  const known = (name: string): boolean => wanted.some(([it, { gives }]) => it === name || gives.includes(name))
  if (values.help || !positionals.every(known)) {
    say(USAGE)
    return values.help ? 0 : 2
  }
  const options: CaseOptions = {
    seed: values.seed ?? randomBytes(4).toString('hex'),
    short: values.short,
    kills: whole(values.kills),
    messages: whole(values.messages),
    keep: values.keep,
  }
  say(`seed ${options.seed} (--seed ${options.seed} runs the same again)`)
  let good = true
  const start = performance.now()
  for (const [name, { run, gives }] of wanted) {
    say(`${name} …`)
    const began = performance.now()
    const figures = await lived(name, options.short ? SHORT_CASE_LIMIT_MS : CASE_LIMIT_MS, () => run(options))
    for (const figure of figures ?? gives.map((it) => torture(it, 1, { brokeOff: true }))) {
      print(figure)
      good &&= figure.ok
    }
    say(`${name}: ${Math.round((performance.now() - began) / 1000)} s`)
  }
  say(`all: ${Math.round((performance.now() - start) / 1000)} s`)
  return good ? 0 : 1
}

/**
 * The figures of a case; undefined when it broke off, which a machine that builds forgives once, saying so: a case that breaks off has
 * counted nothing. One that counted losses is never tried again.
 */
async function lived(
  name: string,
  limitMs: number,
  run: () => Promise<readonly Figure[]>,
): Promise<readonly Figure[] | undefined> {
  for (let left = process.env.CI === 'true' ? 1 : 0; ; left--) {
    try {
      return await within(limitMs, run())
    } catch (error) {
      say(`${name} broke off: ${error instanceof Error ? error.stack : String(error)}`)
      if (left === 0) return undefined
      say(`${name} is tried once more`)
    }
  }
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const stop = new AbortController()
  const late = pause(limitMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`not done after ${limitMs / 60_000} minutes`)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    stop.abort()
  }
}

function whole(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`not a whole number: ${text}`)
  return number
}

// A case that hangs leaves things open behind it.
process.exit(await main())
