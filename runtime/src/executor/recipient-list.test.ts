import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nodeDefinitions } from '#nodes/index.ts'
import { nodeRuns } from '#nodes/runs.ts'
import { loaded } from '#nodes/testing/loaded.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { parseFlow } from '#shared/flow/parse.ts'
import { validateFlow } from '#shared/flow/validate.ts'
import { testRun } from './cases/test-run.ts'
import { noTools } from './testing/walk-through.ts'
import { effect, flow, world } from './testing/world.ts'

const recipients = (ids: readonly string[], to: Readonly<Record<string, readonly string[]>>) => ({
  use: 'recipient-list@1',
  settings: { branches: ids.map((id) => ({ id, when: `"${id}" in noi` })) },
  to,
})
const three = (use = 'gui'): Flow =>
  flow({
    nhan: recipients(['a', 'b', 'c'], { a: ['a'], b: ['b'], c: ['c'], otherwise: ['khong'] }),
    a: effect(use, 'a'),
    b: effect(use, 'b'),
    c: effect(use, 'c'),
    khong: effect(use, 'khong'),
  })
const names = (it: ReturnType<typeof world>) => it.outside.calls.map(({ name }) => name).sort()
const resume = { kind: 'resume', by: 'thu', at: 1 } as const

describe('a recipient list', () => {
  test('sends to each branch that holds once, with a path of its own, and a replay of the journal sends nothing', async () => {
    const it = world([three()])
    const { run } = it.send({ noi: ['c', 'a'], ma: '007' })
    await it.until(run, 'done')
    expect(names(it)).toEqual(['a', 'c'])
    expect(new Set(it.outside.calls.map(({ key }) => key)).size).toBe(2)
    const steps = (await it.trace(run))?.steps
    expect(steps?.map(({ path, status }) => [path, status]).sort()).toEqual([
      ['a', 'done'],
      ['c[~nhan.1]', 'done'],
      ['nhan', 'done'],
      ['vao', 'done'],
    ])
    expect(steps?.find(({ node }) => node === 'c')?.input).toMatchObject({
      body: { noi: ['c', 'a'], ma: '007' },
      headers: { recipient: 'c', 'recipient-count': '2' },
    })
    expect(it.outside.calls).toHaveLength(2)
  })

  test('sends out of otherwise when no branch holds', async () => {
    const it = world([three()])
    const { run } = it.send({ noi: ['khac'] })
    await it.until(run, 'done')
    expect(names(it)).toEqual(['khong'])
  })

  test('whose branch fails lets the others come to their end, and a retry goes to that branch alone', async () => {
    const it = world([three()])
    it.outside.script.set('b', [() => permanent('http.rejected', { host: 'h', status: 400 })])
    const { run } = it.send({ noi: ['a', 'b', 'c'] })
    await it.until(run, 'failed')
    expect(names(it)).toEqual(['a', 'b', 'c'])
    await it.engine.resume(run, resume)
    it.executor.wake()
    await it.until(run, 'done')
    expect(names(it)).toEqual(['a', 'b', 'b', 'c'])
  })

  test('cut off by the death of its worker sends to nobody twice who had it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lt-recipients-'))
    const flows = [three('hoi')]
    const first = world(flows, folder)
    first.outside.script.set('b', [() => new Promise(() => undefined)])
    const { run } = first.send({ noi: ['a', 'b', 'c'] })
    const answered = async () =>
      (await first.engine.history.get(run))?.journal.filter(({ kind }) => kind === 'effect').length
    await expect.poll(() => names(first)).toEqual(['a', 'b', 'c'])
    await expect.poll(answered).toBe(2)
    const second = world(flows, folder)
    await second.engine.bury(first.member)
    second.executor.wake()
    await second.until(run, 'done')
    expect(names(second)).toEqual(['b'])
  })

  test('whose condition cannot be computed fails before anybody has anything', async () => {
    const branches = [
      { id: 'a', when: 'true' },
      { id: 'b', when: '$number(noi) > 1' },
    ]
    const nhan = { use: 'recipient-list@1', settings: { branches }, to: { a: ['a'], b: ['b'] } }
    const it = world([flow({ nhan, a: effect('gui', 'a'), b: effect('gui', 'b') })])
    const { run } = it.send({ noi: 'không phải số' })
    await it.until(run, 'failed')
    expect(it.outside.calls).toEqual([])
  })
})

