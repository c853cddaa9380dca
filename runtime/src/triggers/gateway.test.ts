import { describe, expect, test } from 'vitest'
import { flowBehind, openEntrance } from './testing/entrance.ts'

const stored = (path: string, more: object = {}) => flowBehind('luu', { path, answer: 'stored', ...more })

describe('what is sent twice', () => {
  test('with one Idempotency-Key is one run; long keys are told apart by their ends', async () => {
    const it = await openEntrance([stored('/a')])
    const long = 'k'.repeat(300)
    const keys = ['x', 'x', `${long}1`, `${long}2`, `${long}2`]
    const answers = []
    for (const key of keys) answers.push(await it.send('/a', { n: 1 }, { 'idempotency-key': key }))
    expect(answers.map(({ status, body }) => [status, body?.duplicate])).toEqual([
      [202, false],
      [202, true],
      [202, false],
      [202, false],
      [202, true],
    ])
    expect(await it.runs()).toHaveLength(3)
  })
  test('with a key that is an object counts by its content', async () => {
    const it = await openEntrance([stored('/a', { dedupe: 'ho' })])
    for (const ma of ['1', '2', '1']) await it.send('/a', { ho: { ma } })
    expect(await it.runs()).toHaveLength(2)
  })
  test('is refused with 409 and the first run when the flow says so', async () => {
    const it = await openEntrance([stored('/a', { dedupe: 'ma', onDuplicate: 'reject' })])
    const first = await it.send('/a', { ma: '1' })
    const second = await it.send('/a', { ma: '1' })
    expect([second.status, second.body?.code, second.body?.run]).toEqual([409, 'gateway.duplicate', first.body?.run])
  })
  test('with one key but another body is a conflict, and the first run stays as it was', async () => {
    for (const answer of ['stored', 'result']) {
      const it = await openEntrance([flowBehind('k', { path: '/a', answer })])
      const key = { 'idempotency-key': 'x' }
      const first = await it.send('/a', { n: 1 }, key)
      const other = await it.send('/a', { n: 2 }, key)
      expect([other.status, other.body?.code]).toEqual([422, 'gateway.key-reused'])
      expect(other.body?.run).toBe(first.headers.get('x-lienthong-run'))
      expect((await it.send('/a?b=1', { n: 1 }, key)).status).toBe(422)
      expect((await it.send('/a', { n: 1 }, key)).status).toBeLessThan(300)
      expect(await it.runs()).toHaveLength(1)
    }
  })
  test('counts by its content where the trigger says so, whatever its key', async () => {
    const it = await openEntrance([stored('/a', { dedupeBy: 'content' })])
    const sent = [
      await it.send('/a', { n: 1 }, { 'idempotency-key': 'x' }),
      await it.send('/a', { n: 1 }, { 'idempotency-key': 'y' }),
      await it.send('/a', { n: 2 }, { 'idempotency-key': 'x' }),
      await it.send('/a?b', { n: 1 }),
    ]
    expect(sent.map(({ body }) => body?.duplicate)).toEqual([false, true, false, false])
  })
  test('after the window of its trigger is a new message', async () => {
    const it = await openEntrance([stored('/a', { dedupe: 'ma', dedupeWindow: 'PT1S' })])
    const first = await it.send('/a', { ma: '1' })
    expect((await it.send('/a', { ma: '1' })).body?.run).toBe(first.body?.run)
    await expect.poll(async () => (await it.send('/a', { ma: '1' })).body?.duplicate, { timeout: 5000 }).toBe(false)
  })
  test('to two triggers of a flow is two messages, whatever their keys', async () => {
    const one = stored('/a')
    const huy = { use: 'http-in@1', settings: { path: '/b', answer: 'stored', dedupe: 'ma' }, to: { out: ['a'] } }
    const it = await openEntrance([{ ...one, nodes: { ...one.nodes, huy } }])
    const answers = []
    for (const path of ['/a', '/b', '/a', '/b'])
      answers.push(await it.send(path, { ma: 'x' }, { 'idempotency-key': 'x' }))
    expect(answers.map(({ status, body }) => [status, body?.duplicate])).toEqual([
      [202, false],
      [202, false],
      [202, true],
      [202, true],
    ])
    expect(await it.runs()).toHaveLength(2)
  })
  test('while the first still runs gets 202 with the id of that run', async () => {
    const it = await openEntrance([flowBehind('h', { path: '/a' }, { use: 'delay@1', settings: { for: 'PT0.5S' } })])
    const first = it.send('/a', 1, { 'idempotency-key': 'x' })
    await expect.poll(async () => (await it.runs()).length).toBe(1)
    const second = await it.send('/a', 1, { 'idempotency-key': 'x' })
    expect([second.status, second.body]).toEqual([202, { run: (await it.runs())[0]?.id, duplicate: true }])
    await first
  })
  test('gets the first reply again with its status and headers, once there is one', async () => {
    const it = await openEntrance([
      flowBehind(
        'tra',
        { path: '/a', dedupe: 'ma' },
        { use: 'http-reply@1', settings: { status: 201, headers: [{ name: 'x-so', value: { expr: '$string(n)' } }] } },
      ),
    ])
    const first = await it.send('/a', { ma: '1', n: 1 })
    await expect.poll(async () => (await it.runs())[0]?.status).toBe('done')
    const second = await it.send('/a', { ma: '1', n: 2 })
    expect([second.status, second.body]).toEqual([201, first.body])
    expect(second.headers.get('x-so')).toBe('1')
    expect(second.headers.get('x-lienthong-run')).toBe(first.headers.get('x-lienthong-run'))
  })
})

