import { expect, test } from 'vitest'
import { type Answer, flowOf, unharmed, useInstallation } from './installation.ts'

const KEYS = ['__proto__', 'constructor', 'prototype']

const system = useInstallation(async (it) => {
  await it.publish(flowOf('nhan-json', { accepts: 'json' }))
  await it.publish(flowOf('nhan-form', { accepts: 'form' }))
  await it.publish(
    flowOf('nhan-xml', { accepts: 'xml' }, { doc: { use: 'xml-parse@1' }, 'tra-loi': { use: 'http-reply@1' } }),
  )
  const map = (mapping: unknown) => ({
    anh: { use: 'map-fields@1', settings: { mapping } },
    'tra-loi': { use: 'http-reply@1' },
  })
  await it.publish(
    flowOf(
      'soi',
      { accepts: 'json' },
      map([
        { target: 'polluted', value: { expr: 'polluted' }, missing: 'omit' },
        { target: 'ten', value: { field: 'ten' }, missing: 'omit' },
      ]),
    ),
  )
  await it.publish(
    flowOf(
      'ma',
      { accepts: 'json' },
      {
        ma: { use: 'script@1', settings: { ms: 2000, code: 'return JSON.parse(message.body.text)' } },
        'tra-loi': { use: 'http-reply@1' },
      },
    ),
  )
})

/** No object of the worker has a field that nobody gave it. */
async function clean(): Promise<void> {
  expect((await system().send('/soi', { body: { a: 1 } })).body).toEqual({})
  await unharmed(system())
}

test.each(
  KEYS.flatMap((key) => [
    `{"${key}":{"polluted":1}}`,
    `{"a":[{"${key}":{"polluted":1}}]}`,
    `{"${key.replace('o', '\\u006f')}":{"polluted":1}}`,
    `{"a":"\\"${key}\\":", "${key}" : 1}`,
  ]),
)('the message %s is refused', async (body) => {
  expect(await system().send('/nhan-json', { body })).toMatchObject({
    status: 400,
    body: { code: 'json.forbidden-key' },
  })
  await clean()
})

test('a text that only looks like such a key passes', async () => {
  const body = { a: '"__proto__":', b: 'constructor', c: ['prototype'], __proto: 1, constructors: 2 }
  expect((await system().send('/nhan-json', { body })).body).toEqual(body)
})

test.each(KEYS)('the form field and the XML element %s are refused', async (key) => {
  const form = await system().send('/nhan-form', {
    body: `a=1&${key}=2`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(form).toMatchObject({ status: 400, body: { code: 'json.forbidden-key' } })
  const xml = await system().send('/nhan-xml', {
    body: `<a><${key}><polluted>1</polluted></${key}></a>`,
    headers: { 'content-type': 'text/xml' },
  })
  expect(xml).toMatchObject({ status: 400, body: { code: 'json.forbidden-key' } })
  await clean()
})

test.each(KEYS)('the header and the query parameter %s change nothing', async (key) => {
  const text = await system().raw(
    `GET /doi-chung?${key}=1&${key}[polluted]=1 HTTP/1.1\r\nhost: a\r\n${key}: polluted\r\nconnection: close\r\n\r\n`,
  )
  expect(text).toMatch(/^HTTP\/1\.1 200 /)
  await clean()
})

test('a script cannot send such a key on', async () => {
  for (const key of KEYS) {
    const answer = await system().send('/ma', { body: { text: `{"a":{"${key}":{"polluted":1}}}` } })
    expect(answer.body).toMatchObject({ code: 'json.forbidden-key' })
  }
  await clean()
})

test.each([
  ...KEYS.map((key) => ['a node', `{"nodes":{"${key}":{"use":"http-reply@1"}}}`] as const),
  ...KEYS.map(
    (key) =>
      ['a setting', `{"nodes":{"nhan":{"use":"http-in@1","settings":{"path":"/x","${key}":{"polluted":1}}}}}`] as const,
  ),
  ...KEYS.map(
    (key) =>
      ['a wire', `{"nodes":{"nhan":{"use":"http-in@1","settings":{"path":"/x"},"to":{"${key}":["a"]}}}}`] as const,
  ),
])('%s of a flow with such a name is refused by the API: %s', async (_what, part) => {
  const flow = `{"flow":{"format":1,"id":"doc-hai","title":"x",${part.slice(1, -1)}}}`
  const answer = await raw('PUT', '/flows/doc-hai', flow)
  expect(answer).toMatchObject({ status: 400, body: { code: 'json.forbidden-key' } })
  expect((await system().call('GET', '/flows/doc-hai')).status).toBe(404)
  await clean()
})

test.each(KEYS)('a mapping to or from %s is refused when it is published, and harmless in a preview', async (key) => {
  for (const item of [
    { target: `a.${key}.polluted`, value: '1' },
    { target: key, value: '1' },
    { target: 'a', value: { field: `${key}.polluted` } },
  ]) {
    const preview = await system().call('POST', '/expressions/preview', { mapping: [item], input: { body: { a: 1 } } })
    expect(preview.status).toBeLessThan(500)
    expect(preview.text).not.toContain('native code')
  }
  for (const expression of [
    key,
    `$lookup({}, "${key}")`,
    `{"${key}": {"polluted": 1}}`,
    `$merge([{}, {"${key}": {"polluted": 1}}])`,
    `$eval("${key}")`,
  ]) {
    const preview = await system().call('POST', '/expressions/preview', { expression, input: { body: {} } })
    expect(preview.status).toBeLessThan(500)
    expect(preview.text).not.toMatch(/native code|bug\.unexpected/)
  }
  await clean()
})

test.each(KEYS)('%s as an id in the address is only an unknown id', async (key) => {
  for (const path of [
    `/flows/${key}`,
    `/runs/${key}`,
    `/connections/${key}`,
    `/tables/${key}`,
    `/flows/${key}/versions`,
  ]) {
    const answer = await system().call('GET', path)
    expect([400, 404]).toContain(answer.status)
    expect(answer.body.code).toMatch(/^api\./)
  }
  expect((await system().send(`/${key}`)).status).toBe(404)
})

function raw(method: string, path: string, body: string): Promise<Answer> {
  return system().call(method, path, Buffer.from(body))
}
