import { expect, test } from 'vitest'
import { COMMON_XSD, citizenWsdl, rpcWsdl } from '#nodes/soap/services.fixture.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { messageOf } from '#shared/message/message.ts'
import { testNode } from '#shared/node/testing.ts'
import { bundleWsdl } from '#shared/schema/import/bundle-wsdl.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const settings = { wsdl: rpcWsdl(), operation: 'TinhPhi', content: 'message' }
const node = (more: object = {}) => testNode({ definition, run }, { ...settings, ...more })
const codeOf = (work: () => unknown) =>
  Promise.resolve()
    .then(work)
    .then(
      () => 'good',
      (thrown: unknown) => toErrorData(thrown).code,
    )

test('the body becomes the envelope of the reply, and the message goes on unchanged', async () => {
  const sent = await node().send({ phi: '120000' })
  expect(sent).toMatchObject({
    kind: 'reply',
    reply: { status: 200, body: expect.stringMatching(/<n0:TinhPhiResponse><phi>120000<\/phi><\/n0:TinhPhiResponse>/) },
    message: { body: { phi: '120000' } },
  })
})

test('what does not fit the WSDL fails here, and markup in a value stays text', async () => {
  const bodies = [{ phi: 'một trăm' }, { la: '1' }, {}, 'chữ', { phi: '<a/>' }]
  for (const body of bodies) expect(await codeOf(() => node().send(body))).toBe('soap.wrong-data')
})

test('the answer of another operation than was asked is refused, and one that has none cannot be answered', async () => {
  const asked = (operation: string) => messageOf({ phi: '1' }, { 'soap-operation': operation })
  expect(await codeOf(() => node().send(asked('HoanPhi')))).toBe('soap.wrong-reply')
  expect(await codeOf(() => node().send(asked('TinhPhi')))).toBe('good')
  const files = [
    { name: 'DanCu.wsdl', text: citizenWsdl() },
    { name: 'chung.xsd', text: COMMON_XSD },
  ]
  expect(await codeOf(() => node({ wsdl: bundleWsdl(files), operation: 'GhiNhatKy' }))).toBe('soap.wsdl')
})

test('a declared fault is written with its fields in order, and one that is unknown or does not fit fails here', async () => {
  const files = [
    { name: 'DanCu.wsdl', text: citizenWsdl() },
    { name: 'chung.xsd', text: COMMON_XSD },
  ]
  const declared = { wsdl: bundleWsdl(files), operation: 'TraCuuThongTinCongDan', answers: 'fault', fault: 'LoiTraCuu' }
  const sent = await node({ ...declared, reason: 'Không <thấy>' }).send({ MoTa: 'a & b', Ma: '04' })
  expect(sent).toMatchObject({
    reply: { status: 500, headers: { 'soap-fault': 'LoiTraCuu', 'soap-operation': 'TraCuuThongTinCongDan' } },
  })
  const { body } = Object(Reflect.get(sent, 'reply'))
  expect(body).toContain(
    '<faultcode>soap:Client</faultcode><faultstring xml:lang="vi">Không &lt;thấy&gt;</faultstring>',
  )
  expect(body).toContain('<n0:Ma>04</n0:Ma><n0:MoTa>a &amp; b</n0:MoTa></n0:LoiTraCuu></detail>')
  expect(
    String(Reflect.get(Object(await node({ ...declared, side: 'server' }).send({ MoTa: '', Ma: '' })), 'reply').body),
  ).toMatch(/soap:Server<.*>LoiTraCuu<\/faultstring>/)
  expect(await codeOf(() => node(declared).send({ Ma: '04' }))).toBe('soap.wrong-data')
  expect(await codeOf(() => node({ ...declared, fault: 'LoiLa' }))).toBe('soap.wsdl')
})
