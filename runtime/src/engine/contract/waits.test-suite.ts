import { expect } from 'vitest'
import { errorData } from '#shared/errors/flow-error.ts'
import type { Task } from '#shared/node/wait.ts'
import type { Engine, JournalEntry, Lease } from '../engine.ts'
import type { Callback, Decision, Delivery, WaitEntry } from '../waits.ts'
import { type Case, claimed, effect, failure, START, type World } from './world.test-suite.ts'

const DUE = START + 60_000
const message = { body: { so: '0001' }, headers: { a: 'b' }, keys: {} }
const task: Task = {
  title: 'Duyệt',
  fields: [{ label: 'Mã', value: '001' }],
  choices: [{ id: 'dong-y', label: 'Đồng ý' }],
  role: 'operator',
  commentRequired: false,
}

function waiting(waits: Extract<WaitEntry, { kind: 'await' }>['waits'], until = DUE, path = 'cho'): JournalEntry {
  return { kind: 'await', path, node: 'cho', at: START, until, waits }
}
const forKey = (key = 'K1'): JournalEntry => waiting({ for: 'callback', topic: 'ket-qua', key })
const forPerson = (until = DUE, path = 'cho'): JournalEntry => waiting({ for: 'person', task }, until, path)

/** A run asleep on these entries until the deadline. */
async function asleep({ engine, begin }: World, entries: readonly JournalEntry[], changes = {}): Promise<Lease> {
  const lease = await begin(changes)
  await engine.commit(lease, entries, { status: 'waiting', wakeAt: DUE })
  return lease
}

function deliver(engine: Engine, changes: Partial<Callback> = {}): Promise<Delivery> {
  const { digest = `d-${JSON.stringify(changes.message ?? message)}`, source = `s-${Math.random()}` } = changes
  const given = { unit: 'mac-dinh', topic: 'ket-qua', key: 'K1', message, at: START + 5, parkMs: 1000 }
  return engine.waits.deliver({ ...given, ...changes, digest, source })
}

const decision = (run: string, by = 'an', at = START + 5): Decision => ({
  run,
  path: 'cho',
  choice: 'dong-y',
  by,
  comment: 'đủ giấy tờ',
  at,
})

/** Cases of runs that wait for something from outside. */
export function waitCases(it: Case): void {
  callbackCases(it)
  deadlineCases(it)
  personCases(it)
  pollCases(it)
}

function callbackCases(it: Case): void {
  it('a callback wakes the run that waits for its key, and is in its journal', async (world) => {
    const { engine } = world
    const { run } = await asleep(world, [forKey()])
    await asleep(world, [forKey('K2')])
    expect(await deliver(engine)).toEqual({ outcome: 'delivered', run })
    const found = await claimed(engine, 'm', START + 5)
    expect(found.lease.run).toBe(run)
    expect(found.journal.at(-1)).toEqual({ kind: 'await-end', path: 'cho', at: START + 5, how: 'callback', message })
    expect(await engine.claim('m', 5, START + 5)).toEqual([])
  })

  it('of two runs with the same key the one that has waited longer gets the first callback', async (world) => {
    const { engine } = world
    const first = await asleep(world, [forKey()])
    const second = await asleep(world, [forKey()])
    const other = { ...message, body: 2 }
    expect(await deliver(engine)).toMatchObject({ run: first.run })
    expect(await deliver(engine, { message: other })).toMatchObject({ outcome: 'delivered', run: second.run })
  })

  it('a callback that comes before the run waits is parked, and answers it when it does', async (world) => {
    const lease = await world.begin()
    expect(await deliver(world.engine)).toEqual({ outcome: 'parked' })
    const engine = await world.restart()
    await engine.commit(lease, [effect('gui')], { status: 'running' })
    await engine.commit(lease, [forKey()], { status: 'waiting', wakeAt: DUE })
    const found = await claimed(engine, 'm', world.now)
    expect(found.journal.map((entry) => entry.kind)).toEqual(['effect', 'await', 'await-end'])
    expect(found.journal.at(-1)).toMatchObject({ how: 'callback', message })
    expect(await deliver(engine)).toEqual({ outcome: 'duplicate', run: lease.run })
  })

  it('a callback that comes while the run is still awake keeps it from sleeping', async (world) => {
    const { engine } = world
    const lease = await world.begin()
    await engine.commit(lease, [forKey()], { status: 'running' })
    expect(await deliver(engine)).toEqual({ outcome: 'delivered', run: lease.run })
    await engine.commit(lease, [], { status: 'waiting', wakeAt: DUE })
    expect((await claimed(engine, 'm', world.now)).journal.at(-1)).toMatchObject({ how: 'callback' })
  })

  it('is parked no longer than its window, and then is as new', async (world) => {
    const { engine } = world
    expect(await deliver(engine, { parkMs: 50 })).toEqual({ outcome: 'parked' })
    expect(await deliver(engine, { parkMs: 50, at: START + 20 })).toEqual({ outcome: 'duplicate' })
    const lease = await world.begin()
    await engine.commit(lease, [{ ...forKey(), at: START + 56 } as JournalEntry], { status: 'waiting', wakeAt: DUE })
    expect(await engine.claim('m', 1, START + 56)).toEqual([])
    expect(await deliver(engine, { at: START + 57 })).toEqual({ outcome: 'delivered', run: lease.run })
  })

  it('that nobody waits for and that is not to be kept is refused', async ({ engine }) => {
    expect(await deliver(engine, { parkMs: 0 })).toEqual({ outcome: 'nobody' })
    expect(await deliver(engine, { parkMs: 0 })).toEqual({ outcome: 'nobody' })
  })

  it('the same callback again is a duplicate, but the same step again gets its own answer', async (world) => {
    const { engine } = world
    const { run } = await asleep(world, [forKey()])
    await deliver(engine, { source: 'buoc' })
    expect(await deliver(engine)).toEqual({ outcome: 'duplicate', run })
    expect(await deliver(engine, { source: 'buoc' })).toEqual({ outcome: 'delivered', run })
    expect((await claimed(engine, 'm', START + 5)).journal).toHaveLength(2)
  })

  it('belongs to its unit and its topic', async (world) => {
    const { engine } = world
    await asleep(world, [forKey()])
    expect(await deliver(engine, { unit: 'khac', parkMs: 0 })).toEqual({ outcome: 'nobody' })
    expect(await deliver(engine, { topic: 'khac', parkMs: 0 })).toEqual({ outcome: 'nobody' })
  })

  it('of any size arrives whole', async (world) => {
    const { engine } = world
    await asleep(world, [forKey()])
    const large = { ...message, body: 'x'.repeat(200_000) }
    await deliver(engine, { message: large })
    expect((await claimed(engine, 'm', START + 5)).journal.at(-1)).toMatchObject({ message: large })
  })

  it('two processes that deliver the same callback give it once', async (world) => {
    const other = await world.another()
    await asleep(world, [forKey()])
    const outcomes = await Promise.all([deliver(world.engine), deliver(other)])
    expect(outcomes.map((each) => each.outcome).sort()).toEqual(['delivered', 'duplicate'])
  })
}

