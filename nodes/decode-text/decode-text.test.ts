import { expect, test } from 'vitest'
import { emit } from '#shared/node/run.ts'
import { testNode, toMessage } from '#shared/node/testing.ts'
import { encodeBytes, fromUnicode } from '#shared/vietnam/encodings/convert.ts'
import { SENTENCES } from '#shared/vietnam/encodings/sentences.fixture.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

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
