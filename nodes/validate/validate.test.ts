import { performance } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const json = (schema: unknown, more: object = {}) =>
  testNode({ definition, run }, { schema: JSON.stringify(schema), ...more })
const sentences = async (node: ReturnType<typeof json>, body: unknown): Promise<readonly string[]> => {
  const emission = await node.send(body)
  if (emission.kind !== 'emit') throw new Error(emission.kind)
  if (emission.port === 'valid') {
    expect(emission.message.body).toEqual(body)
    return []
  }
  expect(emission.port).toBe('invalid')
  expect(emission.message.body).toMatchObject({ noiDung: body })
  const { loi } = Object(emission.message.body)
  return loi.map((it: { readonly loi: string }) => it.loi)
}

const dossier = {
  type: 'object',
  required: ['MaHoSo', 'ChuHoSo'],
  additionalProperties: false,
  properties: {
    MaHoSo: { type: 'string', pattern: '^[0-9.]{5,40}$' },
    TrangThai: { enum: ['1', '2'] },
    LePhi: { type: 'integer', minimum: 0 },
    NgayNop: { type: 'string', format: 'date' },
    ChuHoSo: {
      type: 'object',
      required: ['SoDinhDanh'],
      properties: { SoDinhDanh: { type: 'string', format: 'cccd' }, HoTen: { type: 'string', minLength: 2 } },
    },
    GiayTo: { type: 'array', maxItems: 2, items: { type: 'object', required: ['Ten'] } },
  },
}
const good = { MaHoSo: '000.01', ChuHoSo: { SoDinhDanh: '001199000123' }, NgayNop: '2025-06-30' }

