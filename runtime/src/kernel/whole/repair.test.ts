import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { installedRegistry } from '../installed.ts'
import { projectFolder } from '../testing/serve.ts'
import { startTestKernel, type TestKernel } from '../testing/test-kernel.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** The partner: what it heard, and whether it cuts the line instead of answering. */
const heard: unknown[] = []
let cutting = false
const partner = createServer((request, response) => {
  let text = ''
  request.on('data', (data) => {
    text += String(data)
  })
  request.on('end', () => {
    heard.push(JSON.parse(text))
    if (cutting) request.socket.destroy()
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"nhan":true}')
  })
})

let it: TestKernel
beforeAll(async () => {
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve))
  it = await startTestKernel({
    registry: installedRegistry(projectFolder),
    workerEntry: join(projectFolder, 'runtime', 'src', 'worker', 'main.ts'),
  })
  const baseUrl = `http://127.0.0.1:${(partner.address() as AddressInfo).port}`
  await it.call('PUT', '/connections/doi-tac', { kind: 'http', title: 'Đối tác', values: { baseUrl, auth: 'none' } })
  const nodes = {
    nhan: { use: 'http-in@1', settings: { path: '/gui', answer: 'stored' }, to: { out: ['gui'] } },
    gui: {
      use: 'http-request@1',
      title: 'Gửi hồ sơ',
      settings: { connection: 'doi-tac', method: 'POST', path: '/nhan' },
      onError: { retry: 'khong' },
    },
  }
  const flow = { format: 1, id: 'gui', title: 'Gửi', nodes, settings: { keys: { maHoSo: 'ma' } } }
  expect((await it.call('PUT', '/flows/gui', { flow })).status).toBe(200)
  expect((await it.call('POST', '/flows/gui/publish', { note: 'Bản đầu' })).status).toBe(200)
})
afterAll(async () => {
  await it.close()
  partner.closeAllConnections()
  await new Promise((resolve) => partner.close(resolve))
})

const status = async (run: string): Promise<string> => (await it.call('GET', `/runs/${run}`)).body.status

/** Sends a message and waits until its run stands still as wanted. */
async function send(ma: string, wanted: string): Promise<string> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ma }) }
  const answer = await fetch(`${it.kernel.gatewayAddress}/gui`, init)
  expect(answer.status).toBe(202)
  const { run } = (await answer.json()) as { run: string }
  await expect.poll(() => status(run), { timeout: 15_000 }).toBe(wanted)
  return run
}

const audit = async (): Promise<{ action: string; target: string; details: Record<string, unknown> }[]> =>
  (await it.call('GET', '/audit?limit=100')).body.entries

test.each([
  ['sent', 1, 'done'],
  ['resend', 2, 'done'],
  ['drop', 1, 'dropped'],
] as const)(
  'a person decides "%s" about a step in doubt, with a reason that is on record',
  async (decision, calls, step) => {
    cutting = true
    heard.length = 0
    const run = await send(`H-${decision}`, 'in-doubt')
    cutting = false
    const ask = { path: 'gui', decision, reason: 'Đã gọi điện hỏi đối tác' }
    expect((await it.call('POST', `/runs/${run}/resolve`, { ...ask, reason: '' })).status).toBe(400)
    const viewer = await it.person(`xem-${decision}`, 'viewer')
    expect((await it.call('POST', `/runs/${run}/resolve`, ask, viewer)).status).toBe(403)
    expect((await it.call('POST', `/runs/${run}/resolve`, ask)).status).toBe(204)
    await expect.poll(() => status(run), { timeout: 15_000 }).toBe('done')
    const { body } = await it.call('GET', `/runs/${run}`)
    expect(body.steps[1]).toMatchObject({ node: 'gui', status: step })
    expect(heard).toHaveLength(calls)
    expect(await audit()).toContainEqual(
      expect.objectContaining({ action: 'resolveRun', target: run, details: expect.objectContaining(ask) }),
    )
  },
)

test('an edited message is submitted again as a new run; both runs name each other and the trail names the person', async () => {
  heard.length = 0
  const run = await send('H-sai', 'done')
  const body = { reason: 'Sai mã hồ sơ', message: { body: { ma: 'H-dung' } } }
  const operator = await it.person('van-hanh', 'operator')
  const viewer = await it.person('nguoi-xem', 'viewer')
  expect((await it.call('POST', `/runs/${run}/resubmit`, body, viewer)).status).toBe(403)
  expect((await it.call('POST', `/runs/${run}/resubmit`, { message: body.message }, operator)).status).toBe(400)
  const answer = await it.call('POST', `/runs/${run}/resubmit`, body, operator)
  expect(answer.status).toBe(200)
  const copy: string = answer.body.run
  await expect.poll(() => status(copy), { timeout: 15_000 }).toBe('done')
  expect(heard).toEqual([{ ma: 'H-sai' }, { ma: 'H-dung' }])
  expect((await it.call('GET', `/runs/${copy}`)).body).toMatchObject({ origin: run, keys: { maHoSo: 'H-dung' } })
  const original = (await it.call('GET', `/runs/${run}`)).body
  expect(original).toMatchObject({ keys: { maHoSo: 'H-sai' }, copies: [{ id: copy, status: 'done' }] })
  expect(original.steps[0].input.body).toEqual({ ma: 'H-sai' })
  const trail = await audit()
  expect(trail).toContainEqual(
    expect.objectContaining({
      action: 'resubmitRun',
      target: run,
      actor: 'van-hanh',
      details: { reason: body.reason },
    }),
  )
  expect(trail).toContainEqual(
    expect.objectContaining({ action: 'resubmitRun.done', target: copy, details: { from: run, edited: true } }),
  )
})

test('any step of a run can be done again, also of one that went well; a step that it never had is refused', async () => {
  heard.length = 0
  const run = await send('H-lai', 'done')
  const refused = await it.call('POST', `/runs/${run}/retry`, {})
  expect([refused.status, refused.body.code]).toEqual([409, 'api.wrong-state'])
  const unknown = await it.call('POST', `/runs/${run}/retry`, { from: 'khong-co' })
  expect([unknown.status, unknown.body.code]).toEqual([400, 'api.invalid'])
  expect((await it.call('POST', `/runs/${run}/retry`, { from: 'gui', reason: 'Đối tác làm mất' })).status).toBe(204)
  await expect.poll(() => heard.length, { timeout: 15_000 }).toBe(2)
  await expect.poll(() => status(run), { timeout: 15_000 }).toBe('done')
  const { steps } = (await it.call('GET', `/runs/${run}`)).body
  expect(steps.map((step: { node: string; attempts: number }) => [step.node, step.attempts])).toEqual([
    ['nhan', 1],
    ['gui', 2],
  ])
})
