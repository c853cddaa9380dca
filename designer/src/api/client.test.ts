import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { addressOf, createClient } from './client.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`
}

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

const problem = (code: string, status: number) => ({
  type: 'about:blank',
  title: code,
  status,
  detail: 'câu',
  code,
  message: { vi: 'câu', en: 'sentence' },
  advice: { vi: 'làm gì', en: 'what to do' },
  problems: [{ path: 'address', severity: 'error', message: { vi: 'sai', en: 'wrong' } }],
})
const user = { name: 'an', displayName: 'An', role: 'admin', unit: 'mac-dinh', mustSetPassword: false }
const fault = async (promise: Promise<unknown>): Promise<ApiError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${error}`)
  return error
}

test('parameters are escaped and empty query values left out', () => {
  expect(addressOf('getVersion', { params: { id: 'a', version: 'sha/1 2' } })).toBe('/flows/a/versions/sha%2F1%202')
  expect(addressOf('listRuns', { query: { q: 'hồ sơ', flow: '', status: undefined, limit: 50 } })).toBe(
    '/runs?q=h%E1%BB%93+s%C6%A1&limit=50',
  )
})

test('a missing path parameter is refused before anything is sent', () => {
  expect(() => addressOf('getRun', { params: { id: '' } })).toThrow('parameter id is missing')
})

test('a problem document becomes an ApiError with both languages, advice and places', async () => {
  const base = await serve((_request, response) => json(response, 409, problem('api.conflict', 409)))
  const error = await fault(createClient({ fetch, base }).call('getFlow', { params: { id: 'a' } }))
  expect(error).toMatchObject({ code: 'api.conflict', status: 409, text: { vi: 'câu', en: 'sentence' } })
  expect(error.problems).toEqual([{ path: 'address', severity: 'error', message: { vi: 'sai', en: 'wrong' } }])
})

test('an answer of another form is an error and not data', async () => {
  const base = await serve((_request, response) => json(response, 200, { flows: 'none' }))
  expect((await fault(createClient({ fetch, base }).call('listFlows', {}))).code).toBe('client.bad-answer')
})

test('a page of a proxy in place of a problem document is said plainly', async () => {
  const base = await serve((_request, response) => response.writeHead(500).end('<html>oops</html>'))
  expect((await fault(createClient({ fetch, base }).call('listFlows', {}))).code).toBe('client.bad-answer')
  const gone = await serve((_request, response) => response.writeHead(502).end('<html>bad gateway</html>'))
  expect((await fault(createClient({ fetch, base: gone }).call('listFlows', {}))).code).toBe('client.offline')
})

test('a server that is away and one that never answers are told apart', async () => {
  const away = createClient({ fetch, base: 'http://127.0.0.1:1/api/v1' })
  expect((await fault(away.call('listFlows', {}))).code).toBe('client.offline')
  const base = await serve(() => undefined)
  const slow = await fault(createClient({ fetch, base, timeoutMs: 60 }).call('listFlows', {}))
  expect(slow.code).toBe('client.timeout')
})

test('when the session has ended the call waits for a new sign-in and is sent once more', async () => {
  let signedIn = false
  let asked = 0
  const base = await serve((_request, response) =>
    signedIn ? json(response, 200, user) : json(response, 401, problem('api.unauthenticated', 401)),
  )
  const client = createClient({
    fetch,
    base,
    onExpired: async () => {
      asked++
      signedIn = true
      return true
    },
  })
  expect(await client.call('whoAmI', {})).toEqual(user)
  expect(asked).toBe(1)
})

test('a wrong password does not open the sign-in dialog a second time', async () => {
  let asked = 0
  const base = await serve((_request, response) => json(response, 401, problem('api.unauthenticated', 401)))
  const onExpired = async () => {
    asked++
    return true
  }
  const client = createClient({ fetch, base, onExpired })
  await fault(client.call('signIn', { body: { name: 'an', password: 'x' } }))
  expect(asked).toBe(0)
})

test('the body goes out as JSON with the method of the route', async () => {
  let seen = ''
  const base = await serve((request, response) => {
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      seen += chunk
    })
    request.on('end', () => {
      seen = `${request.method} ${request.headers['content-type']} ${seen}`
      json(response, 200, {})
    })
  })
  await createClient({ fetch, base }).call('pauseFlow', { params: { id: 'a' }, body: { reason: 'bảo trì' } })
  expect(seen).toBe('POST application/json {"reason":"bảo trì"}')
})