describe('JSON Schema', () => {
  test('a valid message leaves as it came', async () => {
    const message = { body: good, headers: { a: 'b' }, keys: { maHoSo: '000.01' } }
    expect(await json(dossier).send(message)).toEqual({ kind: 'emit', port: 'valid', message })
  })

  test('all faults are told at once, each with its path and in Vietnamese, without any value of the data', async () => {
    const found = await sentences(json(dossier), {
      MaHoSo: 'ABC-BÍ-MẬT',
      TrangThai: '7',
      LePhi: -5,
      NgayNop: '2025-02-30',
      ChuHoSo: { HoTen: 'A' },
      GiayTo: [{ Ten: 'Đơn' }, {}, { Ten: 'x' }],
      'La.Lung': 1,
    })
    expect([...found].sort()).toEqual(
      [
        'Trường «La.Lung» không có trong lược đồ',
        'Trường «MaHoSo» không đúng mẫu "^[0-9.]{5,40}$"',
        'Trường «TrangThai» phải là một trong: "1", "2"',
        'Trường «LePhi» phải từ 0 trở lên',
        'Trường «NgayNop» phải là ngày dạng 2025-06-30',
        'Trường «ChuHoSo.SoDinhDanh» thiếu',
        'Trường «ChuHoSo.HoTen» phải có ít nhất 2 ký tự',
        'Trường «GiayTo» chỉ được tối đa 2 mục',
        'Trường «GiayTo[1].Ten» thiếu',
      ].sort(),
    )
    expect(found.join()).not.toMatch(/BÍ-MẬT|02-30/)
  })

  test.each([
    [{ type: ['string', 'null'] }, 5, 'Nội dung phải là chữ hoặc rỗng (null)'],
    [{ exclusiveMinimum: 3 }, 3, 'Nội dung phải lớn hơn 3'],
    [{ exclusiveMaximum: 3 }, 3, 'Nội dung phải nhỏ hơn 3'],
    [{ maximum: 3 }, 4, 'Nội dung không được quá 3'],
    [{ multipleOf: 500 }, 501, 'Nội dung phải là bội số của 500'],
    [{ maxLength: 2 }, 'abc', 'Nội dung chỉ được tối đa 2 ký tự'],
    [{ minItems: 1 }, [], 'Nội dung phải có ít nhất 1 mục'],
    [{ uniqueItems: true }, ['a', 'a'], 'Nội dung có hai mục giống nhau (mục 0 và 1, đếm từ 0)'],
    [{ const: 'x' }, 'y', 'Nội dung phải bằng "x"'],
    [{ minProperties: 1 }, {}, 'Nội dung phải có ít nhất 1 trường'],
    [{ maxProperties: 0 }, { a: 1 }, 'Nội dung chỉ được tối đa 0 trường'],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, 'Trường «b» thiếu (bắt buộc khi có «a»)'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, 'Nội dung không đúng với dạng nào trong các dạng được phép'],
    [
      { oneOf: [{ type: 'number' }, { minimum: 0 }] },
      1,
      'Nội dung đúng với hai dạng cùng lúc trong khi chỉ được đúng một',
    ],
    [{ not: { type: 'string' } }, 'x', 'Nội dung có dạng bị cấm'],
    [{ contains: { const: 1 } }, [2], 'Nội dung không có mục nào theo yêu cầu của lược đồ'],
    [{ properties: { a: false } }, { a: 1 }, 'Trường «a» không được phép có'],
    [{ properties: { a: {} }, unevaluatedProperties: false }, { b: 1 }, 'Trường «b» không có trong lược đồ'],
    [{ prefixItems: [{}], items: false }, [1, 2], 'Nội dung chỉ được tối đa 1 mục'],
    [{ format: 'ma-so-thue' }, '123', 'Nội dung phải là mã số thuế đúng'],
    [{ format: 'digits' }, '12a', 'Nội dung phải là chỉ gồm chữ số'],
  ])('the fault of %j is told', async (schema, body, sentence) => {
    const found = await sentences(json(schema), body)
    expect(found).toContain(sentence)
  })

  test('an older draft, references inside the schema and a field to look at work', async () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { ma: { type: 'string', pattern: '^\\p{Lu}\\d+$' } },
      items: [{ $ref: '#/definitions/ma' }],
    }
    expect(await sentences(json(schema), ['Đ01'])).toEqual([])
    expect(await sentences(json(schema), ['đ01'])).toEqual(['Trường «[0]» không đúng mẫu "^\\p{Lu}\\d+$"'])
    const inField = json({ type: 'string' }, { from: { field: 'a.b' } })
    expect(await inField.send({ a: { b: 5 } })).toMatchObject({ port: 'invalid' })
  })

  test('names that an object inherits do not count as fields', async () => {
    expect(await sentences(json({ required: ['toString'] }), {})).toEqual(['Trường «toString» thiếu'])
  })

  test('no more faults are told than asked for, but all are counted; a huge body tells the first only', async () => {
    const node = json({ items: { type: 'string' } }, { most: 3 })
    const emission = await node.send(Array.from({ length: 100 }, (_, i) => i))
    expect(emission).toMatchObject({ port: 'invalid', message: { body: { soLoi: 100, loi: { length: 3 } } } })
    const huge = await node.send(Array.from({ length: 200_000 }, (_, i) => i))
    expect(huge).toMatchObject({ port: 'invalid', message: { body: { soLoi: 1 } } })
  })

  test('a pattern that would stop a process for minutes ends at once', async () => {
    const node = json({ pattern: '^(a+)+$' })
    const begun = performance.now()
    expect(await sentences(node, `${'a'.repeat(2000)}b`)).toHaveLength(1)
    const plain = json({ pattern: '^[0-9]*[0-9]*[0-9]*x$' })
    expect(await sentences(plain, '1'.repeat(2000))).toHaveLength(1)
    expect(performance.now() - begun).toBeLessThan(3000)
  })

  test('a schema that cannot be used says why', async () => {
    for (const [schema, words] of [
      [{ $ref: 'https://doi-tac.gov.vn/ho-so.json' }, 'không tải từ nơi khác'],
      [{ type: 'chuỗi' }, 'lược đồ viết sai'],
      [{ pattern: '(?=a)b' }, 'pattern'],
      [{ pattern: '(' }, 'pattern'],
    ] as const)
      expect(await json(schema).send('x').catch(toErrorData)).toMatchObject({
        code: 'schema.unusable',
        message: { vi: expect.stringContaining(words) },
      })
    for (const schema of ['', '{', '[]', 'true']) expect(() => testNode({ definition, run }, { schema })).toThrow()
  })

  test('10,000 messages take well under a second and a half once the schema is compiled', async () => {
    const node = json(dossier)
    await node.send(good)
    const begun = performance.now()
    for (let i = 0; i < 10_000; i++) await node.send(good)
    expect(performance.now() - begun).toBeLessThan(1500)
  })
})

const XSD = `<?xml version="1.0" encoding="UTF-16"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:vn:ho-so" targetNamespace="urn:vn:ho-so" elementFormDefault="qualified">
  <xs:element name="HoSo"><xs:complexType><xs:sequence>
    <xs:element name="Ma" type="xs:string"/>
    <xs:element name="ChuHoSo"><xs:complexType><xs:sequence>
      <xs:element name="CCCD"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9]{12}"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="NgaySinh" type="xs:date"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="GiayTo" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="Loai"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="A"/><xs:enumeration value="B"/></xs:restriction></xs:simpleType></xs:element>
    </xs:sequence><xs:attribute name="so" use="required"/></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`
