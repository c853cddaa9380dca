import { expect, test } from 'vitest'
import { type ErrorData, errorData, retryable } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import type { Passage, Tools } from '../run-env.ts'
import { noTools } from '../testing/walk-through.ts'
import { flow, world } from '../testing/world.ts'

/** A gate that answers as told, then lets everybody through; it keeps who asked and how each call went. */
function gate(...answers: readonly Passage[]) {
  const asked: string[] = []
  const left: (ErrorData | 'cut' | undefined)[] = []
  const rest = [...answers]
  const enter: Tools['enter'] = (connection) => {
    asked.push(connection)
    return rest.shift() ?? { go: true, leave: (error) => void left.push(error) }
  }
  return { asked, left, tools: { ...noTools, enter } }
}

const closed = (): Passage => {
  const error = errorData('connect.circuit-open', { connection: 'doi-tac' }, { connection: 'doi-tac' })
  return { go: false, until: Date.now() - 20_000, error }
}

const calling = (use: string, retry: string): Flow =>
  flow({
    a: {
      use: `${use}@1`,
      settings: { name: 'a', connection: 'doi-tac' },
      onError: { retry },
      to: { out: ['tra'] },
    },
    tra: { use: 'http-reply@1' },
  })

test('a call that may not go now sleeps without a trace in the journal, and goes later as its first try', async () => {
  const it = gate(closed())
  const system = world([calling('gui', 'mau')], undefined, it.tools)
  const { run } = system.send(1)
  await system.until(run, 'retrying')
  expect(system.outside.calls).toEqual([])
  const before = await system.engine.history.get(run)
  expect([before?.row.error?.code, before?.journal]).toEqual(['connect.circuit-open', []])
  await system.engine.hasten({ code: 'connect.circuit-open', connection: 'doi-tac' }, Date.now(), 1)
  system.executor.wake()
  await system.until(run, 'done')
  expect(it.asked).toEqual(['doi-tac', 'doi-tac'])
  expect(it.left).toEqual([undefined])
  expect((await system.trace(run))?.steps[1]?.attempts).toBe(1)
})

test('a node that is never tried again takes its way out at once instead of waiting', async () => {
  const system = world([calling('hoi', 'khong')], undefined, gate(closed()).tools)
  const { run } = system.send(1)
  await system.until(run, 'failed')
  expect((await system.engine.history.get(run))?.row.error?.code).toBe('connect.circuit-open')
  expect(system.outside.calls).toEqual([])
})

test('the gate is told how each call went', async () => {
  const it = gate()
  const system = world([calling('hoi', 'mau')], undefined, it.tools)
  system.outside.script.set('a', [() => retryable('connect.unreachable', { host: 'h', reason: 'r' })])
  await system.send(1).answered
  expect(it.left.map((error) => (typeof error === 'object' ? error.code : error))).toEqual([
    'connect.unreachable',
    undefined,
  ])
})

test('a doubt outlives a closed gate, also where no try is left: the partner is asked later, and nothing is sent twice', async () => {
  const it = gate(closed())
  const system = world([calling('gui-hoi', 'khong')], undefined, it.tools)
  system.outside.probe = () => 'done'
  const at = Date.now()
  const { run, lease } = await system.engine.accept({
    run: 'R',
    unit: 'mac-dinh',
    flow: 'thu',
    version: 'v-thu',
    trigger: 'vao',
    message: { body: 1, headers: {}, keys: {} },
    at,
    lease: 'dead',
  })
  if (!lease) throw new Error('no lease')
  // Its worker died in the call, which is long ago.
  await system.engine.intend(lease, { kind: 'intent', path: 'a', node: 'a', attempt: 1, at })
  const error = errorData('run.in-doubt', { host: 'doi-tac' })
  const cut = { kind: 'failed', path: 'a', node: 'a', attempt: 1, startedAt: at, endedAt: at - 20_000, error } as const
  await system.engine.commit(lease, [{ ...cut, retryAt: at, doubt: true }], { status: 'retrying', wakeAt: at, error })
  await expect.poll(() => it.asked.length).toBe(1)
  await system.until(run, 'retrying')
  const asleep = await system.engine.history.get(run)
  expect([asleep?.row.error?.code, asleep?.journal.length]).toEqual(['connect.circuit-open', 2])
  await system.engine.hasten({ code: 'connect.circuit-open', connection: 'doi-tac' }, Date.now(), 1)
  system.executor.wake()
  await system.until(run, 'done')
  expect(system.outside.calls).toEqual([])
  expect([it.asked, it.left]).toEqual([['doi-tac', 'doi-tac'], [undefined]])
})