function deadlineCases(it: Case): void {
  it('exactly one of time-out and callback wins', async (world) => {
    const { engine } = world
    await asleep(world, [forKey()])
    const { lease } = await claimed(engine, 'm', DUE)
    expect(await engine.waits.expire(lease, 'cho', DUE)).toBe('expired')
    expect(await deliver(engine, { at: DUE - 1 })).toEqual({ outcome: 'parked' })
    expect((await engine.history.get(lease.run))?.journal.at(-1)).toMatchObject({ kind: 'await-end', how: 'timeout' })

    const second = await asleep(world, [forKey('K2')])
    await deliver(engine, { key: 'K2', at: DUE - 1 })
    const awake = await claimed(engine, 'm', DUE)
    expect(awake.lease.run).toBe(second.run)
    expect(await engine.waits.expire(awake.lease, 'cho', DUE)).toBe('answered')
    expect(await engine.waits.expire(second, 'cho', DUE)).toBe('stale')
    expect((await engine.history.get(second.run))?.journal).toHaveLength(2)
  })

  it('a callback after the deadline does not answer the run, even if that has not noticed yet', async (world) => {
    await asleep(world, [forKey()])
    expect(await deliver(world.engine, { at: DUE, parkMs: 0 })).toEqual({ outcome: 'nobody' })
  })

  it('a run that ended is not answered; one that is resumed is, also by what came meanwhile', async (world) => {
    const { engine } = world
    const { run } = await asleep(world, [forKey()])
    expect(await engine.cancel(run, START + 3, failure)).toBe(true)
    expect(await deliver(engine)).toEqual({ outcome: 'parked' })
    await engine.resume(run, { kind: 'resume', by: 'an', at: START + 9 })
    const found = await claimed(engine, 'm', START + 9)
    expect(found.journal.map((entry) => entry.kind)).toEqual(['await', 'resume', 'await-end'])

    const second = await asleep(world, [forKey('K2')])
    await engine.cancel(second.run, START + 3, failure)
    await engine.resume(second.run, { kind: 'resume', by: 'an', at: START + 9 })
    expect(await deliver(engine, { key: 'K2', at: START + 10 })).toMatchObject({ run: second.run })
  })

  it('a step that is done again waits again', async (world) => {
    const { engine } = world
    const { run } = await asleep(world, [forKey()])
    await deliver(engine)
    const first = await claimed(engine, 'm', START + 5)
    await engine.commit(first.lease, [], { status: 'failed', at: START + 6, error: failure, errorNode: 'x' })
    await engine.resume(run, { kind: 'resume', by: 'an', at: START + 7, from: 'cho' })
    const again = await claimed(engine, 'm', START + 7)
    await engine.commit(again.lease, [forKey()], { status: 'waiting', wakeAt: DUE })
    expect(await deliver(engine, { message: { ...message, body: 2 }, at: START + 8 })).toMatchObject({ run })
  })
}

