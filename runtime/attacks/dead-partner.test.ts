import { createServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, expect, test, vi } from 'vitest'
import { selfSigned } from '#runtime/worker/testing/self-signed.ts'
import type { Run, RunStatus } from '#shared/api/runs.ts'
import { type FlowFile, flowOf, type Installation, unharmed, useInstallation } from './installation.ts'
import { answerJson, startPartner } from './partner.ts'

vi.setConfig({ testTimeout: 60_000 })
const system = useInstallation()

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

const POLICY = { mau: { times: 2, first: 'PT0.1S', factor: 1, max: 'PT0.2S', jitter: 0 } }

/** Takes a message at once and calls a partner for it: safe to repeat (PUT) unless told. */
function calling(id: string, settings: Record<string, unknown> = {}): FlowFile {
  const goi = {
    use: 'http-request@1',
    settings: { connection: id, method: 'PUT', path: '/ho-so', timeout: 'PT1S', ...settings },
    onError: { retry: 'mau' },
  }
  return flowOf(id, { accepts: 'json', answer: 'stored' }, { goi }, { keys: { maHoSo: 'ma' }, retry: POLICY })
}

async function sendTo(
  it: Installation,
  id: string,
  baseUrl: string,
  settings?: Record<string, unknown>,
): Promise<string> {
  await it.connect(id, { kind: 'http', title: id, values: { baseUrl } })
  await it.publish(calling(id, settings))
  const answer = await it.send(`/${id}`, { body: { ma: '00123', ten: 'Nguyễn Thị Bưởi' } })
  expect(answer.status).toBe(202)
  return answer.body.run
}

