import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { createSimulator, type FramedSimulator } from './create-simulator.ts'
import { jsonReply } from './reply.ts'
import { asObject, MAX_BODY_BYTES, textOf } from './request.ts'

const open: FramedSimulator[] = []
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close()
})

/** A partner with one write (`POST /ghi {ma}`), one read, and one address that is broken. */
async function start(
  host?: string,
): Promise<{ url: string; port: number; simulator: FramedSimulator; stored: string[] }> {
  const stored: string[] = []
  const { simulator } = createSimulator({}, () => ({
    name: 'thu',
    title: { vi: 'Đối tác <thử>', en: 'Test partner' },
    summary: { vi: 'Dùng trong kiểm thử.', en: 'For tests.' },
    routes: [
      {
        method: 'POST',
        path: '/ghi',
        operation: 'ghi',
        session: true,
        creates: true,
        handle: (request) => {
          const key = textOf(asObject(request.json()), 'ma') ?? ''
          request.record([{ operation: 'ghi', key, outcome: 'inserted', body: request.json() }])
          stored.push(key)
          return jsonReply(201, { ketQua: `đã ghi ${key}` })
        },
      },
      {
        method: 'GET',
        path: '/doc/{ma}',
        operation: 'doc',
        handle: (request) => jsonReply(200, { ma: request.params.get('ma') }),
      },
      {
        method: 'GET',
        path: '/hong',
        operation: 'hong',
        handle: () => {
          throw new Error('a defect')
        },
      },
    ],
    dialect: {
      failure: (status, message) => jsonReply(status, { loi: message.vi }),
      sessionExpired: () => jsonReply(401, { loi: 'hết phiên' }),
      duplicate: () => jsonReply(409, { loi: 'đã tồn tại' }),
    },
    counts: () => ({ stored: stored.length }),
    countTitles: { stored: { vi: 'Đã ghi', en: 'Stored' } },
    reset: () => stored.splice(0),
  }))
  open.push(simulator)
  const { url, port } = await simulator.listen(0, host)
  return { url, port, simulator, stored }
}

const write = (url: string, ma: string, init: RequestInit = {}) =>
  fetch(`${url}/ghi`, { method: 'POST', body: JSON.stringify({ ma }), ...init })

test('a delay makes the answer late and changes nothing else', async () => {
  const { url, simulator } = await start()
  simulator.faults.set({ delayMs: 120 })
  const before = performance.now()
  expect((await write(url, 'a')).status).toBe(201)
  expect(performance.now() - before).toBeGreaterThanOrEqual(115)
})

test('a timeout takes the request, does nothing and never answers', async () => {
  const { url, simulator, stored } = await start()
  simulator.faults.set({ timeoutRate: { value: 1, times: 1 } })
  await expect(write(url, 'a', { signal: AbortSignal.timeout(150) })).rejects.toThrow(/timeout/i)
  expect(stored).toEqual([])
  expect((await write(url, 'a')).status).toBe(201)
})

test('a server error comes before the work, with the statuses that gateways send', async () => {
  const { url, simulator, stored } = await start()
  simulator.faults.set({ errorRate5xx: 1 })
  const statuses = new Set<number>()
  for (let i = 0; i < 30; i++) statuses.add((await write(url, 'a')).status)
  expect([...statuses].sort()).toEqual([500, 502, 503])
  expect(stored).toEqual([])
})

test('an error page comes as HTTP 200 with HTML, before the work', async () => {
  const { url, simulator, stored } = await start()
  simulator.faults.set({ htmlErrorRate: 1 })
  const response = await write(url, 'a')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(await response.text()).toContain('Lỗi hệ thống')
  expect(stored).toEqual([])
})

test('an expired session comes before the work, a duplicate after it', async () => {
  const { url, simulator, stored } = await start()
  simulator.faults.set({ sessionExpiredRate: { value: 1, times: 1 }, duplicateRate: 1 })
  expect((await write(url, 'a')).status).toBe(401)
  expect(stored).toEqual([])
  expect((await write(url, 'a')).status).toBe(409)
  expect(stored).toEqual(['a'])
  expect(simulator.recorded()[0]?.fault).toBe('duplicateRate')
})

