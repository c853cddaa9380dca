import { describe, expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { fieldAt } from '#shared/schema/body-schema.ts'
import { pickedSchema } from '#shared/schema/picked-schema.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const xpath = (picks: readonly object[], more: object = {}) => testNode({ definition, run }, { picks, ...more })
const document = `<?xml version="1.0" encoding="windows-1258"?>
<HoSo xmlns:x="urn:x"><Ma so="01">0001</Ma><Ten>Nguyễn Thị Thử &amp; em</Ten><Phi> 50000 </Phi><Gap>true</Gap><Trong/>
<GiayTo loai="A"><Ten>Đơn</Ten></GiayTo><GiayTo loai="B"><Ten><![CDATA[Ảnh <1>]]></Ten><Ten>x</Ten></GiayTo><x:Rieng>007</x:Rieng></HoSo>`
const bodyOf = async (node: ReturnType<typeof xpath>, body: unknown): Promise<unknown> => {
  const emission = await node.send(body)
  return emission.kind === 'emit' ? emission.message.body : emission
}

test('values keep their zeros and diacritics; types are converted only when asked and nothing is lost', async () => {
  const node = xpath([
    { path: '/HoSo/Ma', to: 'ma' },
    { path: '/HoSo/Ma/@so', to: 'so' },
    { path: 'string(/HoSo/Ten)', to: 'ten' },
    { path: '/HoSo/Phi', as: 'number', to: 'phi' },
    { path: '/HoSo/Gap', as: 'boolean', to: 'gap' },
    { path: 'count(//GiayTo) > 1', as: 'boolean', to: 'nhieu' },
    { path: '/HoSo/Trong', to: 'trong' },
    { path: '//GiayTo[@loai="B"]/Ten/text()', to: 'anh' },
  ])
  expect(await bodyOf(node, document)).toEqual({
    ma: '0001',
    so: '01',
    ten: 'Nguyễn Thị Thử & em',
    phi: 50000,
    gap: true,
    nhieu: true,
    trong: '',
    anh: 'Ảnh <1>',
  })
  const lossy = xpath([{ path: '/HoSo/Ma', as: 'number', to: 'ma' }])
  expect(await lossy.send(document).catch(toErrorData)).toMatchObject({ code: 'mapping.wrong-type' })
})

test('all matches are always a list; a group of fields and a piece of XML are taken whole', async () => {
  const node = xpath([
    { path: '//GiayTo', as: 'fields', many: true, to: 'giayTo' },
    { path: '//Khong', many: true, to: 'khong' },
    { path: '//GiayTo[1]', as: 'xml', to: 'don' },
    { path: '//*[local-name()="Rieng"]', as: 'xml', to: 'rieng' },
  ])
  expect(await bodyOf(node, document)).toEqual({
    giayTo: [
      { '@loai': 'A', Ten: 'Đơn' },
      { '@loai': 'B', Ten: ['Ảnh <1>', 'x'] },
    ],
    khong: [],
    don: expect.stringMatching(/^<GiayTo .*loai="A"><Ten>Đơn<\/Ten><\/GiayTo>$/),
    rieng: '<x:Rieng xmlns:x="urn:x">007</x:Rieng>',
  })
})

test('elements of a namespace are found by the prefixes of the table, whatever the document writes', async () => {
  const settings = { namespaces: [{ prefix: 'hs', uri: 'urn:x' }] }
  expect(await bodyOf(xpath([{ path: '//hs:Rieng', to: 'a' }], settings), document)).toEqual({ a: '007' })
  expect(
    await bodyOf(xpath([{ path: '//hs:a/child::hs:b', to: 'a' }], settings), '<a xmlns="urn:x"><b>1</b></a>'),
  ).toEqual({ a: '1' })
  expect(() => xpath([{ path: '//khac:Rieng', to: 'a' }], settings)).toThrow(/khac/)
  expect(() => xpath([{ path: '//a[.="khac:x"]', to: 'a' }])).not.toThrow()
})

test('what is picked goes into the body when so chosen; a field without a match may be left out', async () => {
  const node = xpath(
    [
      { path: '/a/b', to: 'ket.qua' },
      { path: '/a/khong', to: 'bo', missing: 'omit' },
    ],
    { from: { field: 'xml' }, keep: 'all' },
  )
  expect(await bodyOf(node, { xml: '<a><b>1</b></a>', khac: 1 })).toEqual({
    xml: '<a><b>1</b></a>',
    khac: 1,
    ket: { qua: '1' },
  })
  expect(() => xpath([{ path: '/a', to: 'a' }], { keep: 'all' })).toThrow()
})

describe('refused with its reason', () => {
  test.each([
    ['//a[', '<a/>', 'xpath.wrong'],
    ['khong-co-ham(1)', '<a/>', 'xpath.wrong'],
    ['/a', '<a>', 'xml.malformed'],
    ['/a', { a: 1 }, 'message.wrong-shape'],
    ['/a', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'xml.doctype-refused'],
    ["document('file:///etc/passwd')", '<a/>', 'xpath.wrong'],
    ['/khong', '<a/>', 'mapping.missing'],
    ['/a', `<a>${'x'.repeat(1_100_000)}</a>`, 'xml.too-large'],
    ['/a', `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`, 'xml.too-large'],
  ])('%s of %j', async (path, body, code) => {
    expect(
      await xpath([{ path, to: 'a' }], { maxMb: 1 })
        .send(body)
        .catch(toErrorData),
    ).toMatchObject({ code })
  })

  test('a value where an element is needed', async () => {
    for (const as of ['fields', 'xml'])
      expect(
        await xpath([{ path: 'count(//a)', as, to: 'a' }])
          .send('<a/>')
          .catch(toErrorData),
      ).toMatchObject({ code: 'xpath.wrong' })
  })
})

test('the shape of what leaves is known before any message came', () => {
  const picks = [
    { to: 'a.b', as: 'number' },
    { to: 'c', many: true },
    { to: 'd', missing: 'omit' },
    { to: 'e', as: 'fields' },
  ]
  const schema = pickedSchema({ picks, keep: 'none' }, {})
  expect(['a.b', 'c', 'd', 'e', 'f'].map((path) => fieldAt(schema, path.split('.')))).toEqual([
    { is: 'sure', schema: { type: 'number' } },
    { is: 'sure', schema: { type: 'array', items: { type: 'string' } } },
    { is: 'maybe', schema: { type: 'string' } },
    { is: 'sure', schema: {} },
    { is: 'absent', schema: {} },
  ])
})