describe('scatter-gather, of a splitter, a recipient list and an aggregator', () => {
  const ids = Array.from({ length: 12 }, (_, i) => `n${i}`)
  const gathering = (branches: readonly string[], nodes: Flow['nodes'] = {}): Flow =>
    flow({
      mo: { use: 'splitter@1', settings: { single: true }, to: { out: ['nhan'] } },
      nhan: recipients(branches, Object.fromEntries(branches.map((id) => [id, [id]]))),
      ...Object.fromEntries(branches.map((id) => [id, effect('hoi', id, ['gop'])])),
      ...nodes,
      gop: { use: 'aggregator@1', to: { out: ['tra'] } },
      tra: { use: 'http-reply@1' },
    })

  test('gathers every answer once, in the order of the table, whoever answers first', async () => {
    const it = world([gathering(ids)])
    for (const id of ids)
      it.outside.script.set(id, [() => (id === 'n0' ? new Promise((done) => setTimeout(done, 60, id)) : id)])
    const { run, answered } = it.send({ noi: ids })
    expect((await answered).reply?.body).toEqual(ids)
    await it.until(run, 'done')
    expect(it.outside.calls).toHaveLength(12)
  })

  test('gathers what answered in time: who did not answer and who was too late leave through ways of their own', async () => {
    const it = world([
      gathering(['a', 'b', 'c'], {
        b: effect('hoi', 'b', ['gop'], { retry: 'khong', then: 'loi' }),
        c: {
          use: 'wait-for-callback@1',
          settings: { topic: 'tra-loi', key: '"k1"', timeout: 'PT1S' },
          to: { out: ['gop'], timeout: ['muon'] },
        },
        loi: effect('hoi', 'loi', ['gop']),
        muon: effect('hoi', 'muon', ['gop']),
      }),
    ])
    it.outside.script.set('a', [() => 'đã trả lời'])
    it.outside.script.set('b', [() => retryable('connect.timeout', { host: 'h', seconds: 1 })])
    it.outside.script.set('loi', [() => 'không trả lời'])
    it.outside.script.set('muon', [() => 'quá hạn'])
    const { run, answered } = it.send({ noi: ['a', 'b', 'c'] })
    await it.until(run, 'waiting')
    expect(names(it)).toEqual(['a', 'b', 'loi'])
    expect((await answered).reply?.body).toEqual(['đã trả lời', 'không trả lời', 'quá hạn'])
    await it.until(run, 'done')
    expect(names(it)).toEqual(['a', 'b', 'loi', 'muon'])
  })

  test('as the help of the node draws it has no problems, and says who answered what and who did not', async () => {
    const readme = readFileSync(new URL('../../../nodes/recipient-list/README.md', import.meta.url), 'utf8')
    const parsed = parseFlow(/^```json flow\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? '')
    if (!parsed.flow) throw new Error(JSON.stringify(parsed.problems))
    const definitions = new Map(nodeDefinitions.map((it) => [it.type, it]))
    expect(validateFlow(parsed.flow, { definitions })).toEqual([])
    const stubs = {
      'hoi-thue': { body: { soTien: 150000 } },
      'hoi-tu-phap': { body: 'không được hỏi' },
      'hoi-dat-dai': { error: 'connect.timeout' },
    }
    const library = { definitions, runs: await loaded(nodeRuns) }
    const parts = { library, tools: noTools, clock: () => 1000, newRunId: () => 'R' }
    const input = { body: { MaHoSo: '000123', NghiaVuTaiChinh: true }, headers: {} }
    const { status, steps } = await testRun(parsed.flow, { input, stubs }, parts)
    expect(status).toBe('done')
    expect(steps.find(({ node }) => node === 'tra-ve')?.input).toMatchObject({
      body: [
        { noi: 'thue', traLoi: { soTien: 150000 } },
        { noi: 'dat-dai', loi: 'connect.timeout' },
      ],
      headers: { 'parts-count': '2', 'parts-missing': '0' },
    })
  })
})
