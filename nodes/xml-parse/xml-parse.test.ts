import { expect, test } from 'vitest'
import * as mapFields from '#nodes/map-fields/definition.ts'
import * as mapFieldsRun from '#nodes/map-fields/run.ts'
import { emit } from '#shared/node/run.ts'
import { testNode } from '#shared/node/testing.ts'
import { fieldAt } from '#shared/schema/body-schema.ts'
import { readDocument } from '#shared/schema/import/read-document.ts'
import { listPaths } from '#shared/schema/list-paths.ts'
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

const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:hs" targetNamespace="urn:hs" elementFormDefault="qualified">
  <xs:element name="HoSo"><xs:complexType><xs:sequence><xs:element name="Ma" type="xs:string"/>
    <xs:element name="GiayTo" maxOccurs="unbounded"><xs:complexType><xs:sequence><xs:element name="Ten" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element></xs:schema>`

test.each([
  ['a prefix', '<n:HoSo xmlns:n="urn:hs"><n:Ma>001</n:Ma><n:GiayTo><n:Ten>Đơn</n:Ten></n:GiayTo></n:HoSo>'],
  [
    'another prefix',
    '<hs:HoSo xmlns:hs="urn:hs"><hs:Ma>001</hs:Ma><hs:GiayTo><hs:Ten>Đơn</hs:Ten></hs:GiayTo></hs:HoSo>',
  ],
  ['no prefix', '<HoSo xmlns="urn:hs"><Ma>001</Ma><GiayTo><Ten>Đơn</Ten></GiayTo></HoSo>'],
])('schema, sample and message agree on a document with %s, one of a list included', async (_name, document) => {
  const schema = readDocument(xsd).parts[0]?.read().schema ?? {}
  const sample = readDocument(document, 'drop').parts[0]?.read().schema ?? {}
  for (const path of ['HoSo.Ma', 'HoSo.GiayTo.Ten'])
    expect([path, fieldAt(schema, path.split('.')).is, fieldAt(sample, path.split('.')).is]).toEqual([
      path,
      'sure',
      'sure',
    ])
  const lists = listPaths(schema).map((path) => ({ path }))
  const read = await reader({ prefixes: 'drop', lists }).send(document)
  expect(read).toMatchObject({ message: { body: { HoSo: { Ma: '001', GiayTo: [{ Ten: 'Đơn' }] } } } })
  const mapping = [
    { target: 'ma', value: { field: 'HoSo.Ma' } },
    { target: 'giayTo', each: { over: 'HoSo.GiayTo', fields: [{ target: 'ten', value: { field: 'Ten' } }] } },
  ]
  const mapped = testNode({ ...mapFields, ...mapFieldsRun }, { mapping })
  const body = Reflect.get(Reflect.get(read, 'message'), 'body')
  expect(await mapped.send(body)).toMatchObject({ message: { body: { ma: '001', giayTo: [{ ten: 'Đơn' }] } } })
})
