import fc from 'fast-check'

const name = fc.constantFrom('a', 'HoSo', 'ns:b', 'tên', 'Bussiness', 'toString', 'x.y', '_1')
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(' ', '\n', 'ạ', '<', '&', '>', '"', "'", '\t', '0', '\r', '😀', ']]>', '\u00A0') }),
  fc.constantFrom('001199000123', '1e5', '', '  '),
)
const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&#62;').replaceAll('"', '&quot;')
const piece = fc.letrec<{ element: string; content: string }>((tie) => ({
  element: fc
    .tuple(name, fc.dictionary(fc.constantFrom('x', 'ns:y', 'z'), text), fc.array(tie('content'), { maxLength: 4 }))
    .map(([tag, attributes, inner]) => {
      const marks = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
      return inner.length === 0 ? `<${tag}${marks.join('')}/>` : `<${tag}${marks.join('')}>${inner.join('')}</${tag}>`
    }),
  content: fc.oneof(
    { depthSize: 'small' },
    text.map(escaped),
    text.map((it) => `<![CDATA[${it.replaceAll(']]>', '')}]]>`),
    fc.constantFrom('<!-- chú thích <a> -->', '<?pi x?>', '&#10;', '&#xD;'),
    tie('element'),
  ),
}))

/** Well-formed documents with everything that messages may hold: attributes, entities, CDATA, comments, instructions, white space. */
export const xmlDocument = piece.element
