import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { type Assembler, createAssembler, type XmlShape } from './assemble.ts'
import { xmlDocument } from './document.fixture.ts'
import { parseXml } from './parse.ts'

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  cdataPropName: '#cdata',
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  jPath: false,
  onDangerousProperty: (name) => name,
})

type Ordered = readonly Readonly<Record<string, unknown>>[]

/** Hands the ordered tree of fast-xml-parser (`[{ name: [children], ':@': attributes }]`) to the assembler. */
function feed(nodes: Ordered, assembler: Assembler): void {
  for (const node of nodes)
    for (const [name, content] of Object.entries(node)) {
      if (name === ':@') continue
      if (name === '#text') assembler.text(String(content))
      else if (name === '#cdata') assembler.cdata((content as Ordered).map((it) => String(it['#text'] ?? '')).join(''))
      else {
        const marks = Object.entries(node[':@'] ?? {}).map(([key, value]) => [key.slice(1), String(value)])
        assembler.open(name, Object.fromEntries(marks))
        feed(content as Ordered, assembler)
        assembler.close()
      }
    }
}

function byFastXmlParser(text: string, shape: XmlShape): unknown {
  const assembler = createAssembler(shape)
  feed(parser.parse(text) as Ordered, assembler)
  return assembler.done()
}

/** A line break or tab written as such inside an attribute is a space by the standard (§3.3.3); fast-xml-parser keeps it. */
const RAW_SPACE_IN_ATTRIBUTE = /=[ \t\r\n]*(?:"[^"<]*[\t\r\n]|'[^'<]*[\t\r\n])/

test('a document gives the object that fast-xml-parser gives', () => {
  const shapes = fc.record<XmlShape>({
    lists: fc.constantFrom(new Set<string>(), new Set(['a.a', 'HoSo.ns:b', 'a.HoSo.tên'])),
    cdata: fc.constantFrom('text', 'keep'),
    trim: fc.boolean(),
  })
  const documents = xmlDocument.filter((xml) => !RAW_SPACE_IN_ATTRIBUTE.test(xml))
  fc.assert(
    fc.property(documents, shapes, (xml, shape) => {
      expect(parseXml(xml, { ...shape, maxBytes: 1e7 })).toEqual(byFastXmlParser(xml, shape))
    }),
    { numRuns: 1000 },
  )
})

test('so does a large document', () => {
  const row = '<R id="01">\n  <Ten>Đơn &amp; bản đồ</Ten><So>0012</So></R>'
  const shape: XmlShape = { lists: new Set(), cdata: 'text', trim: false }
  const xml = `<D>${row.repeat(5000)}</D>`
  expect(parseXml(xml, { ...shape, maxBytes: 1e7 })).toEqual(byFastXmlParser(xml, shape))
})
