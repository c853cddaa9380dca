import { expect, test } from 'vitest'
import { emit } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const builder = (settings: unknown = {}) => testNode({ definition, run }, settings)

test('the body becomes XML text with its media type', async () => {
  const message = { body: { HoSo: { '@ma': '001', Ten: 'A & B' } }, headers: {}, keys: { k: '1' } }
  expect(await builder().send(message)).toEqual(
    emit('out', {
      body: '<?xml version="1.0" encoding="UTF-8"?><HoSo ma="001"><Ten>A &amp; B</Ten></HoSo>',
      headers: { 'content-type': 'application/xml; charset=utf-8' },
      keys: { k: '1' },
    }),
  )
})

test('data and root can be chosen', async () => {
  const node = builder({ from: { field: 'ds' }, root: 'DS', declaration: false, shortEmpty: true })
  expect(await node.send({ ds: { HoSo: ['1', null] } })).toMatchObject({
    message: { body: '<DS><HoSo>1</HoSo><HoSo/></DS>' },
  })
})

test('what cannot be XML is refused with its place', async () => {
  await expect(builder().send({ a: 1, b: 2 })).rejects.toMatchObject({ data: { code: 'message.wrong-shape' } })
  await expect(builder().send({ HoSo: { 'tên trường': 1 } })).rejects.toMatchObject({
    data: { message: { vi: expect.stringContaining('HoSo.tên trường') } },
  })
  await expect(builder({ from: { expr: 'khong.co' } }).send({})).rejects.toMatchObject({
    data: { code: 'message.wrong-shape' },
  })
})
