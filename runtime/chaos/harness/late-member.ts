import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Engine } from '#runtime/engine/engine.ts'
import { heard } from './heard.ts'
import { pause } from './server.ts'
import type { Workplace } from './workplace.ts'

/** How long leases last here: short, so that nobody waits long. */
export const LEASE_MS = 500

/** How a member is kept from its engine for longer than its lease, and let go on. */
export interface Standstill {
  begin(member: number): void
  end(member: number): void
}

/**
 * A member (a process of its own, which opens the engine at `address`) leases a run and is kept from the engine; another one takes the run over
 * and ends it; then the first one commits. Answers what was wrong, in words.
 */
export async function lateCommit(
  place: Workplace,
  engine: Engine,
  address: string,
  standstill: Standstill,
): Promise<readonly string[]> {
  const clock = (): number => Date.now()
  const message = { body: 1, headers: {}, keys: {} }
  const common = { unit: 'mac-dinh', flow: 'luong', version: 'v1', trigger: 'nhan' }
  const { run } = await engine.accept({ run: 'ZOMBIE', ...common, message, at: clock() })
  const member = fork(join(import.meta.dirname, 'zombie-process.ts'), [address, place.folder], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  place.ends(() => member.kill('SIGKILL'))
  const faults: string[] = []
  const leased = await heard(member)
  if (leased !== 'leased') faults.push(`the member said: ${String(leased)}`)
  standstill.begin(member.pid ?? 0)
  const other = await claimWhenFree(() => engine.claim('khac', 1, clock()))
  const at = clock()
  const entry = { kind: 'effect', path: 'gui', node: 'gui', attempt: 1, startedAt: at, endedAt: at, emission: 'khac' }
  const mine = await engine.commit(other.lease, [{ ...entry, kind: 'effect' }], { status: 'done', at })
  if (mine !== 'committed') faults.push(`the member that took over was told ${mine}`)
  const before = JSON.stringify(await engine.history.get(run))
  member.send('commit')
  await pause(100)
  standstill.end(member.pid ?? 0)
  const answer = await heard(member)
  if (answer !== 'stale') faults.push(`the member that came late was told ${String(answer)}`)
  if (JSON.stringify(await engine.history.get(run)) !== before) faults.push('the journal was changed')
  return faults
}

async function claimWhenFree<T>(claim: () => Promise<readonly T[]>): Promise<T> {
  for (const until = performance.now() + 60_000; performance.now() < until; await pause(20)) {
    const [run] = await claim()
    if (run) return run
  }
  throw new Error('the lease never ended')
}
