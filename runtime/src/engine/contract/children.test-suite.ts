import { expect } from 'vitest'
import type { Lease } from '../engine.ts'
import { type Case, claimed, failure, START, type World } from './world.test-suite.ts'

const reply = { status: 200, headers: {}, body: { so: '01' } }

/** A parent that waits for its child, whose lease is given. */
async function family({ engine, begin }: World): Promise<{ parent: Lease; child: Lease }> {
  const parent = await begin()
  const child = await begin({ flow: 'con', parent: { run: parent.run, path: 'goi', depth: 1 } })
  const entry = { kind: 'child', path: 'goi', node: 'goi', run: child.run, at: START } as const
  await engine.commit(parent, [entry], { status: 'waiting' })
  return { parent, child }
}

/** Cases of runs that wait for other runs. */
export function childCases(it: Case): void {
  it('the end of a child wakes its parent with the reply', async (world) => {
    const { engine } = world
    const { parent, child } = await family(world)
    expect(await engine.claim('m', 1, START + 4)).toEqual([])
    await engine.commit(child, [], { status: 'done', at: START + 5, reply })
    expect(await engine.nextWake()).toBe(START + 5)
    const run = await claimed(engine, 'm', START + 5)
    expect(run.lease.run).toBe(parent.run)
    expect(run.journal.at(-1)).toEqual({
      kind: 'child-end',
      path: 'goi',
      run: child.run,
      status: 'done',
      reply,
      at: START + 5,
    })
  })

  it('the failure of a child wakes its parent with the error', async (world) => {
    const { engine } = world
    const { child } = await family(world)
    await engine.commit(child, [], { status: 'failed', at: START + 5, error: failure, errorNode: 'x' })
    const run = await claimed(engine, 'm', START + 5)
    expect(run.journal.at(-1)).toMatchObject({ kind: 'child-end', status: 'failed', error: failure })
  })

  it('a child cancelled by its member wakes its parent', async (world) => {
    const { engine } = world
    const { child } = await family(world)
    await engine.commit(child, [], { status: 'cancelled', at: START + 5 })
    expect((await claimed(engine, 'm', START + 5)).journal.at(-1)).toMatchObject({ status: 'cancelled' })
  })

  it('a child cancelled by a person wakes its parent with the reason', async (world) => {
    const { engine } = world
    const { child } = await family(world)
    await engine.release([child])
    expect(await engine.cancel(child.run, START + 5, failure)).toBe(true)
    const run = await claimed(engine, 'm', START + 5)
    expect(run.journal.at(-1)).toMatchObject({ kind: 'child-end', status: 'cancelled', error: failure })
  })

  it('a child in doubt has not ended for its parent until a person has decided', async (world) => {
    const { engine } = world
    const { parent, child } = await family(world)
    await engine.commit(child, [], { status: 'in-doubt', at: START + 5, error: failure, errorNode: 'x' })
    expect(await engine.claim('m', 1, START + 5)).toEqual([])
    await engine.resume(child.run, { kind: 'resume', by: 'an', at: START + 6 })
    await engine.commit((await claimed(engine, 'm', START + 6)).lease, [], { status: 'done', at: START + 7 })
    expect((await claimed(engine, 'm', START + 7)).lease.run).toBe(parent.run)
  })

  it('a failed child that is resumed and done tells its parent again', async (world) => {
    const { engine } = world
    const { parent, child } = await family(world)
    await engine.commit(child, [], { status: 'failed', at: START + 5, error: failure, errorNode: 'x' })
    const awake = await claimed(engine, 'm', START + 5)
    await engine.commit(awake.lease, [], { status: 'failed', at: START + 6, error: failure, errorNode: 'goi' })
    await engine.resume(child.run, { kind: 'resume', by: 'an', at: START + 7 })
    const again = await claimed(engine, 'm', START + 7)
    expect(again.lease.run).toBe(child.run)
    await engine.commit(again.lease, [], { status: 'done', at: START + 8, reply })
    const stored = await engine.history.get(parent.run)
    expect(stored?.row.status).toBe('failed')
    const ends = stored?.journal.filter((entry) => entry.kind === 'child-end')
    expect(ends?.map((entry) => [entry.status, entry.reply])).toEqual([
      ['failed', undefined],
      ['done', reply],
    ])
    await engine.resume(parent.run, { kind: 'resume', by: 'an', at: START + 9 })
    expect((await claimed(engine, 'm', START + 9)).journal.map((entry) => entry.kind)).toEqual([
      'child',
      'child-end',
      'child-end',
      'resume',
    ])
  })

  it('a child that ends before its parent goes to sleep does not leave it asleep', async (world) => {
    const { engine, begin } = world
    const parent = await begin()
    const child = await begin({ flow: 'con', parent: { run: parent.run, path: 'goi', depth: 1 } })
    await engine.commit(child, [], { status: 'done', at: START + 1, reply })
    world.now = START + 2
    expect(await engine.commit(parent, [], { status: 'waiting' })).toBe('committed')
    const run = await claimed(engine, 'm', START + 2)
    expect(run.journal).toMatchObject([{ kind: 'child-end', status: 'done', reply }])
    expect(await engine.commit(run.lease, [], { status: 'waiting' })).toBe('committed')
    expect(await engine.claim('m', 1, START + 1e9)).toEqual([])
  })

  it('a child accepted and ended in one go wakes its parent', async ({ engine, begin, inbound }) => {
    const parent = await begin()
    await engine.commit(parent, [], { status: 'waiting', wakeAt: START + 1e9 })
    const input = inbound({ flow: 'con', lease: 'm', parent: { run: parent.run, path: 'goi', depth: 1 } })
    const accepted = engine.accept(input)
    const ended = engine.commit({ run: input.run, epoch: 1, until: 0 }, [], { status: 'done', at: START + 3, reply })
    await Promise.all([accepted, ended])
    expect((await claimed(engine, 'm', START + 3)).journal).toMatchObject([{ kind: 'child-end', reply }])
  })

  it('several children of one parent are all journalled', async ({ engine, begin }) => {
    const parent = await begin()
    const children = await Promise.all(
      Array.from({ length: 5 }, (_, i) => begin({ parent: { run: parent.run, path: `tach/${i}`, depth: 1 } })),
    )
    await engine.commit(parent, [], { status: 'waiting' })
    await Promise.all(children.map((child) => engine.commit(child, [], { status: 'done', at: START })))
    const run = await claimed(engine, 'm', START)
    expect(run.journal.map((entry) => 'path' in entry && entry.path).sort()).toEqual(
      children.map((_, i) => `tach/${i}`),
    )
  })

  it('a child that is told of its end twice over by a stale member tells its parent once', async (world) => {
    const { engine } = world
    const { parent, child } = await family(world)
    await engine.commit(child, [], { status: 'done', at: START, reply })
    expect(await engine.commit(child, [], { status: 'done', at: START, reply })).toBe('stale')
    const ends = (await engine.history.get(parent.run))?.journal.filter((entry) => entry.kind === 'child-end')
    expect(ends).toHaveLength(1)
  })

  it('a child of an ended parent ends quietly', async ({ engine, begin }) => {
    const parent = await begin()
    const child = await begin({ parent: { run: parent.run, path: 'goi', depth: 1 } })
    await engine.commit(parent, [], { status: 'done', at: START })
    expect(await engine.commit(child, [], { status: 'done', at: START })).toBe('committed')
    expect((await engine.history.get(parent.run))?.row.status).toBe('done')
    expect(await engine.claim('m', 1, START + 1e9)).toEqual([])
  })

  it('a child whose parent is not there ends all the same', async ({ engine, begin }) => {
    const child = await begin({ parent: { run: 'unknown', path: 'goi', depth: 1 } })
    expect(await engine.commit(child, [], { status: 'done', at: START, reply })).toBe('committed')
  })

  it('a large reply of a child reaches its parent', async (world) => {
    const { engine } = world
    const { child } = await family(world)
    const large = { status: 200, headers: {}, body: 'ữ'.repeat(80_000) }
    await engine.commit(child, [], { status: 'done', at: START, reply: large })
    expect((await claimed(engine, 'm', START)).journal.at(-1)).toMatchObject({ kind: 'child-end', reply: large })
  })
}
