import { expect, test } from 'vitest'
import { emit } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const reader = (settings: unknown = {}) => testNode({ definition, run }, settings)

test('the body becomes an object whose codes are still text', async () => {
  const message = {
    body: '<HoSo ma="001"><CCCD>001199000123</CCCD></HoSo>',
    headers: { 'content-type': 'text/xml' },
    keys: { k: '1' },
  }
  expect(await reader().send(message)).toEqual(
    emit('out', {
      body: { HoSo: { '@ma': '001', CCCD: '001199000123' } },
      headers: { 'content-type': 'application/json' },
      keys: { k: '1' },
    }),
  )
})

test('the XML may stand in a field, and chosen paths are lists', async () => {
  const node = reader({ from: { field: 'DuLieu' }, lists: [{ path: 'DS.HoSo' }] })
  expect(await node.send({ DuLieu: '<DS><HoSo>1</HoSo></DS>' })).toMatchObject({
    message: { body: { DS: { HoSo: ['1'] } } },
  })
})

test('the limits and choices of the settings count', async () => {
  await expect(reader({ maxMb: 0.001 }).send(`<a>${'x'.repeat(2000)}</a>`)).rejects.toMatchObject({
    data: { code: 'xml.too-large' },
  })
  expect(await reader({ trim: true, cdata: 'keep' }).send('<a><b> x </b><c><![CDATA[y]]></c></a>')).toMatchObject({
    message: { body: { a: { b: 'x', c: { '#cdata': 'y' } } } },
  })
})

test('what is no text, or malformed, is refused', async () => {
  await expect(reader().send({ a: 1 })).rejects.toMatchObject({ data: { code: 'message.wrong-shape' } })
  await expect(reader().send('<a><b></a>')).rejects.toMatchObject({ data: { code: 'xml.malformed' } })
  await expect(reader({ from: { field: 'x' } }).send({})).rejects.toMatchObject({ data: { code: 'mapping.missing' } })
})
