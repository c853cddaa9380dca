import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { parseTemplate } from './parse-template.ts'
import { escapeHtml } from './render.ts'
import { run } from './run.ts'

const node = (template: string, more: object = {}) => testNode({ definition, run }, { template, ...more })
const write = async (template: string, body: unknown, more: object = {}): Promise<unknown> => {
  const emission = await node(template, more).send(body)
  return emission.kind === 'emit' ? emission.message.body : emission
}

test('values keep their zeros and diacritics; lists of texts get commas; the content type is told', async () => {
  expect(
    await node('{{ma}} {{ten}} {{so}} {{ds}} {{dung}}').send({
      ma: '007',
      ten: 'Đặng Thị Thử',
      so: 0,
      ds: ['a', 'b'],
      dung: false,
    }),
  ).toMatchObject({
    port: 'out',
    message: { body: '007 Đặng Thị Thử 0 a, b false', headers: { 'content-type': 'text/plain; charset=utf-8' } },
  })
  expect(await node('x', { format: 'html' }).send({})).toMatchObject({
    message: { headers: { 'content-type': 'text/html; charset=utf-8' } },
  })
})

test('lists nest, of one item or none too, and see the item, its place and the whole body', async () => {
  const template =
    '{{#each a}}{{ten}}{{$index}}{{$parent.x}}({{#lặp b}}{{$}};{{không thì}}-{{/lặp}}){{else}}trống{{/each}}'
  const body = { x: '!', a: [{ ten: 'p', b: ['1', '2'] }, { ten: 'q' }] }
  expect(await write(template, body)).toBe('p0!(1;2;)q1!(-)')
  expect(await write(template, { x: '!', a: { ten: 'p', b: '1' } })).toBe('p0!(1;)')
  expect(await write(template, {})).toBe('trống')
})

test('conditions follow the rule of formulas; words are taken with or without accents', async () => {
  const template = '{{#neu a > 1}}lớn{{khong thi}}nhỏ{{/neu}}{{#if khong}}x{{/if}}{{! ghi chú }}'
  expect([await write(template, { a: 2 }), await write(template, { a: 1 })]).toEqual(['lớn', 'nhỏ'])
})

test('a line with nothing but a word leaves no blank line, other line ends stay', async () => {
  expect(await write('a\r\n  {{#lặp ds}}  \r\n- {{$}}\r\n{{/lặp}}\r\nb\r\n', { ds: ['1', '2'] })).toBe(
    'a\n- 1\n- 2\nb\n',
  )
})

test('in HTML no value becomes a tag or leaves its attribute; three braces put it as it is', async () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(escapeHtml(text).replaceAll('<br>', '')).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/)
    }),
  )
  const html = { format: 'html' }
  expect(await write('<a title="{{t}}">{{{h}}}</a>', { t: '" onclick="x', h: '<b>1</b>' }, html)).toBe(
    '<a title="&quot; onclick=&quot;x"><b>1</b></a>',
  )
  expect(await write('{{t}}', { t: 'một\nhai' }, html)).toBe('một<br>hai')
})

test('a missing value is an error, a blank or a mark; null and blank text are missing, 0 and false are not', async () => {
  for (const body of [{}, { a: null }, { a: '' }, { a: [] }]) {
    expect(await node('{{a}}').send(body).catch(toErrorData)).toMatchObject({ code: 'mapping.missing' })
    expect(await write('[{{a}}]', body, { missing: 'blank' })).toBe('[]')
    expect(await write('[{{a}}]', body, { missing: 'mark', mark: '<không>', format: 'html' })).toBe('[&lt;không&gt;]')
  }
  expect(await write('{{a}}{{b}}', { a: 0, b: false })).toBe('0false')
  expect(
    await node('{{a}}')
      .send({ a: { b: 1 } })
      .catch(toErrorData),
  ).toMatchObject({ code: 'message.wrong-shape' })
})

test.each([
  ['a\n{{#lặp x}}', 'dòng 2'],
  ['{{x', 'dòng 1'],
  ['{{/lặp}}', 'không có chỗ mở'],
  ['{{#nếu x}}{{/lặp}}', 'không có chỗ mở'],
  ['{{else}}', 'không thì'],
  ['{{#mỗi x}}', 'rồi một công thức'],
  ['{{}}', 'không có công thức'],
  ['a\n\n{{ten(}}', 'dòng 3, công thức'],
  ['{{#nếu x}}{{$khongCoHam(1)}}{{/nếu}}', 'công thức'],
  ['{{#if a}}'.repeat(11), 'lồng nhau'],
  ['{{a}}'.repeat(2001), '2000'],
])('the template %j is refused while it is written', (template, words) => {
  const checked = definition.settings.safeParse({ template })
  expect(JSON.stringify(checked.error?.issues)).toContain(words)
})

test('a list that makes the text endless is refused', async () => {
  const template = `{{#lặp ds}}${'x'.repeat(1000)}{{/lặp}}`
  const ds = Array.from({ length: 3000 }, () => 1)
  expect(await node(template).send({ ds }).catch(toErrorData)).toMatchObject({ code: 'template.too-large' })
})

test('any text without braces is its own result, and parsing never hangs or crashes on braces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), async (text) => {
      fc.pre(!text.includes('{{') && text.trim() !== '')
      expect(await write(text, {})).toBe(text.normalize('NFC').replace(/\r\n?/g, '\n'))
    }),
    { numRuns: 50 },
  )
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('{{', '}}', '{{{', '}}}', '#nếu a', '/nếu', 'else', '\n', 'x', ' ')),
      (parts) => {
        try {
          parseTemplate(parts.join(''))
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'Error', line: expect.any(Number) })
        }
      },
    ),
  )
})
