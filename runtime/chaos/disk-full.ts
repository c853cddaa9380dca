import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type Figure, say, torture } from './harness/figures.ts'
import { acceptFlow } from './harness/flows.ts'
import { createProbe } from './harness/probe.ts'
import { pause } from './harness/server.ts'
import { mountSmallDisk, type SmallDisk } from './harness/small-disk.ts'
import { type Stage, setStage } from './harness/stage.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

const DISK_MB = 48
const PER_SECOND = 20
/** Calls of the partner that are under way when the disk is full are answered while it is. */
const PARTNER_DELAY_MS = 1000
/** Longer than a lease in the long form, so that leases run out meanwhile. */
const FULL_MS = { short: 4000, long: 25_000 }
/** Longer than a call waits for a lock. */
const LOCKED_MS = { short: 7000, long: 30_000 }
/** A refusal may not take longer: the sender waits for it. */
const REFUSAL_MS = 7000

/** R11 and case 12: the disk of a running installation is full for a while; then it cannot be written when the server starts. */
export function diskFull({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('disk-full', keep, async (place) => {
    const disk = mountSmallDisk(join(place.folder, 'server', 'data'), DISK_MB)
    if (!disk) {
      say('  skipped: this user may not mount a file system')
      return []
    }
    place.ends(disk.close)
    const stage = await setStage(place, seed, [acceptFlow])
    await stage.partners.api.slow(PARTNER_DELAY_MS)
    const sender = stage.send(PER_SECOND)
    await pause(2 * PARTNER_DELAY_MS)
    disk.fill()
    const faults = await refused(stage, FULL_MS[short ? 'short' : 'long'], ['engine.disk-full'])
    disk.empty()
    await createProbe(stage.server, stage.partners)('sau')
    const sent = await sender.stop()
    faults.push(...(await verdict(stage)), ...(await startsReadOnly(stage, disk)))
    for (const fault of faults) say(`  ${fault}`)
    return [torture('R11', faults.length, { seed, fullMs: FULL_MS[short ? 'short' : 'long'], ...sent, faults })]
  })
}

/** Case 14: another process holds the write lock of the engine's file. */
export function databaseLocked({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('database-locked', keep, async (place) => {
    const stage = await setStage(place, seed, [acceptFlow])
    await stage.partners.api.slow(PARTNER_DELAY_MS)
    const sender = stage.send(PER_SECOND)
    await pause(2 * PARTNER_DELAY_MS)
    const other = new Database(join(stage.server.data, 'engine.db'))
    other.exec('begin immediate')
    const lockedMs = LOCKED_MS[short ? 'short' : 'long']
    const faults = await refused(stage, lockedMs, ['engine.busy', 'engine.limit-reached'])
    other.exec('rollback')
    other.close()
    await createProbe(stage.server, stage.partners)('sau')
    const sent = await sender.stop()
    faults.push(...(await verdict(stage)))
    for (const fault of faults) say(`  ${fault}`)
    return [torture('database-locked', faults.length, { seed, lockedMs, ...sent, faults })]
  })
}

/** New messages must be refused in time, with a code that says why and when to come again; the kernel and the workers live on. */
async function refused({ server }: Stage, ms: number, codes: readonly string[]): Promise<string[]> {
  const faults: string[] = []
  const before = [server.kernel, ...server.workers()].join()
  let refusals = 0
  for (const until = performance.now() + ms; performance.now() < until; await pause(200)) {
    const began = performance.now()
    const answer = await fetch(`${server.gateway}/thu-nghiem/nhan`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `tu-choi-${refusals}` },
      body: JSON.stringify({ id: `tu-choi-${refusals}`, so: 1 }),
      signal: AbortSignal.timeout(30_000),
    })
    const text = await answer.text()
    const took = Math.round(performance.now() - began)
    // The first one may have been in time, the last one may have been taken when the trouble was over.
    if (answer.status === 202) continue
    refusals++
    const { code = '' } = JSON.parse(text) as { code?: string }
    const known = answer.status === 503 && codes.includes(code) && answer.headers.has('retry-after')
    if (!known) faults.push(`refused with ${answer.status} ${code}, Retry-After ${answer.headers.get('retry-after')}`)
    if (took > REFUSAL_MS) faults.push(`the refusal took ${took} ms`)
  }
  if (refusals === 0) faults.push('nothing was refused')
  const after = [server.kernel, ...server.workers()].join()
  if (after !== before) faults.push(`processes were replaced: ${before}, then ${after}`)
  return [...new Set(faults)].slice(0, 10)
}

/** Nothing lost, nothing twice, and nobody has to decide anything: the results were known all the time. */
async function verdict(stage: Stage): Promise<readonly string[]> {
  const { findings, inbox } = await stage.check()
  return [...findings, ...Object.entries(inbox).map(([what, n]) => `${n} runs are ${what}`)]
}

/** A server whose data cannot be written does not start, and says so; afterwards it does. */
async function startsReadOnly({ server }: Stage, disk: SmallDisk): Promise<readonly string[]> {
  await server.stop()
  disk.readOnly(true)
  const refusal = await server.start().then(
    () => 'it started',
    (error: unknown) => String(error),
  )
  disk.readOnly(false)
  await server.start()
  await server.allReady()
  return /ended with [1-9]/.test(refusal) ? [] : [`on a read-only disk: ${refusal.slice(0, 300)}`]
}