describe('an address', () => {
  test('that nobody has is 404, one with another method 405, also with parameters', async () => {
    const it = await openEntrance([flowBehind('tra', { path: '/tra/{ma}', method: 'GET' })])
    expect((await it.call('/khac')).status).toBe(404)
    const refused = await it.call('/tra/1')
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET'])
    expect((await it.call('/tra/1', { method: 'GET' })).status).toBe(200)
  })
  test('with a key opens to the right key only, in either header', async () => {
    const it = await openEntrance([stored('/a', { access: 'key', connection: 'khoa' })])
    const with_ = async (headers: Record<string, string>) => (await it.send('/a', 1, headers)).status
    expect(await with_({})).toBe(401)
    expect(await with_({ 'x-api-key': 'khoa-sai' })).toBe(401)
    expect(await with_({ 'x-api-key': 'khoa-dung' })).toBe(202)
    expect(await with_({ authorization: 'Bearer khoa-dung' })).toBe(202)
    expect(await with_({ authorization: 'Basic khoa-dung' })).toBe(401)
  })
  test('of a paused flow says 503 and when to come back, and stores nothing', async () => {
    const it = await openEntrance([stored('/a')], true)
    const answer = await it.send('/a', 1)
    expect([answer.status, answer.body?.code, answer.headers.get('retry-after')]).toEqual([503, 'gateway.paused', '5'])
    expect(await it.runs()).toEqual([])
  })
})

describe('a form', () => {
  test('keeps every value of a field that is sent several times, in its order', async () => {
    const it = await openEntrance([flowBehind('h', { path: '/a', accepts: 'form' })])
    const answer = await it.call('/a', { body: new URLSearchParams('a=1&b=x&a=&a=2') })
    expect(JSON.stringify(answer.body)).toBe('{"a":["1","","2"],"b":"x"}')
  })
})

describe('a message', () => {
  const echo = { use: 'http-reply@1', settings: { content: 'value', body: { expr: '$headers' } } }
  test('carries path and query as headers, and neither credentials nor what belongs to the connection', async () => {
    const it = await openEntrance([flowBehind('h', { path: '/a/{maSo}' }, echo)])
    const { body } = await it.send('/a/%C4%91?Ten=x&ten=y%26&khac=1', 1, {
      authorization: 'Bearer x',
      cookie: 'a=b',
      'query-khac': 'z',
      'X-Rieng': '1',
    })
    expect(body).toMatchObject({
      'path-maso': 'đ',
      'query-ten': 'x, y&',
      'query-khac': '1',
      'x-rieng': '1',
      'content-type': 'application/json',
    })
    for (const name of ['authorization', 'cookie', 'host', 'content-length', 'connection'])
      expect(body).not.toHaveProperty(name)
  })
  test('without a body is null', async () => {
    const it = await openEntrance([
      flowBehind(
        'h',
        { path: '/a', accepts: 'any' },
        { use: 'http-reply@1', settings: { content: 'value', body: { expr: '{"kieu": $type($)}' } } },
      ),
    ])
    expect((await it.call('/a')).body).toEqual({ kieu: 'null' })
  })
  test('that the flow fails on answers with the error as a problem document and its run', async () => {
    const it = await openEntrance([flowBehind('h', { path: '/a' }, { use: 'splitter@1' })])
    const answer = await it.send('/a', 'không phải danh sách')
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).toMatchObject({ code: 'message.wrong-shape', status: answer.status })
    expect(answer.body?.run).toBe(answer.headers.get('x-lienthong-run'))
  })
  test('whose flow is not done in time answers 504 with its run, which goes on', async () => {
    const it = await openEntrance([
      flowBehind('h', { path: '/a', timeout: 'PT0.05S' }, { use: 'delay@1', settings: { for: 'PT0.3S' } }),
    ])
    const answer = await it.send('/a', 1)
    expect([answer.status, answer.body?.code]).toEqual([504, 'run.timeout'])
    await expect.poll(async () => (await it.runs())[0]?.status).toBe('done')
  })
})

test('bodies that memory has no room for are refused and not read, until others are answered', async () => {
  const slow = flowBehind('h', { path: '/a' }, { use: 'delay@1', settings: { for: 'PT0.4S' } })
  const it = await openEntrance([slow], false, 1000)
  const body = 'x'.repeat(600)
  const first = it.send('/a', body)
  await expect.poll(async () => (await it.runs()).length).toBe(1)
  const refused = await it.send('/a', body)
  expect([refused.status, refused.body?.code, refused.headers.get('retry-after')]).toEqual([503, 'gateway.memory', '5'])
  expect((await it.send('/a', 'y')).body?.code).toBe('run.no-reply')
  await first
  for (let i = 0; i < 3; i++) expect((await it.send('/a', body)).body?.code).toBe('run.no-reply')
})

test('a gateway that closes answers what it began and takes nothing new', async () => {
  const it = await openEntrance([flowBehind('h', { path: '/a' }, { use: 'delay@1', settings: { for: 'PT0.2S' } })])
  const begun = it.send('/a', 1)
  await expect.poll(async () => (await it.runs()).length).toBe(1)
  const closed = it.gateway.close()
  expect((await begun).body?.code).toBe('run.no-reply')
  await closed
  await expect(it.send('/a', 1)).rejects.toThrow()
})