test('a cut connection comes after the work, and the record says so', async () => {
  const { url, simulator, stored } = await start()
  simulator.faults.set({ dropAfterRate: { value: 1, times: 1 } })
  await expect(write(url, 'a', { headers: { 'idempotency-key': 'k-1' } })).rejects.toThrow(/fetch failed/)
  expect(stored).toEqual(['a'])
  expect(simulator.recorded()).toMatchObject([
    { key: 'a', outcome: 'inserted', fault: 'dropAfterRate', idempotencyKey: 'k-1', call: 1 },
  ])
  expect((await write(url, 'b')).status).toBe(201)
})

test('half an answer announces its whole length and breaks off', async () => {
  const { url, simulator, stored } = await start()
  simulator.faults.set({ halfResponseRate: 1 })
  const response = await write(url, 'a')
  expect(response.status).toBe(201)
  await expect(response.text()).rejects.toThrow()
  expect(stored).toEqual(['a'])
})

test('broken XML comes after the work and no parser can take it', async () => {
  const { url, simulator, stored } = await start()
  simulator.faults.set({ invalidXmlRate: 1 })
  const response = await write(url, 'a')
  const text = await response.text()
  expect(response.headers.get('content-type')).toContain('xml')
  expect(text).toContain('\u0001')
  expect(text).toContain('&khongXacDinh;')
  expect(text).toMatch(/soap:Fault/)
  expect(stored).toEqual(['a'])
})

test('faults are turned over HTTP, and wrong settings are refused in both languages', async () => {
  const { url } = await start()
  const put = (dial: unknown) => fetch(`${url}/_sim/faults`, { method: 'PUT', body: JSON.stringify(dial) })
  expect(await (await put({ errorRate5xx: { value: 1, times: 1 } })).json()).toMatchObject({
    faults: { errorRate5xx: { value: 1, timesLeft: 1 } },
  })
  expect((await write(url, 'a')).status).toBeGreaterThanOrEqual(500)
  expect((await write(url, 'a')).status).toBe(201)
  expect(await (await fetch(`${url}/_sim/faults`)).json()).toMatchObject({ struck: { errorRate5xx: 1 } })
  const refused = await put({ errorRate5xx: 2 })
  expect(refused.status).toBe(400)
  expect(await refused.json()).toMatchObject({
    code: 'simulator.bad-setting',
    message: { vi: expect.stringContaining('errorRate5xx'), en: expect.any(String) },
  })
})

test('the record and the state can be read over HTTP, and a reset begins again', async () => {
  const { url } = await start()
  await write(url, 'a')
  await write(url, 'b')
  const read = async (path: string) => (await fetch(`${url}/_sim/${path}`)).json()
  expect(await read('record?after=1')).toMatchObject({ entries: [{ seq: 2, key: 'b' }] })
  expect(await read('state')).toMatchObject({
    name: 'thu',
    calls: 2,
    counts: { stored: 2 },
    record: { lastSeq: 2, entries: 2 },
  })
  const state = await (await fetch(`${url}/_sim/reset`, { method: 'POST' })).json()
  expect(state).toMatchObject({ calls: 0, counts: { stored: 0 }, record: { entries: 0 } })
  expect((await fetch(`${url}/_sim/record?after=x`)).status).toBe(400)
  expect((await fetch(`${url}/_sim/khong-co`)).status).toBe(404)
})

function statusOf(
  port: number,
  headers: Readonly<Record<string, string>>,
  host = '127.0.0.1',
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host, port, path: '/_sim/reset', method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    call.on('error', reject)
    call.end()
  })
}

