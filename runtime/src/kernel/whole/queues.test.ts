import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { type RabbitQueue, rabbitQueue } from '#nodes/queues/amqp/amqp.fixture.ts'
import { brokerPlaces, type CutProxy, cutProxy, withBroker } from '#nodes/testing/brokers.ts'
import { installedRegistry } from '../installed.ts'
import { projectFolder } from '../testing/serve.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const onRabbit = await withBroker('amqp')
const soon = { timeout: 40_000 }
let it: TestKernel
let proxy: CutProxy
let queue: RabbitQueue
let out: RabbitQueue
/** A flow of its own for each test: a run that an earlier one left in doubt would hold up its partition. */
let flowId: string
let flows = 0

beforeAll(async () => {
  it = await startTestKernel({
    registry: installedRegistry(projectFolder),
    workerEntry: join(projectFolder, 'runtime', 'src', 'worker', 'main.ts'),
  })
})
afterAll(() => it.close())
beforeEach(async () => {
  flowId = `nhan-tin-${++flows}`
  proxy = await cutProxy(brokerPlaces.amqp)
  queue = await rabbitQueue()
  out = await rabbitQueue()
  const connection = (port: number) => ({
    kind: 'queue',
    title: 'Hàng đợi tỉnh',
    values: { protocol: 'amqp', host: '127.0.0.1', port, user: 'guest' },
    secrets: { password: 'guest' },
  })
  await it.call('PUT', '/connections/hang-doi', connection(proxy.port))
  // What goes out takes a way that is never cut.
  await it.call('PUT', '/connections/hang-doi-ra', connection(brokerPlaces.amqp.port))
})
afterEach(async () => {
  await it.call('DELETE', `/flows/${flowId}`)
  await queue.close()
  await out.close()
  await proxy.close()
})

async function publish(settings: object = {}): Promise<void> {
  const flow = {
    format: 1,
    id: flowId,
    title: 'Nhận tin từ hàng đợi',
    nodes: {
      nhan: {
        use: 'queue-in@1',
        settings: { connection: 'hang-doi', queue: queue.name, ...settings },
        to: { out: ['gui'] },
      },
      gui: { use: 'queue-out@1', settings: { connection: 'hang-doi-ra', to: out.name } },
    },
    settings: { keys: { so: 'so' }, partition: 'so' },
  }
  const saved = await it.call('PUT', `/flows/${flowId}`, { flow })
  expect(saved.body.problems.filter((problem: { severity: string }) => problem.severity === 'error')).toEqual([])
  expect((await it.call('POST', `/flows/${flowId}/publish`, { note: 'x' })).status).toBe(200)
}

const listeners = async (): Promise<{ state: string; since: string; error?: { code: string } }[]> =>
  (await it.call('GET', `/flows/${flowId}/listeners`)).body.listeners
const states = async (): Promise<string[]> => (await listeners()).map(({ state }) => state)
const workerPids = (): number[] => [...it.lines.join('\n').matchAll(/"pid":(\d+)/g)].map(([, pid]) => Number(pid))

async function numbersOut(): Promise<number[]> {
  const numbers: number[] = []
  for (let got = await out.next(); got; got = await out.next()) numbers.push(JSON.parse(String(got.bytes)).so)
  return numbers
}

onRabbit('a worker that is killed between storing and acknowledging loses nothing and runs nothing twice', async () => {
  await publish()
  await expect.poll(states, soon).toEqual(['listening'])
  // What the worker says does not reach the broker any more: it stores, and its acknowledgements are lost with it.
  proxy.muffle('us')
  for (let so = 0; so < 50; so++) await queue.put({ so }, so % 2 === 0 ? { messageId: `m-${so}` } : {})
  await expect.poll(() => out.waiting(), soon).toBe(50)
  expect(await queue.waiting()).toBe(0)
  process.kill(workerPids().at(-1) ?? 0, 'SIGKILL')
  proxy.cut()
  await expect.poll(states, soon).toEqual(['listening'])
  await queue.put({ so: 50 }, { messageId: 'm-50' })
  await expect.poll(() => out.waiting(), soon).toBe(51)
  // RabbitMQ has been told of all of them when it has none to deliver again.
  proxy.cut()
  await expect.poll(states, soon).toEqual(['listening'])
  expect((await numbersOut()).sort((a, b) => a - b)).toEqual(Array.from({ length: 51 }, (_, so) => so))
  expect((await it.call('GET', `/runs?flow=${flowId}`)).body.runs).toHaveLength(50)
})

onRabbit('a broker that goes away is told, and listened to again when it is back', async () => {
  await publish()
  await expect.poll(states, soon).toEqual(['listening'])
  await proxy.shut()
  await expect.poll(states, soon).toEqual(['lost'])
  expect(await listeners()).toMatchObject([{ node: 'nhan', state: 'lost', error: { code: 'connect.cut' } }])
  await queue.put({ so: 1 })
  await proxy.open()
  await expect.poll(states, soon).toEqual(['listening'])
  await expect.poll(() => out.waiting(), soon).toBe(1)
})

onRabbit('a paused flow does not listen, and messages stay in the queue until it is resumed', async () => {
  await publish()
  await expect.poll(states, soon).toEqual(['listening'])
  expect((await it.call('POST', `/flows/${flowId}/pause`, { reason: 'bảo trì' })).status).toBeLessThan(300)
  await expect.poll(states, soon).toEqual([])
  await queue.put({ so: 1 })
  expect(await queue.waiting()).toBe(1)
  await it.call('POST', `/flows/${flowId}/resume`)
  await expect.poll(() => out.waiting(), soon).toBe(1)
})

onRabbit('a body that cannot be read stands in the error inbox, is corrected there and goes on', async () => {
  await publish()
  await queue.put('{"so": 7', { messageId: 'hong' })
  const failed = async () => (await it.call('GET', `/runs?status=failed&flow=${flowId}`)).body.runs
  await expect.poll(failed, soon).toHaveLength(1)
  const [{ id }] = await failed()
  const { body: run } = await it.call('GET', `/runs/${id}`)
  expect(run.steps).toMatchObject([{ node: 'nhan', status: 'failed', error: { code: 'json.malformed' } }])
  const again = await it.call('POST', `/runs/${id}/resubmit`, { reason: 'sửa JSON', message: { body: '{"so": 7}' } })
  expect(again.status).toBeLessThan(300)
  await expect.poll(() => out.waiting(), soon).toBe(1)
  expect(await numbersOut()).toEqual([7])
})
