import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readPacket } from '#nodes/edxml/parse.ts'
import { createVxp, VXP_ACCESS } from '#nodes/simulators/index.ts'
import { type TestPoll, testPoll } from '#nodes/testing/poll-context.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import { definition } from './definition.ts'
import { poll } from './poll.ts'

const axis = createVxp()
let url = ''
beforeAll(async () => {
  url = (await axis.listen(0)).url
})
afterAll(() => axis.close())
beforeEach(() => axis.reset())

const settings = definition.settings.parse({ connection: 'vxp' })
const open = (): TestPoll => {
  const values = { baseUrl: url, systemId: VXP_ACCESS.systemId }
  return testPoll(realPartners([handle('vxp', values, { secretKey: VXP_ACCESS.secretKey }, 'vxp')]))
}
const statuses = (): readonly string[] => axis.documents().map((it) => it.status)

test('every waiting packet becomes one message and is then reported done', async () => {
  const context = open()
  expect(await poll.poll(settings, context)).toBe(3)
  expect(statuses()).toEqual(['done', 'done', 'done'])
  expect(context.accepted[0]).toMatchObject({
    keys: { docId: 'vxp-000001' },
    headers: { 'vxp-doc-id': 'vxp-000001', 'vxp-from': 'G22', 'vxp-to': '000.00.00.H22', 'vxp-message-type': 'edoc' },
  })
  const kinds = context.accepted.map((it) => readPacket(String(it.body), 1_000_000).kind)
  expect(kinds).toEqual(['document', 'document', 'recall'])
  expect(await poll.poll(settings, context)).toBe(0)
})

test('a packet that is listed again because reporting failed is reported, not run twice', async () => {
  const context = open()
  axis.faults.set({ errorRate5xx: 1, only: ['updateStatus'] })
  await expect(poll.poll(settings, context)).rejects.toMatchObject({ data: { code: 'http.server-error' } })
  expect(context.accepted).toHaveLength(3)
  expect(statuses()).toEqual(['initial', 'initial', 'initial'])
  axis.faults.clear()
  expect(await poll.poll(settings, context)).toBe(0)
  expect(context.accepted).toHaveLength(3)
  expect(statuses()).toEqual(['done', 'done', 'done'])
})

test('what could not be stored is not reported and comes again', async () => {
  const context = open()
  context.refuseNext(retryable('connect.unreachable', { host: 'kho', reason: 'đầy' }))
  expect(await poll.poll(settings, context)).toBe(2)
  expect(statuses()).toEqual(['initial', 'done', 'done'])
  expect(await poll.poll(settings, context)).toBe(1)
  expect(context.accepted).toHaveLength(3)
})

test('a packet that the axis will not hand over is reported failed, and the others go on', async () => {
  axis.deliver('')
  const context = open()
  expect(await poll.poll(settings, context)).toBe(3)
  expect(statuses()).toEqual(['done', 'done', 'done', 'fail'])
  expect(await poll.poll(settings, context)).toBe(0)
})

test('only packets of the chosen kind are taken, no more than a batch at a time', async () => {
  axis.deliver('<edXML/>', 'status')
  const context = open()
  expect(await poll.poll({ ...settings, messageType: 'status' }, context)).toBe(1)
  expect(context.accepted[0]).toMatchObject({ body: '<edXML/>', headers: { 'vxp-message-type': 'status' } })
  expect(await poll.poll({ ...settings, batch: 2 }, context)).toBe(2)
})
