import { expect, test } from 'vitest'
import { handle } from '#nodes/testing/real-partners.ts'
import { retryable } from '#shared/errors/flow-error.ts'
import type { HttpAnswer, HttpRequest } from '#shared/node/run.ts'
import { TEST_INSTANT, type TestTools, testNode, toMessage } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

const START = Date.parse(TEST_INSTANT)
const message = toMessage({ maDinhDanh: '01' })
const connection = async () => handle('http', {}, {}, 'btp')
const answer = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  text: JSON.stringify(body),
  json: () => body,
})

function asked(reply: () => HttpAnswer, tools: TestTools = {}, more: Record<string, unknown> = {}) {
  const settings = { connection: 'btp', path: '/trang-thai', done: 'trangThai = "3"', every: 'PT15M', deadline: 'P1D' }
  const seen: HttpRequest[] = []
  const http = async (_id: string, request: HttpRequest) => {
    seen.push(request)
    return reply()
  }
  const node = testNode({ definition, run }, { ...settings, ...more })
  return { emission: node.send(message, { connection, http, ...tools }), seen }
}

test('an answer that meets the condition leaves as the body', async () => {
  const { emission, seen } = asked(() => answer({ trangThai: '3' }))
  expect(await emission).toMatchObject({ kind: 'emit', port: 'out', message: { body: { trangThai: '3' } } })
  expect(seen).toMatchObject([{ method: 'GET', path: '/trang-thai' }])
})

test('any other answer is asked for again after the interval, and the condition sees its status', async () => {
  expect(await asked(() => answer({ trangThai: '1' })).emission).toEqual({
    kind: 'again',
    at: START + 900_000,
    until: START + 86_400_000,
  })
  const done = { done: '$headers.status = "200"', okStatuses: '200-299, 404' }
  expect(await asked(() => answer({}, 404), {}, done).emission).toMatchObject({ kind: 'again' })
  expect(await asked(() => answer({}, 200), {}, done).emission).toMatchObject({ port: 'out' })
})

test('the last question falls on the deadline, and then the message leaves as it came in', async () => {
  const since = START - 86_400_000 + 60_000
  const pending = (): HttpAnswer => answer({ trangThai: '1' })
  expect(await asked(pending, { asked: { tries: 95, since } }).emission).toMatchObject({ at: START + 60_000 })
  const late = asked(pending, { asked: { tries: 96, since: START - 86_400_000 } })
  expect(await late.emission).toEqual({ kind: 'emit', port: 'timeout', message })
  const last = asked(pending, { asked: { tries: 4, since: START - 1 } }, { tries: 5 })
  expect(await last.emission).toMatchObject({ port: 'timeout' })
})

test('a partner that cannot be reached is asked again; one that refuses stops the message', async () => {
  const unreachable = (): never => {
    throw retryable('connect.unreachable', { host: 'btp', reason: 'ECONNREFUSED' })
  }
  expect(await asked(unreachable).emission).toMatchObject({
    kind: 'again',
    at: START + 900_000,
    error: { code: 'connect.unreachable' },
  })
  expect(await asked(() => answer({}, 503)).emission).toMatchObject({ kind: 'again', error: { class: 'transient' } })
  await expect(asked(() => answer({}, 400)).emission).rejects.toMatchObject({ data: { code: 'http.rejected' } })
})

test('a partner that asks for a longer wait is not asked before, a shorter one changes nothing, and the deadline stays', async () => {
  const after = (seconds: string, status = 202) =>
    asked(() => answer({ trangThai: '1' }, status, { 'retry-after': seconds })).emission
  expect(await after('1800')).toMatchObject({ kind: 'again', at: START + 1_800_000 })
  expect(await after('1800', 503)).toMatchObject({ kind: 'again', at: START + 1_800_000 })
  expect(await after('60')).toMatchObject({ at: START + 900_000 })
  expect(await after('60', 429)).toMatchObject({ at: START + 900_000 })
  expect(await after('999999999')).toMatchObject({ at: START + 86_400_000 })
  expect(await after('lát nữa')).toMatchObject({ at: START + 900_000 })
  const date = { 'retry-after': 'Mon, 05 Jan 2026 02:00:00 GMT', date: 'Mon, 05 Jan 2026 01:00:00 GMT' }
  expect(await asked(() => answer({}, 202, date)).emission).toMatchObject({ at: START + 3_600_000 })
})

test('a wait that an earlier step was asked for does not count', async () => {
  const earlier = { ...message, headers: { 'retry-after': '7200' } }
  const node = testNode({ definition, run }, { connection: 'btp', done: 'false', deadline: 'P1D' })
  const tools = { connection, http: async () => answer({}) }
  expect(await node.send(earlier, tools)).toMatchObject({ kind: 'again', at: START + 300_000 })
})

test('how long it asks must be said', () => {
  const settings = { connection: 'btp', done: 'x' }
  expect(definition.settings.safeParse(settings).success).toBe(false)
  expect(definition.settings.safeParse({ ...settings, deadline: 'P7D' }).success).toBe(true)
  expect(definition.settings.safeParse({ ...settings, deadline: 'P7D', every: 'PT0S' }).success).toBe(false)
})
