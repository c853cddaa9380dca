import { expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const packet = (header: string): string =>
  `<edXML><edXMLEnvelope><edXMLHeader><MessageHeader>${header}</MessageHeader></edXMLHeader></edXMLEnvelope></edXML>`
const node = (settings: object = {}) => testNode({ definition, run }, settings)

test('a status packet leaves through its own port with the word for its code', async () => {
  expect(await node().send(packet('<StatusCode>06</StatusCode>'))).toMatchObject({
    port: 'status',
    message: { body: { Labels: { StatusCode: 'Hoàn thành' } }, headers: { 'content-type': 'application/json' } },
  })
})

test('the packet may stand in a field', async () => {
  expect(await node({ from: { field: 'goi' } }).send({ goi: packet('<Subject>A</Subject>') })).toMatchObject({
    port: 'out',
    message: { body: { MessageHeader: { Subject: 'A' } } },
  })
})

test('what is no text, no XML or too large is refused', async () => {
  expect(await node().send({}).catch(toErrorData)).toMatchObject({ code: 'message.wrong-shape' })
  expect(await node().send('<edXML>').catch(toErrorData)).toMatchObject({ code: 'xml.malformed' })
  const big = packet(`<Content>${'x'.repeat(3 * 1024 * 1024)}</Content>`)
  expect(await node({ maxMb: 0.001 }).send(big).catch(toErrorData)).toMatchObject({ code: 'xml.too-large' })
})