/** Waits until the run stands still in one of these states. */
async function ends(it: Installation, run: string, ...statuses: RunStatus[]): Promise<Run> {
  const until = performance.now() + 30_000
  for (;;) {
    const found = await it.run(run)
    if (statuses.includes(found.status)) return found
    if (performance.now() > until) throw new Error(`run ${run} is still ${found.status}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** The original is kept, word for word, and can be found by its business key. */
async function keptInInbox(it: Installation, id: string, run: string): Promise<void> {
  const [row] = await it.runs(`flow=${id}&status=failed,in-doubt&key=00123`)
  expect(row?.id).toBe(run)
  expect((await it.run(run)).steps[0]?.input).toMatchObject({ body: { ma: '00123', ten: 'Nguyễn Thị Bưởi' } })
}

/** A TCP server that treats each connection the same way. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push(server)
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
const tcp = (treat: (socket: import('node:net').Socket) => void): Promise<number> =>
  listening(
    createServer((socket) => {
      socket.on('error', () => undefined)
      treat(socket)
    }),
  )
const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'

const dead: readonly [string, (socket: import('node:net').Socket) => void, string, RegExp][] = [
  ['silence', () => undefined, 'connect.timeout', /không trả lời trong 1 giây/],
  [
    'half-head',
    (s) => s.on('data', () => s.write('HTTP/1.1 200 OK\r\ncontent-ty')),
    'connect.timeout',
    /không trả lời/,
  ],
  [
    'half-body',
    (s) => s.on('data', () => s.write(`${OK}content-length: 100\r\n\r\n{"a":`)),
    'connect.timeout',
    /không trả lời/,
  ],
  [
    'one-byte-at-a-time',
    (s) =>
      s.on('data', () => {
        s.write(`${OK}content-length: 100\r\n\r\n`)
        const t = setInterval(() => s.write(' '), 200)
        s.on('close', () => clearInterval(t))
      }),
    'connect.timeout',
    /không trả lời/,
  ],
  ['cut', (s) => s.on('data', () => s.destroy()), 'connect.cut', /ngắt kết nối giữa chừng/],
  [
    'cut-in-body',
    (s) => s.on('data', () => s.end(`${OK}content-length: 100\r\n\r\n{"a":`)),
    'connect.cut',
    /ngắt kết nối giữa chừng/,
  ],
  ['reset', (s) => s.on('data', () => s.resetAndDestroy()), 'connect.cut', /ngắt kết nối giữa chừng/],
  [
    'no-http',
    (s) => s.on('data', () => s.end('SSH-2.0-OpenSSH_9.2\r\n')),
    'http.bad-answer',
    /trả lời không đúng dạng/,
  ],
  [
    'half-json',
    (s) => s.on('data', () => s.end(`${OK}content-length: 5\r\n\r\n{"a":`)),
    'http.bad-answer',
    /trả lời không đúng dạng/,
  ],
  [
    '5xx',
    (s) => s.on('data', () => s.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n')),
    'http.server-error',
    /báo lỗi máy chủ \(HTTP 502\)/,
  ],
  [
    '429',
    (s) => s.on('data', () => s.end('HTTP/1.1 429 Slow\r\ncontent-length: 0\r\n\r\n')),
    'http.too-many',
    /quá nhiều yêu cầu/,
  ],
  [
    'both-lengths',
    (s) => s.on('data', () => s.end(`${OK}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`)),
    'connect.cut',
    /./,
  ],
  [
    'endless-head',
    (s) =>
      s.on('data', () => {
        for (let i = 0; i < 100; i++) s.write(`${i === 0 ? OK : ''}x-${i}: ${'a'.repeat(1000)}\r\n`)
      }),
    'http.bad-answer',
    /trả lời không đúng dạng/,
  ],
]

test.concurrent.each(dead)(
  '%s: tried three times, then in the inbox with the original; another flow answers meanwhile',
  async (id, treat, code, sentence) => {
    const it = system()
    let calls = 0
    const port = await tcp((socket) => {
      calls++
      treat(socket)
    })
    const run = await sendTo(it, `d-${id}`, `http://127.0.0.1:${port}`)
    await unharmed(it)
    const failed = await ends(it, run, 'failed')
    expect(failed.error).toMatchObject({ code, side: 'partner' })
    expect(failed.error?.message.vi).toMatch(sentence)
    expect(failed.error?.advice.vi.length).toBeGreaterThan(10)
    expect(failed.steps.find((step) => step.node === 'goi')).toMatchObject({ status: 'failed', attempts: 3 })
    expect(calls).toBeGreaterThanOrEqual(3)
    await keptInInbox(it, `d-${id}`, run)
  },
)

test('a closed port and a name that does not exist: tried again, then in the inbox', async () => {
  const port = await tcp(() => undefined)
  const free = await new Promise<number>((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
  for (const [id, url] of [
    ['dong', `http://127.0.0.1:${free}`],
    ['khong-ten', 'http://khong-co-that.invalid:80'],
  ] as const) {
    const run = await sendTo(system(), id, url)
    const failed = await ends(system(), run, 'failed')
    expect(failed.error?.code).toBe('connect.unreachable')
    expect(failed.error?.message.vi).toMatch(/^Không kết nối được tới /)
    expect(failed.steps.find((step) => step.node === 'goi')?.attempts).toBe(3)
    await keptInInbox(system(), id, run)
  }
})

test('TLS that nobody vouches for, and no TLS where there should be: not tried again', async () => {
  const wrong = await listening(
    createTlsServer(selfSigned('doi-tac.example', new Date()), (socket) => socket.destroy()),
  )
  const plain = await tcp((socket) => socket.on('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n')))
  for (const [id, port] of [
    ['tu-ky', wrong],
    ['khong-tls', plain],
  ] as const) {
    const failed = await ends(system(), await sendTo(system(), id, `https://127.0.0.1:${port}`), 'failed')
    expect(failed.error?.code).toBe('connect.certificate')
    expect(failed.error?.message.vi).toMatch(/^Chứng thư số của 127\.0\.0\.1:\d+ không hợp lệ/)
    expect(failed.steps.find((step) => step.node === 'goi')?.attempts).toBe(1)
  }
})

test('an effect that must not be repeated is in doubt after silence, and is sent once', async () => {
  let calls = 0
  const port = await tcp((socket) => socket.on('data', () => calls++))
  const run = await sendTo(system(), 'mot-lan', `http://127.0.0.1:${port}`, { method: 'POST' })
  const doubt = await ends(system(), run, 'in-doubt')
  expect(doubt.steps.find((step) => step.node === 'goi')?.status).toBe('in-doubt')
  await new Promise((resolve) => setTimeout(resolve, 1000))
  expect(calls).toBe(1)
  await keptInInbox(system(), 'mot-lan', run)
})

test('when the partner is back, a retry from the inbox ends the run without repeating what was done before', async () => {
  const it = system()
  const first = await startPartner((_request, response) => answerJson(response, 200, { so: '001' }))
  const second = await startPartner((_request, response) => answerJson(response, 500, {}))
  await it.connect('truoc', { kind: 'http', title: 'Trước', values: { baseUrl: first.url } })
  await it.connect('sau', { kind: 'http', title: 'Sau', values: { baseUrl: second.url } })
  const call = (connection: string) => ({
    use: 'http-request@1',
    settings: { connection, method: 'POST', path: '/', timeout: 'PT1S', repeatSafe: connection === 'sau' },
    onError: { retry: 'mau' },
  })
  await it.publish(
    flowOf(
      'hai-buoc',
      { accepts: 'json', answer: 'stored' },
      { truoc: call('truoc'), sau: call('sau') },
      { retry: POLICY },
    ),
  )
  const { run } = (await it.send('/hai-buoc', { body: { ma: '00123' } })).body
  await ends(it, run, 'failed')
  expect(first.heard).toHaveLength(1)
  expect(second.heard).toHaveLength(3)
  await second.close()
  const back = await startPartner((_request, response) => answerJson(response, 200, { xong: true }), second.port)
  expect((await it.call('POST', `/runs/${run}/retry`, {})).status).toBeLessThan(300)
  const done = await ends(it, run, 'done')
  expect(first.heard).toHaveLength(1)
  expect(back.heard).toHaveLength(1)
  expect(new Set([...second.heard, ...back.heard].map((it) => it.headers['idempotency-key'])).size).toBe(1)
  expect(done.steps.map((step) => step.status)).toEqual(['done', 'done', 'done'])
})

test('two hundred messages to a silent partner hold up nobody else, and none is lost', async () => {
  const it = system()
  const port = await tcp(() => undefined)
  await it.connect('im-lang', { kind: 'http', title: 'Im lặng', values: { baseUrl: `http://127.0.0.1:${port}` } })
  await it.publish(calling('im-lang', { timeout: 'PT2S' }))
  for (let i = 0; i < 20; i++) {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, k) => it.send('/im-lang', { body: { ma: `${i}-${k}` } })),
    )
    for (const answer of answers) expect(answer.status).toBe(202)
    if (i % 5 === 0) await unharmed(it)
  }
  await unharmed(it)
  const page = await it.runs('flow=im-lang&limit=200')
  expect(page).toHaveLength(200)
  for (const run of page) expect(['accepted', 'running', 'waiting', 'retrying', 'failed']).toContain(run.status)
})
