import { expect } from 'vitest'
import { type Case, claimed, effect, failure, LEASE_MS, START } from './world.test-suite.ts'

const DAY = 86_400_000
const reply = { status: 200, headers: { 'content-type': 'application/json' }, body: { ketQua: 'đã nhận' } }

/** Cases of messages at the door. */
export function acceptingCases(it: Case): void {
  it('a message accepted without a lease is there to be claimed, exactly as it came', async ({ engine, inbound }) => {
    const input = inbound({
      message: { body: { a: [1, null, '00123', { b: true }] }, headers: { 'x-id': '7' }, keys: { maHoSo: 'H01' } },
      partition: 'H01',
      parent: { run: 'P', path: 'goi', depth: 2 },
    })
    expect(await engine.accept(input)).toEqual({ run: input.run, duplicate: false, status: 'accepted' })
    const run = await claimed(engine, 'm', START)
    expect(run.inbound).toEqual(input)
    expect(run.journal).toEqual([])
    expect(run.deaths).toBe(0)
  })

  it('a message accepted with a lease is running and nobody else gets it', async ({ engine, inbound }) => {
    const input = inbound({ lease: 'm' })
    const answer = await engine.accept(input)
    expect(answer).toEqual({
      run: input.run,
      duplicate: false,
      status: 'running',
      lease: { run: input.run, epoch: 1, until: START + LEASE_MS },
    })
    expect(await engine.claim('other', 10, START)).toEqual([])
    expect(await engine.claimOne('other', input.run, START)).toBeUndefined()
  })

  it('text survives as it was written', async ({ engine, inbound }) => {
    const body = {
      tieng: 'Nguyễn Thị Ánh — đủ dấu',
      tachDau: 'Nguyễn',
      soDau0: '001099012345',
      rong: '',
      nul: 'a\u0000b',
      leThay: '\ud800',
      emoji: '🇻🇳',
      so: 9007199254740991,
      thapPhan: 0.1,
    }
    await engine.accept(inbound({ message: { body, headers: { h: 'ẵ' }, keys: { k: 'Đ/01 %_"\'' } } }))
    const { inbound: got } = await claimed(engine, 'm', START)
    expect(got.message).toEqual({ body, headers: { h: 'ẵ' }, keys: { k: 'Đ/01 %_"\'' } })
  })

  it('a body that is text stays text', async ({ engine, inbound }) => {
    await engine.accept(inbound({ message: { body: '<a>00123</a>', headers: {}, keys: {} } }))
    expect((await claimed(engine, 'm', START)).inbound.message.body).toBe('<a>00123</a>')
  })

  it('a message of several hundred kilobytes comes back the same', async ({ engine, inbound, restart }) => {
    const body = Array.from({ length: 9000 }, (_, i) => `dòng ${i} với tiếng Việt có dấu`)
    await engine.accept(inbound({ message: { body, headers: {}, keys: {} } }))
    expect((await claimed(await restart(), 'm', START)).inbound.message.body).toEqual(body)
  })

  it('two hundred messages at once are all there, in the order in which they came', async ({ engine, inbound }) => {
    const inputs = Array.from({ length: 200 }, () => inbound())
    await Promise.all(inputs.map((input) => engine.accept(input)))
    const runs = await engine.claim('m', 500, START)
    expect(runs.map((run) => run.inbound.run)).toEqual(inputs.map((input) => input.run))
  })

  it('the same dedupe key gives the same run', async ({ engine, inbound }) => {
    const dedupe = { key: 'k-1', windowMs: 7 * DAY }
    const first = await engine.accept(inbound({ dedupe }))
    const second = await engine.accept(inbound({ dedupe }))
    expect(second).toEqual({ run: first.run, duplicate: true, status: 'accepted' })
    expect(await engine.claim('m', 10, START)).toHaveLength(1)
  })

  it('the same dedupe key with another fingerprint is a conflict and leaves the first message alone', async ({
    engine,
    inbound,
  }) => {
    const dedupe = { key: 'k-1', windowMs: DAY, fingerprint: 'a' }
    const first = await engine.accept(inbound({ dedupe }))
    const other = inbound({ dedupe: { ...dedupe, fingerprint: 'b' } })
    const conflict = { run: first.run, duplicate: true, conflict: true, status: 'accepted' }
    expect(await engine.accept(other)).toEqual(conflict)
    expect(await engine.accept(inbound({ dedupe }))).toEqual({ run: first.run, duplicate: true, status: 'accepted' })
    expect(await engine.accept(inbound({ dedupe: { key: 'k-1', windowMs: DAY } }))).not.toHaveProperty('conflict')
    expect(await engine.history.get(other.run)).toBeUndefined()
    expect(await engine.claim('m', 10, START)).toHaveLength(1)
  })

  it('a dedupe key of a trigger is another key at another trigger; one of the whole flow is the same at all', async ({
    engine,
    inbound,
  }) => {
    const at = (key: string, trigger?: string) =>
      engine.accept(inbound({ dedupe: { key, windowMs: DAY, ...(trigger === undefined ? {} : { trigger }) } }))
    const first = await at('k-1', 'nhan')
    const second = await at('k-1', 'huy')
    expect([first.duplicate, second.duplicate]).toEqual([false, false])
    expect([(await at('k-1', 'nhan')).run, (await at('k-1', 'huy')).run]).toEqual([first.run, second.run])
    const whole = await at('k-2')
    expect(await at('k-2', 'nhan')).toMatchObject({ run: whole.run, duplicate: true })
    expect(await at('k-2', 'huy')).toMatchObject({ run: whole.run, duplicate: true })
  })

  it('the same dedupe key of another flow is another message', async ({ engine, inbound }) => {
    const dedupe = { key: 'k-1', windowMs: DAY }
    await engine.accept(inbound({ dedupe }))
    expect((await engine.accept(inbound({ dedupe, flow: 'khac' }))).duplicate).toBe(false)
  })

  it('dedupe keys that differ only in unpaired surrogates are different', async ({ engine, inbound }) => {
    await engine.accept(inbound({ dedupe: { key: 'a\ud800', windowMs: DAY } }))
    expect((await engine.accept(inbound({ dedupe: { key: 'a\ud801', windowMs: DAY } }))).duplicate).toBe(false)
    expect((await engine.accept(inbound({ dedupe: { key: 'a\ud800', windowMs: DAY } }))).duplicate).toBe(true)
  })

  it('a dedupe key counts until the end of its window, then anew', async (world) => {
    const { engine, inbound } = world
    const dedupe = { key: 'k', windowMs: DAY }
    await engine.accept(inbound({ dedupe }))
    world.now = START + DAY - 1
    expect((await engine.accept(inbound({ dedupe }))).duplicate).toBe(true)
    world.now = START + DAY
    const later = await engine.accept(inbound({ dedupe }))
    expect(later.duplicate).toBe(false)
    world.now = START + DAY + 5
    expect(await engine.accept(inbound({ dedupe }))).toMatchObject({ run: later.run, duplicate: true })
  })

  it('messages with one dedupe key that come together by two engines become one run', async ({
    engine,
    another,
    inbound,
  }) => {
    const other = await another()
    const dedupe = { key: 'k', windowMs: DAY }
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? engine : other).accept(inbound({ dedupe }))),
    )
    expect(answers.filter((answer) => !answer.duplicate)).toHaveLength(1)
    expect(new Set(answers.map((answer) => answer.run)).size).toBe(1)
    expect((await engine.history.list({ limit: 50 })).runs).toHaveLength(1)
  })

  it('a duplicate of an ended run gets the stored reply', async ({ engine, begin, inbound }) => {
    const dedupe = { key: 'k', windowMs: DAY }
    const lease = await begin({ dedupe })
    await engine.commit(lease, [], { status: 'done', at: START, reply })
    expect(await engine.accept(inbound({ dedupe }))).toEqual({ run: lease.run, duplicate: true, status: 'done', reply })
  })

  it('a duplicate of a failed run learns that it failed', async ({ engine, begin, inbound }) => {
    const dedupe = { key: 'k', windowMs: DAY }
    const lease = await begin({ dedupe })
    await engine.commit(lease, [], { status: 'failed', at: START, error: failure, errorNode: 'gui' })
    expect(await engine.accept(inbound({ dedupe }))).toEqual({ run: lease.run, duplicate: true, status: 'failed' })
  })

  it('a large reply is given to a duplicate', async ({ engine, begin, inbound }) => {
    const dedupe = { key: 'k', windowMs: DAY }
    const large = { status: 200, headers: {}, body: 'ồ'.repeat(100_000) }
    await engine.commit(await begin({ dedupe }), [], { status: 'done', at: START, reply: large })
    expect((await engine.accept(inbound({ dedupe }))).reply).toEqual(large)
  })

  it('the reply of an earlier end is not given while the run is open again', async ({ engine, begin, inbound }) => {
    const dedupe = { key: 'k', windowMs: DAY }
    const lease = await begin({ dedupe })
    await engine.commit(lease, [], { status: 'failed', at: START, error: failure, errorNode: 'gui', reply })
    expect((await engine.accept(inbound({ dedupe }))).reply).toEqual(reply)
    await engine.resume(lease.run, { kind: 'resume', by: 'an', at: START })
    expect(await engine.accept(inbound({ dedupe }))).toEqual({ run: lease.run, duplicate: true, status: 'accepted' })
    await engine.commit((await claimed(engine, 'm', START)).lease, [], { status: 'done', at: START })
    expect(await engine.accept(inbound({ dedupe }))).toEqual({ run: lease.run, duplicate: true, status: 'done' })
  })

  it('accepting the same run id again changes nothing', async ({ engine, inbound }) => {
    const input = inbound()
    await engine.accept(input)
    expect(await engine.accept(input)).toEqual({ run: input.run, duplicate: true, status: 'accepted' })
    expect(await engine.claim('m', 10, START)).toHaveLength(1)
  })

  it('a run may be accepted and ended in one go', async ({ engine, inbound }) => {
    const input = inbound({ lease: 'm', message: { body: 1, headers: {}, keys: { maHoSo: 'H9' } } })
    const lease = { run: input.run, epoch: 1, until: START + LEASE_MS }
    const accepted = engine.accept(input)
    const entry = effect('gui')
    const committed = engine.commit(lease, [entry], { status: 'done', at: START + 9, reply })
    expect(await accepted).toEqual({ run: input.run, duplicate: false, status: 'running', lease })
    expect(await committed).toBe('committed')
    const stored = await engine.history.get(input.run)
    expect(stored?.row).toMatchObject({ status: 'done', endedAt: START + 9, keys: { maHoSo: 'H9' } })
    expect(stored?.journal).toEqual([entry])
    expect(stored?.reply).toEqual(reply)
    expect(await engine.claim('m', 10, START + LEASE_MS)).toEqual([])
    expect(await engine.commit(lease, [], { status: 'done', at: START })).toBe('stale')
  })

  it('a large message may be accepted and ended in one go', async ({ engine, inbound }) => {
    const input = inbound({ lease: 'm', message: { body: 'x'.repeat(200_000), headers: {}, keys: {} } })
    const accepted = engine.accept(input)
    const committed = engine.commit({ run: input.run, epoch: 1, until: 0 }, [], { status: 'done', at: START })
    expect((await accepted).duplicate).toBe(false)
    expect(await committed).toBe('committed')
  })

  it('ending a duplicate in one go with its acceptance leaves the first run alone', async ({ engine, inbound }) => {
    const dedupe = { key: 'k', windowMs: DAY }
    const first = await engine.accept(inbound({ dedupe }))
    const input = inbound({ dedupe, lease: 'm' })
    const accepted = engine.accept(input)
    const committed = engine.commit({ run: input.run, epoch: 1, until: 0 }, [], { status: 'done', at: START })
    expect(await accepted).toMatchObject({ run: first.run, duplicate: true })
    expect(await committed).toBe('stale')
    expect((await engine.history.get(first.run))?.row.status).toBe('accepted')
  })

  it('a message that JSON cannot hold is refused alone', async ({ engine, inbound }) => {
    const circular: { self?: unknown } = {}
    circular.self = circular
    const bad = inbound({ message: { body: circular, headers: {}, keys: {} } })
    const answers = await Promise.allSettled([engine.accept(inbound()), engine.accept(bad), engine.accept(inbound())])
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await engine.claim('m', 10, START)).toHaveLength(2)
  })

  it('what was acknowledged is there after a restart', async ({ engine, inbound, restart }) => {
    const inputs = Array.from({ length: 20 }, () => inbound())
    await Promise.all(inputs.map((input) => engine.accept(input)))
    expect(await (await restart()).claim('m', 50, START)).toHaveLength(20)
  })
}
