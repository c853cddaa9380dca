import { expect, test } from 'vitest'
import { testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const reply = (settings: unknown = {}) => testNode({ definition, run }, settings)

test('answers with the body of the message as JSON and lets the message go on', async () => {
  const message = toMessage({ MaHoSo: '01' })
  expect(await reply().send(message)).toEqual({
    kind: 'reply',
    reply: { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: { MaHoSo: '01' } },
    port: 'out',
    message,
  })
})

test('status, headers and body can be computed', async () => {
  const settings = {
    status: { expr: 'loi ? 404 : 201' },
    content: 'value',
    body: { field: 'ketQua' },
    headers: [{ name: 'Location', value: { expr: "'/ho-so/' & ma" } }],
  }
  expect(await reply(settings).send({ ma: '01', ketQua: { ok: true } })).toMatchObject({
    reply: { status: 201, headers: { location: '/ho-so/01' }, body: { ok: true } },
  })
  expect(await reply(settings).send({ loi: 1, ma: '01', ketQua: 'x' })).toMatchObject({ reply: { status: 404 } })
})

test('a mapping makes the body', async () => {
  const settings = {
    content: 'mapping',
    mapping: [
      { target: 'error_code', value: '0' },
      { target: 'ma', value: { field: 'MaHoSo' } },
    ],
  }
  expect(await reply(settings).send({ MaHoSo: '01' })).toMatchObject({ reply: { body: { error_code: '0', ma: '01' } } })
})

test('text keeps the type of the message, and a chosen type wins', async () => {
  const message = { body: '<a/>', headers: { 'content-type': 'application/xml' }, keys: {} }
  expect(await reply().send(message)).toMatchObject({
    reply: { headers: { 'content-type': 'application/xml' }, body: '<a/>' },
  })
  expect(await reply({ contentType: 'text/xml' }).send(message)).toMatchObject({
    reply: { headers: { 'content-type': 'text/xml' } },
  })
})

test('a status without a body has none', async () => {
  expect(await reply({ status: 204 }).send({ a: 1 })).toMatchObject({ reply: { status: 204, headers: {}, body: '' } })
})

test.each([
  ['a status out of range', { status: { field: 's' } }, { s: 42 }],
  ['a status that is no number', { status: { field: 's' } }, { s: 'ok' }],
  ['a line end in a header', { headers: [{ name: 'x-a', value: { field: 's' } }] }, { s: 'a\r\nset-cookie: x' }],
  ['a body without value', { content: 'value', body: { expr: 'khong.co' } }, {}],
])('refuses %s', async (_name, settings, body) => {
  await expect(reply(settings).send(body)).rejects.toMatchObject({ data: { code: 'message.wrong-shape' } })
})

test('a missing field and a header name that is none are refused with their place', async () => {
  await expect(reply({ content: 'value', body: { field: 'x.y' } }).send({})).rejects.toMatchObject({
    data: { code: 'mapping.missing' },
  })
  expect(() => reply({ headers: [{ name: 'x a', value: '1' }] })).toThrow('flow.setting')
})

test('the chosen content must be given', () => {
  expect(definition.settings.safeParse({ content: 'value' }).success).toBe(false)
  expect(definition.settings.safeParse({ content: 'mapping' }).success).toBe(false)
})
