import { fork } from 'node:child_process'
import { join } from 'node:path'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { heard } from './harness/heard.ts'
import { pause } from './harness/server.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'
import { LEASE_MS } from './harness/zombie.ts'

/** Case 10: a member is stopped (SIGSTOP) for longer than its lease, another one finishes its run, and it wakes up and commits. */
export function zombieCommit({ keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('zombie-commit', keep, async ({ folder, ends }) => {
    const clock = (): number => Date.now()
    const [path, blobs] = [join(folder, 'engine.db'), join(folder, 'blobs')]
    const engine = openSqliteEngine({ path, blobs, leaseMs: LEASE_MS, clock })
    ends(engine.close)
    const message = { body: 1, headers: {}, keys: {} }
    const common = { unit: 'mac-dinh', flow: 'luong', version: 'v1', trigger: 'nhan' }
    const { run } = await engine.accept({ run: 'ZOMBIE', ...common, message, at: clock() })
    const zombie = fork(join(import.meta.dirname, 'harness', 'zombie-process.ts'), [folder], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    ends(() => zombie.kill('SIGKILL'))
    const faults: string[] = []
    const leased = await heard(zombie)
    if (leased !== 'leased') faults.push(`the member said: ${String(leased)}`)
    zombie.kill('SIGSTOP')
    const other = await claimWhenFree(() => engine.claim('khac', 1, clock()))
    const at = clock()
    const entry = { kind: 'effect', path: 'gui', node: 'gui', attempt: 1, startedAt: at, endedAt: at, emission: 'khac' }
    const mine = await engine.commit(other.lease, [{ ...entry, kind: 'effect' }], { status: 'done', at })
    if (mine !== 'committed') faults.push(`the member that took over was told ${mine}`)
    const before = JSON.stringify(await engine.history.get(run))
    zombie.send('commit')
    zombie.kill('SIGCONT')
    const answer = await heard(zombie)
    if (answer !== 'stale') faults.push(`the member that stood still was told ${String(answer)}`)
    if (JSON.stringify(await engine.history.get(run)) !== before) faults.push('the journal was changed')
    for (const fault of faults) say(`  ${fault}`)
    return [torture('zombie-commit', faults.length, { leaseMs: LEASE_MS, epoch: other.lease.epoch, faults })]
  })
}

async function claimWhenFree<T>(claim: () => Promise<readonly T[]>): Promise<T> {
  for (const until = performance.now() + 30_000; performance.now() < until; await pause(20)) {
    const [run] = await claim()
    if (run) return run
  }
  throw new Error('the lease never ended')
}