const xml = (inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<HoSo xmlns="urn:vn:ho-so">\n${inside}\n</HoSo>`
const owner = '<ChuHoSo><CCCD>001199000123</CCCD><NgaySinh>1999-01-31</NgaySinh></ChuHoSo>'
const xsd = (text: string, more: object = {}) => testNode({ definition, run }, { kind: 'xsd', xsd: text, ...more })

describe('XSD', () => {
  test('a valid document goes on', async () => {
    expect(await sentences(xsd(XSD), xml(`<Ma>Hồ sơ 01</Ma>${owner}<GiayTo so="01"><Loai>A</Loai></GiayTo>`))).toEqual(
      [],
    )
  })

  test('all faults are told with path and line, and without any value', async () => {
    const inside = [
      '<Ma>01</Ma>',
      '<ChuHoSo><CCCD>BÍ MẬT</CCCD><NgaySinh>31/01/1999</NgaySinh></ChuHoSo>',
      '<GiayTo so="1"><Loai>A</Loai></GiayTo>',
      '<GiayTo><Loai>C</Loai></GiayTo>',
      '<La/>',
    ].join('\n')
    const found = await sentences(xsd(XSD), xml(inside))
    expect(found).toEqual([
      'Trường «HoSo.ChuHoSo.CCCD» không đúng mẫu "[0-9]{12}" (dòng 4)',
      'Trường «HoSo.ChuHoSo.NgaySinh» phải là ngày dạng 2025-06-30 (dòng 4)',
      'Trường «HoSo.GiayTo[1].@so» thiếu (dòng 6)',
      "Trường «HoSo.GiayTo[1].Loai» phải là một trong: 'A', 'B' (dòng 6)",
      'Trường «HoSo.La» không được đứng ở đây; chỗ này cần: GiayTo (dòng 7)',
    ])
    expect(found.join()).not.toContain('BÍ MẬT')
  })

  test('a missing child, an unknown root and text between elements are told', async () => {
    expect(await sentences(xsd(XSD), xml('<Ma>01</Ma>'))).toEqual(['Trường «HoSo.ChuHoSo» thiếu (dòng 2)'])
    expect(await sentences(xsd(XSD), '<HoSo/>')).toEqual([
      'Trường «HoSo» không phải phần tử gốc của lược đồ (xem cả không gian tên xmlns) (dòng 1)',
    ])
    expect(await sentences(xsd(XSD), xml(`chữ<Ma>1</Ma>${owner}`))).toEqual([
      'Trường «HoSo» có chữ nằm ngoài các phần tử con (dòng 2)',
    ])
  })

  test('further files are found by name, and a missing one is named; nothing is read from disk or the net', async () => {
    const main = (file: string) =>
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="${file}"/><xs:element name="a" type="so"/></xs:schema>`
    const part = {
      name: 'kieu.xsd',
      text: '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:simpleType name="so"><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType></xs:schema>',
    }
    expect(await sentences(xsd(main('kieu.xsd'), { parts: [part] }), '<a>1234</a>')).toEqual([
      'Trường «a» chỉ được tối đa 3 ký tự (dòng 1)',
    ])
    for (const file of ['thieu.xsd', 'file:///etc/passwd', 'http://127.0.0.1:9/x.xsd', '/etc/hostname'])
      expect(await xsd(main(file)).send('<a>1</a>').catch(toErrorData), file).toMatchObject({
        code: 'schema.unusable',
        message: { vi: expect.stringContaining('thiếu tệp') },
      })
  })

  test('what is no XML, has a DOCTYPE, is too large or holds too many elements is refused', async () => {
    const node = xsd(XSD, { maxMb: 1 })
    const entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    const cases = [
      ['<a>', 'xml.malformed'],
      [entity, 'xml.doctype-refused'],
      [`<a>${'x'.repeat(1_100_000)}</a>`, 'xml.too-large'],
      [{ a: 1 }, 'message.wrong-shape'],
    ] as const
    for (const [body, code] of cases) expect(await node.send(body).catch(toErrorData)).toMatchObject({ code })
    const many = `<a>${'<b/>'.repeat(500_000)}</a>`
    expect(await xsd(XSD).send(many).catch(toErrorData)).toMatchObject({ code: 'xml.too-large' })
  })

  test('an XSD that cannot be compiled says where', async () => {
    const wrong =
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n<xs:element name="a" type="khongCo"/></xs:schema>'
    expect(await xsd(wrong).send('<a/>').catch(toErrorData)).toMatchObject({
      code: 'schema.unusable',
      message: { vi: expect.stringContaining('dòng 2') },
    })
    for (const text of ['', '<a/>', 'schema']) expect(() => xsd(text)).toThrow()
    const cut = '<!-- chú thích --><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    expect(await xsd(cut).send('<a/>').catch(toErrorData)).toMatchObject({ code: 'schema.unusable' })
  })

  test('thousands of checks do not grow the memory of libxml2', async () => {
    const node = xsd(XSD)
    const text = xml('<Ma>01</Ma><La/>')
    for (let i = 0; i < 500; i++) await node.send(text)
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().external
    for (let i = 0; i < 3000; i++) await node.send(text)
    expect(process.memoryUsage().arrayBuffers + process.memoryUsage().external - before).toBeLessThan(20_000_000)
  })
})