function personCases(it: Case): void {
  it('a decision wakes the run; a second one is told who decided', async (world) => {
    const { engine } = world
    const other = await world.another()
    const { run } = await asleep(world, [forPerson()])
    const outcomes = await Promise.all([
      engine.waits.decide(decision(run, 'an')),
      other.waits.decide(decision(run, 'binh')),
    ])
    const won = outcomes.findIndex((each) => each.decided)
    const by = ['an', 'binh'][won]
    expect(outcomes[1 - won]).toEqual({ decided: false, by })
    const found = await claimed(engine, 'm', START + 5)
    const { run: _run, ...told } = decision(run, by)
    expect(found.journal.slice(1)).toEqual([{ kind: 'await-end', how: 'decision', ...told }])
  })

  it('nothing is decided that is not asked, is too late or is unknown', async (world) => {
    const { engine } = world
    const { run } = await asleep(world, [forPerson()])
    expect(await engine.waits.decide({ ...decision(run), path: 'khac' })).toEqual({ decided: false })
    expect(await engine.waits.decide(decision('khong-co'))).toEqual({ decided: false })
    expect(await engine.waits.decide(decision(run, 'an', DUE))).toEqual({ decided: false })
  })

  it('open tasks are listed by deadline, page by page, for their unit only', async (world) => {
    const { engine } = world
    const late = await asleep(world, [forPerson(DUE + 9)], { message: { body: 1, headers: {}, keys: { ma: '7' } } })
    const soon = await asleep(world, [forPerson(), forKey()].slice(0, 1))
    await asleep(world, [forPerson()], { unit: 'khac' })
    await asleep(world, [forKey()])
    const first = await engine.waits.tasks({ unit: 'mac-dinh', limit: 1 })
    expect(first).toMatchObject({ total: 2, tasks: [{ run: soon.run, path: 'cho', until: DUE, task }] })
    const next = await engine.waits.tasks({ unit: 'mac-dinh', limit: 1, cursor: first.cursor ?? '' })
    expect(next.tasks).toMatchObject([{ run: late.run, flow: 'luong', keys: { ma: '7' }, since: START }])
    expect(next.cursor).toBeUndefined()
    expect(await engine.waits.tasks({ unit: 'mac-dinh', flow: 'khac', limit: 5 })).toEqual({ tasks: [], total: 0 })
    await expect(engine.waits.tasks({ unit: 'mac-dinh', limit: 1, cursor: 'x' })).rejects.toMatchObject({
      data: { code: 'api.invalid' },
    })
    await engine.cancel(soon.run, START, failure)
    expect((await engine.waits.tasks({ unit: 'mac-dinh', limit: 5 })).total).toBe(1)
  })

  it('the run list and the run say what a sleeping run waits for', async (world) => {
    const { engine } = world
    const { run } = await asleep(world, [forKey()])
    const waits = [
      { path: 'cho', node: 'cho', since: START, until: DUE, waits: { for: 'callback', topic: 'ket-qua', key: 'K1' } },
    ]
    expect((await engine.history.list({ limit: 5 })).runs[0]?.waits).toEqual(waits)
    expect((await engine.history.get(run))?.row.waits).toEqual(waits)
    await deliver(engine)
    expect((await engine.history.get(run))?.row.waits).toBeUndefined()
  })
}

function pollCases(it: Case): void {
  const asked = (tries: number): JournalEntry => {
    const next = START + tries * 10
    return { kind: 'poll', path: 'hoi', node: 'hoi', tries, since: START, next, until: DUE }
  }

  it('of the questions of a step only the newest is kept, until one is answered', async (world) => {
    const { engine } = world
    const lease = await world.begin()
    await engine.commit(lease, [effect('a'), asked(1), effect('b')], { status: 'running' })
    for (let tries = 2; tries <= 20; tries++) await engine.commit(lease, [asked(tries)], { status: 'running' })
    await engine.commit(lease, [], { status: 'waiting', wakeAt: START + 200 })
    const found = await engine.history.get(lease.run)
    expect(found?.journal).toEqual([effect('a'), asked(20), effect('b')])
    expect(found?.row.waits).toMatchObject([{ waits: { for: 'answer', tries: 20, next: START + 200 } }])
    const awake = await claimed(engine, 'm', START + 200)
    const answer = { ...effect('hoi'), polled: true } as JournalEntry
    await engine.commit(awake.lease, [answer], { status: 'waiting', wakeAt: DUE })
    expect((await engine.history.get(lease.run))?.row.waits).toBeUndefined()
    expect((await engine.history.get(lease.run))?.journal.at(-1)).toEqual(answer)
  })

  it('a question that is asked on after a resumption stands behind it', async (world) => {
    const { engine } = world
    const lease = await world.begin()
    const error = errorData('run.stopped', { reason: 'thử' })
    await engine.commit(lease, [asked(1)], { status: 'failed', at: START + 1, error, errorNode: 'hoi' })
    await engine.resume(lease.run, { kind: 'resume', by: 'an', at: START + 2, from: 'hoi' })
    const awake = await claimed(engine, 'm', START + 2)
    await engine.commit(awake.lease, [asked(1)], { status: 'waiting', wakeAt: DUE })
    const kinds = (await engine.history.get(lease.run))?.journal.map((entry) => entry.kind)
    expect(kinds?.at(-1)).toBe('poll')
  })
}
