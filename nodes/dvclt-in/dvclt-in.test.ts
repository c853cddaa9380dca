import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LinkedPartner, startLinkedPartner } from '#nodes/testing/dvclt-partner.ts'
import { type TestPoll, testPoll } from '#nodes/testing/poll-context.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import { definition } from './definition.ts'
import { poll } from './poll.ts'

let it: LinkedPartner
beforeEach(async () => {
  it = await startLinkedPartner()
})
afterEach(() => it.linked.close())

const settings = definition.settings.parse({ connection: 'lt' })
const open = (): TestPoll => testPoll(it.partners)
const received = (): readonly boolean[] => it.linked.dossiers().map((one) => one.received)

test('every new dossier becomes one message and is then reported received', async () => {
  const context = open()
  expect(await poll.poll(settings, context)).toBe(2)
  expect(received()).toEqual([true, true])
  expect(context.accepted[0]).toMatchObject({
    keys: { maHoSo: '000.00.00.H22-260105-00001', dvcltId: '1' },
    headers: { 'dvclt-id': '1', 'dvclt-module': 'KS' },
    body: { id: '1', maDonVi: expect.stringMatching(/^\d{5}$/), data: { hoTich: { nksHoTen: expect.any(String) } } },
  })
  expect(await poll.poll(settings, context)).toBe(0)
})

test('a dossier that is listed again because reporting failed is reported, not run twice', async () => {
  const context = open()
  it.linked.faults.set({ timeoutRate: 0, errorRate5xx: 1, only: ['danhDauDaNhan'] })
  await expect(poll.poll(settings, context)).rejects.toMatchObject({ data: { class: 'transient' } })
  expect([context.accepted.length, received()]).toEqual([2, [false, false]])
  it.linked.faults.clear()
  expect(await poll.poll(settings, context)).toBe(0)
  expect([context.accepted.length, received()]).toEqual([2, [true, true]])
})

test('what could not be stored is not reported and comes again', async () => {
  const context = open()
  context.refuseNext(retryable('connect.unreachable', { host: 'kho', reason: 'đầy' }))
  expect(await poll.poll(settings, context)).toBe(1)
  expect(received()).toEqual([false, true])
  expect(await poll.poll(settings, context)).toBe(1)
  expect(context.accepted).toHaveLength(2)
})

test('one dossier that cannot be got leaves the others alone and is taken at the next look', async () => {
  const context = open()
  it.linked.faults.set({ halfResponseRate: { value: 1, times: 1 }, only: ['layHoSo'] })
  expect(await poll.poll(settings, context)).toBe(1)
  expect(received()).toEqual([false, true])
  expect(await poll.poll(settings, context)).toBe(1)
})

test('only dossiers of the chosen kind are taken, no more than a batch at a time', async () => {
  for (let n = 0; n < 3; n++) it.linked.handIn('KT')
  const context = open()
  expect(await poll.poll({ ...settings, module: 'KT', batch: 3 }, context)).toBe(3)
  expect(context.accepted.map(({ headers }) => headers['dvclt-module'])).toEqual(['KT', 'KT', 'KT'])
  expect(received()).toEqual([false, true, true, true, false])
})

test('an old dossier with a district code of three digits and unreadable data comes in as it is, so that nobody loses it', async () => {
  const context = open()
  const one = it.linked.dossiers()[0]
  if (!one) throw new Error('no sample')
  Object.assign(one.fields, { maDonVi: '024', data: '{hỏng' })
  await poll.poll({ ...settings, module: 'KS' }, context)
  expect(context.accepted[0]?.body).toMatchObject({ maDonVi: '024', data: '{hỏng' })
})