test('controls refuse a foreign page, a rebound name and another machine', async () => {
  const { port } = await start('0.0.0.0')
  expect(await statusOf(port, { origin: 'http://evil.example' })).toBe(403)
  expect(await statusOf(port, { host: 'evil.example' })).toBe(403)
  expect(await statusOf(port, { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` })).toBe(200)
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((face) => face?.family === 'IPv4' && !face.internal)?.address
  if (outside !== undefined) expect(await statusOf(port, { host: `127.0.0.1:${port}` }, outside)).toBe(403)
})

test('the status page is Vietnamese, escapes what it shows, and has an English side', async () => {
  const { url, simulator } = await start()
  await write(url, '<script>alert(1)</script>')
  simulator.faults.set({ delayMs: { value: 1, times: 3 } })
  const page = await fetch(`${url}/`)
  const html = await page.text()
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(html).toContain('Đối tác &lt;thử&gt;')
  expect(html).toContain('&lt;script&gt;alert(1)')
  expect(html).not.toContain('<script>')
  expect(html).toContain('còn 3 lần')
  expect(html).toContain('<th scope="row">Đã ghi</th><td>1</td>')
  expect(html).toContain('<td>Thêm mới</td>')
  expect(await (await fetch(`${url}/?lang=en`)).text()).toContain('Faults in force')
})

test('broken requests get the partner’s own words: path, method, JSON, UTF-8, size', async () => {
  const { url, stored } = await start()
  const failure = async (path: string, init: RequestInit) => {
    const response = await fetch(`${url}${path}`, init)
    return [response.status, ((await response.json()) as { loi: string }).loi] as const
  }
  expect((await failure('/khong-co', {}))[0]).toBe(404)
  expect((await failure('/ghi', {}))[0]).toBe(405)
  expect((await failure('/doc/%E0%A4%A', {}))[0]).toBe(404)
  expect((await failure('/ghi', { method: 'POST', body: '{"ma":' }))[0]).toBe(400)
  expect((await failure('/ghi', { method: 'POST', body: '{"__proto__":{"x":1}}' }))[0]).toBe(400)
  expect((await failure('/ghi', { method: 'POST', body: '['.repeat(100_000) }))[0]).toBe(400)
  expect((await failure('/ghi', { method: 'POST', body: new Uint8Array([0x22, 0xff, 0x22]) }))[0]).toBe(400)
  expect(
    await failure('/ghi', { method: 'POST', body: new Uint8Array(MAX_BODY_BYTES + 1) }).catch(() => [413, '20 MB']),
  ).toEqual([413, expect.stringContaining('20 MB')])
  expect(stored).toEqual([])
  expect((await fetch(`${url}/doc/h%E1%BB%93`)).status).toBe(200)
})

test('a body without an announced length is cut off at the limit too', async () => {
  const { url, stored } = await start()
  // Far more than the limit, and a turn of the event loop for each part: a client that never pauses would fill the memory before it hears of the end.
  let parts = 0
  const endless = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise(setImmediate)
      if (parts++ < 200) controller.enqueue(new Uint8Array(1024 * 1024))
      else controller.close()
    },
  })
  const answer = await fetch(`${url}/ghi`, { method: 'POST', body: endless, duplex: 'half' } as RequestInit).then(
    (r) => r.status,
    () => 'cut',
  )
  expect([413, 'cut']).toContain(answer)
  expect(stored).toEqual([])
})

test('a defect of a handler answers 500, warns once, and the server goes on', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const { url } = await start()
  expect((await fetch(`${url}/hong`)).status).toBe(500)
  expect((await write(url, 'a')).status).toBe(201)
  expect(warn).toHaveBeenCalledTimes(1)
  warn.mockRestore()
})

test('garbage instead of HTTP closes that connection only', async () => {
  const { url, port } = await start()
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('xin chào\r\n\r\n'))
    socket.on('data', (bytes) => resolve(bytes.toString()))
    socket.on('error', () => resolve('cut'))
  })
  expect(answer).toContain('400')
  expect((await write(url, 'a')).status).toBe(201)
})

test('close cuts calls that wait, does not do their work, and can be called twice', async () => {
  const { url, simulator, stored } = await start()
  simulator.faults.set({ delayMs: 60_000 })
  const waiting = write(url, 'a').then(
    () => 'answered',
    () => 'cut',
  )
  await vi.waitFor(() => expect(simulator.state().calls).toBe(1))
  await Promise.all([simulator.close(), simulator.close()])
  expect(await waiting).toBe('cut')
  expect(stored).toEqual([])
})
