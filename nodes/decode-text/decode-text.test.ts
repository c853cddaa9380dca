import { expect, test } from 'vitest'
import { ENTERPRISE_TYPES } from '#nodes/simulators/data/names.ts'
import { HOME_COMMUNES, OTHER_COMMUNES, PROVINCES } from '#nodes/simulators/data/places.ts'
import { PROCEDURES } from '#nodes/simulators/data/procedures.ts'
import { emit } from '#shared/node/run.ts'
import { testNode, toMessage } from '#shared/node/testing.ts'
import { codecs } from '#shared/vietnam/encodings/codecs.ts'
import { encodeBytes, fromUnicode, toUnicode } from '#shared/vietnam/encodings/convert.ts'
import { detectEncoding, SURE } from '#shared/vietnam/encodings/detect.ts'
import { SENTENCES } from '#shared/vietnam/encodings/sentences.fixture.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'
import { textsIn } from './texts.ts'

const node = (settings: Record<string, unknown> = {}) => testNode({ definition, run }, settings)

for (const id of ['vni', 'viscii', 'cp1258', 'viqr', 'utf8-1252'] as const)
  test(`a whole message in ${id} comes out in Unicode, short words with the long ones`, async () => {
    const body = {
      Ma: '00123',
      So: 7,
      Co: true,
      Khong: null,
      Ten: 'Tú',
      DanhSach: [...SENTENCES],
      Con: { Ghi: SENTENCES[0] },
    }
    const old = {
      ...body,
      Ten: fromUnicode('Tú', id),
      DanhSach: SENTENCES.map((it) => fromUnicode(it, id)),
      Con: { Ghi: fromUnicode(SENTENCES[0], id) },
    }
    expect(await node().send(old)).toEqual(emit('out', toMessage(body)))
  })

test('a message that is Unicode already passes; only its letters are composed', async () => {
  const body = { Ten: 'Nguyễn Văn An', Ghi: 'Müller & Söhne', Ma: 'A-01' }
  expect(await node().send({ ...body, Ten: body.Ten.normalize('NFD') })).toEqual(emit('out', toMessage(body)))
})

test('a named encoding does not touch texts that are Unicode for sure', async () => {
  const body = { a: 'Nguyễn', b: 'NguyÔn' }
  expect(await node({ encoding: 'tcvn3' }).send(body)).toEqual(emit('out', toMessage({ a: 'Nguyễn', b: 'Nguyễn' })))
})

test('what is not certain leaves unchanged through its port, and a lower bound lets it pass', async () => {
  expect(await node().send({ Ten: 'Tú' })).toEqual(emit('review', toMessage({ Ten: 'Tú' })))
  expect(await node({ sure: 60 }).send({ Ten: 'Tú' })).toEqual(emit('out', toMessage({ Ten: 'Tú' })))
  const wrong = await node({ encoding: 'utf8-1252' }).send({ Ten: 'Hà é' })
  expect(wrong).toEqual(emit('review', toMessage({ Ten: 'Hà é' })))
})

test('one field is converted into another, or becomes the body', async () => {
  const old = 'Céng hoµ x· héi'
  expect(await node({ from: { field: 'cu' }, to: 'a.moi' }).send({ cu: old })).toEqual(
    emit('out', toMessage({ cu: old, a: { moi: 'Cộng hoà xã hội' } })),
  )
  expect(await node({ from: { field: 'cu' } }).send({ cu: old })).toEqual(emit('out', toMessage('Cộng hoà xã hội')))
  await expect(node({ from: { field: 'cu' } }).send({ cu: 7 })).rejects.toMatchObject({
    data: { code: 'message.wrong-shape' },
  })
  await expect(node({ from: { field: 'cu' } }).send({})).rejects.toMatchObject({ data: { code: 'mapping.missing' } })
})

test('a file in Base64 is read by its bytes, in an old encoding, UTF-8 or UTF-16', async () => {
  const file = (bytes: Uint8Array) =>
    node({ from: { field: 't' }, source: 'base64' }).send({ t: Buffer.from(bytes).toString('base64') })
  const text = SENTENCES.join('\n')
  for (const bytes of [
    encodeBytes(text, 'viscii'),
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
  ])
    expect(await file(bytes)).toEqual(emit('out', toMessage(text)))
  await expect(node({ from: { field: 't' }, source: 'base64' }).send({ t: 'không phải' })).rejects.toMatchObject({
    data: { code: 'message.wrong-shape' },
  })
})

test('writing to a field needs a field to read, and names that reach a prototype are refused', () => {
  expect(() => node({ to: 'a' })).toThrow()
  expect(() => node({ from: 'a', to: '__proto__.a' })).toThrow()
})

/** A few hundred short texts as fields hold them: names of places and procedures, and each of their words alone. */
const FIELDS = textsIn([ENTERPRISE_TYPES, HOME_COMMUNES, OTHER_COMMUNES, PROVINCES, PROCEDURES])
const WORDS = [...new Set(FIELDS.flatMap((it) => it.split(/\P{L}+/u)))].filter((it) => it.length > 1)

test('no field of the simulated dossiers that is Unicode is ever changed, nor any word of it alone', () => {
  for (const text of [...FIELDS, ...WORDS]) expect(toUnicode(text)).toBe(text)
})

for (const codec of codecs.filter(({ id }) => id !== 'viqr'))
  test(`a field or a word in ${codec.id} that is taken for certain is read right`, () => {
    const read = (text: string): string => codec.decode(fromUnicode(text, codec.id)) ?? ''
    const marked = [...FIELDS, ...WORDS].filter((it) => /[^\0-\x7f]/.test(it))
    const certain = marked.filter((it) => detectEncoding(fromUnicode(it, codec.id)).confidence >= SURE)
    for (const text of certain) expect(toUnicode(fromUnicode(text, codec.id)), text).toBe(read(text))
    expect(certain.length).toBeGreaterThan(marked.length / 2)
  })
