import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectionTests } from '#nodes/connections/tests.ts'
import { createVxp, VXP_ACCESS } from '#nodes/simulators/index.ts'
import { handle, httpTool, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { effectsOf } from '#shared/node/define.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const axis = createVxp()
let url = ''
beforeAll(async () => {
  url = (await axis.listen(0)).url
})
afterAll(() => axis.close())
beforeEach(() => axis.reset())

const connection = (secretKey: string = VXP_ACCESS.secretKey) =>
  handle('vxp', { baseUrl: url, systemId: VXP_ACCESS.systemId }, { secretKey }, 'vxp')
const partners = (secretKey?: string): RealPartners => realPartners([connection(secretKey)])
const node = (settings: object, by = partners()) =>
  testNode({ definition, run }, { connection: 'vxp', ...settings }, by)
const bodyOf = async (settings: object, body: unknown = {}): Promise<unknown> => {
  const left = await node(settings).send(body)
  return left.kind === 'emit' && left.port === 'out' ? left.message.body : left
}
const sending = { operation: 'sendEdoc', from: '000.00.00.H22', to: 'G22' }

test('a packet is taken with its hash, and listed among those sent', async () => {
  const packet = '<edXML><x>Đơn vị &amp; "thử"</x></edXML>'
  expect(await bodyOf(sending, packet)).toMatchObject({ status: 'OK', ErrorCode: '0', data: [{ docId: 'vxp-000004' }] })
  expect(axis.documents().at(-1)).toMatchObject({ packet, from: '000.00.00.H22', to: 'G22', messageType: 'edoc' })
  expect(await bodyOf({ operation: 'getSentEdocList' })).toMatchObject({ data: [{ docId: 'vxp-000004' }] })
})

test('packets are listed, counted, got and reported', async () => {
  expect(await bodyOf({ operation: 'countReceiveEdoc' })).toMatchObject({ data: 3 })
  const two = { operation: 'getReceivedEdocList', parameters: [{ name: 'pageSize', value: '2' }] }
  expect(await bodyOf(two)).toMatchObject({ data: [{ docId: 'vxp-000001' }, { docId: 'vxp-000002' }] })
  const got = await bodyOf({ operation: 'getEdoc', docId: { field: 'ma' } }, { ma: 'vxp-000002' })
  expect(got).toMatch(/^ï»¿ <\?xml/)
  await bodyOf({ operation: 'updateStatus', docId: 'vxp-000002', status: 'fail' })
  expect(axis.documents()[1]?.status).toBe('fail')
  expect(await bodyOf({ operation: 'countReceiveEdoc' })).toMatchObject({ data: 2 })
})

test('agencies are listed, registered and removed', async () => {
  const named = { parameters: [{ name: 'id', value: 'H56.14' }] }
  await bodyOf({ operation: 'registerAgency', ...named })
  const list = { data: expect.arrayContaining([expect.objectContaining({ id: 'H56.14' })]) }
  expect(await bodyOf({ operation: 'getAgenciesList' })).toMatchObject(list)
  await bodyOf({ operation: 'deleteAgency', ...named })
  expect(await bodyOf({ operation: 'getAgenciesListQD20' })).not.toMatchObject(list)
})

test('what the axis refuses is an error with its words', async () => {
  expect(
    await node({ ...sending, to: 'Z99' })
      .send('<edXML/>')
      .catch(toErrorData),
  ).toMatchObject({
    code: 'vxp.rejected',
    side: 'partner',
    message: { vi: expect.stringContaining('Không có cơ quan nhận') },
  })
  expect(await node({ operation: 'getEdoc', docId: 'khong-co' }).send({}).catch(toErrorData)).toMatchObject({
    code: 'vxp.rejected',
  })
})

test('a wrong secret is refused and does not show', async () => {
  const error = await node({ operation: 'getAgenciesList' }, partners('khoa-sai-hoan-toan')).send({}).catch(toErrorData)
  expect(error).toMatchObject({ code: 'http.auth' })
  expect(JSON.stringify(error)).not.toContain('khoa-sai-hoan-toan')
})

test('a page of HTML with status 200 is no packet, and a cut connection is transient', async () => {
  axis.faults.set({ htmlErrorRate: { value: 1, times: 1 } })
  const get = node({ operation: 'getEdoc', docId: 'vxp-000001' })
  expect(await get.send({}).catch(toErrorData)).toMatchObject({ code: 'http.bad-answer' })
  axis.faults.set({ dropAfterRate: { value: 1, times: 1 } })
  expect(await get.send({}).catch(toErrorData)).toMatchObject({ class: 'transient' })
})

test('sending needs a packet and both agencies, and only sending may not be repeated', async () => {
  expect(await node(sending).send({ a: 1 }).catch(toErrorData)).toMatchObject({ code: 'message.wrong-shape' })
  expect(
    await node({ ...sending, to: { field: 'x' } })
      .send({ x: ' ' })
      .catch(toErrorData),
  ).toMatchObject({
    code: 'mapping.missing',
  })
  const issues = definition.settings.safeParse({ connection: 'vxp' }).error?.issues.map((it) => it.path[0])
  expect(issues).toEqual(['from', 'to'])
  const effects = (operation: string) => effectsOf(definition, { operation })
  expect([effects('sendEdoc'), effects('updateStatus'), effects('getEdoc')]).toEqual([
    'once',
    'idempotent',
    'idempotent',
  ])
})

test('the connection is tested from address to sample call', async () => {
  const signal = new AbortController().signal
  const http = httpTool(signal)
  const checks = async (it: ReturnType<typeof connection>) =>
    (await connectionTests.vxp?.test(it, { signal, http: (request) => http(it, request) }))?.map(({ ok }) => ok)
  expect(await checks(connection())).toEqual([true, true, true])
  expect(await checks(connection('khoa-sai-hoan-toan'))).toEqual([true, false])
})
