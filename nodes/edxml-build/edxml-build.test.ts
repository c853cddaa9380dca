import { expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const header = {
  From: { OrganId: 'H56.14' },
  To: [{ OrganId: 'G22' }],
  DocumentId: 'H56.14,2026/01/05,1/QĐ',
  Subject: 'Thử',
}
const node = (settings: object = {}) => testNode({ definition, run }, settings)

test('the purpose chosen in the settings overrules the data', async () => {
  const body = {
    MessageHeader: header,
    TraceHeaderList: { Bussiness: { BussinessDocType: '0', BussinessDocReason: 'Gửi nhầm' } },
  }
  expect(await node({ bussiness: '1' }).send(body)).toMatchObject({
    port: 'out',
    message: {
      body: expect.stringContaining(
        '<edXML:BussinessDocType>1</edXML:BussinessDocType><edXML:BussinessDocReason>Gửi nhầm',
      ),
    },
  })
})

test('the data may stand in a field, and a status needs what it answers', async () => {
  const answer = { From: { OrganId: 'H56.14' }, ResponseFor: [{ OrganId: 'G22' }], StatusCode: '03' }
  const status = node({ kind: 'status', from: { field: 'goi' } })
  expect(await status.send({ goi: { MessageHeader: answer } })).toMatchObject({
    message: { body: expect.stringContaining('StatusCode>03<') },
  })
  const error = await status.send({ goi: { MessageHeader: { ...answer, ResponseFor: [] } } }).catch(toErrorData)
  expect(error).toMatchObject({ code: 'edxml.wrong', side: 'data' })
})

test('what holds no header is refused', async () => {
  for (const body of [null, 'x', {}, { MessageHeader: 'x' }])
    expect(await node().send(body).catch(toErrorData)).toMatchObject({ code: 'edxml.wrong' })
})
