import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { seededRandom } from '../frame/random.ts'
import { createDvcqg, type Dvcqg, type DvcqgOptions } from './create-dvcqg.ts'
import { makePushedDossier } from './push.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Got {
  readonly path: string | undefined
  readonly key: string | undefined
  readonly body: Record<string, unknown>
}

/** A province that answers as told; each request is kept. */
async function province(answer: (got: readonly Got[], response: ServerResponse) => void) {
  const got: Got[] = []
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    got.push({
      path: request.url,
      key: String(request.headers['x-api-key']),
      body: JSON.parse(Buffer.concat(chunks).toString()),
    })
    answer(got, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { got, target: { url: `http://127.0.0.1:${port}/dvcqg/nhan-ho-so`, apiKey: 'khoa' } }
}

function make(options: DvcqgOptions = {}): Dvcqg {
  const simulator = createDvcqg({ clock: () => new Date('2025-10-17T03:00:00Z'), ...options })
  closers.push(() => simulator.close())
  return simulator
}

const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

test('a pushed dossier has the portal’s codes and a file that is a PDF', async () => {
  const { got, target } = await province((_got, response) =>
    json(response, 200, { error_code: 0, message: 'Thành công' }),
  )
  const result = await make().pushDossier(target)
  expect(result).toMatchObject({ outcome: 'acknowledged', status: 200, errorCode: '0' })
  expect(got).toHaveLength(1)
  expect(got[0]).toMatchObject({ path: '/dvcqg/nhan-ho-so', key: 'khoa' })
  expect(got[0]?.body).toMatchObject({
    MaHoSo: '000.00.00.G22-251017-00001',
    MaTTHC: expect.stringMatching(/^\d\.\d{6}$/),
    ChuHoSo: expect.any(String),
    NgayNopHoSo: '20251017100000',
    MaXa: expect.stringMatching(/^\d{5}$/),
    KenhThucHien: '2',
    TaiLieuNop: expect.any(Array),
  })
  const [file] = (got[0]?.body.TaiLieuNop ?? []) as { Base64: string }[]
  const pdf = Buffer.from(file?.Base64 ?? '', 'base64').toString('latin1')
  expect(pdf).toMatch(/^%PDF-1\.4\n[\s\S]+%%EOF\n$/)
  expect(pdf.slice(Number(/startxref\n(\d+)/.exec(pdf)?.[1])).startsWith('xref')).toBe(true)
})

test.each<[string, number, unknown, string]>([
  ['error_code "00"', 200, { error_code: '00' }, 'acknowledged'],
  ['202 without a code', 202, { id: 'x' }, 'acknowledged'],
  ['error_code 1', 200, { error_code: 1, message: 'Hồ sơ đã tồn tại' }, 'duplicate'],
  ['the text alone, decomposed', 409, { message: 'Hồ sơ ĐÃ TỒN TẠI'.normalize('NFD') }, 'duplicate'],
  ['a business error', 200, { error_code: -1, message: 'Thiếu MaTTHC' }, 'refused'],
  ['a wrong key', 401, { message: 'Sai khóa' }, 'refused'],
  ['429', 429, {}, 'no-answer'],
  ['503', 503, {}, 'no-answer'],
])('%s means %s', async (_title, status, body, outcome) => {
  const { target } = await province((_got, response) => json(response, status, body))
  const simulator = make()
  expect((await simulator.pushDossier(target)).outcome).toBe(outcome)
  expect(simulator.recorded().map((entry) => [entry.operation, entry.outcome])).toEqual([
    ['DayHoSo', 'sent'],
    ['DayHoSo', outcome],
  ])
})

test('a province that is down for long gets new dossiers as well as old ones again', { timeout: 30_000 }, async () => {
  const simulator = make()
  simulator.traffic({ perMinute: 60_000, target: { url: 'http://127.0.0.1:1/', apiKey: 'x' } })
  await vi.waitFor(() => expect(simulator.state().traffic.done).toBeGreaterThan(40), { timeout: 25_000 })
  simulator.traffic({ perMinute: 0 })
  const sent = simulator.recorded().filter((entry) => entry.outcome === 'sent')
  const codes = new Set(sent.map((entry) => entry.key))
  expect(codes.size).toBeGreaterThan(sent.length / 4)
  expect(codes.size).toBeLessThan(sent.length)
})

test('nobody at the other end is no answer, and the push does not reject', async () => {
  expect((await make().pushDossier({ url: 'http://127.0.0.1:1/', apiKey: 'x' })).outcome).toBe('no-answer')
})

test('traffic sends unanswered dossiers again and repeats some, so that every dossier arrives', {
  timeout: 30_000,
}, async () => {
  const lost = new Set<string>()
  const { got, target } = await province((all, response) => {
    const code = String(all.at(-1)?.body.MaHoSo)
    const before = all.slice(0, -1).some((other) => other.body.MaHoSo === code)
    if (!before && all.length % 3 === 0) {
      lost.add(code)
      response.destroy()
    } else json(response, 200, before && !lost.has(code) ? { error_code: 1, message: 'đã tồn tại' } : { error_code: 0 })
  })
  const simulator = make({ random: seededRandom('traffic') })
  simulator.traffic({ perMinute: 30_000, target })
  await vi.waitFor(() => expect(got.length).toBeGreaterThan(120), { timeout: 25_000 })
  simulator.traffic({ perMinute: 0 })
  const times = new Map<unknown, number>()
  for (const { body } of got) times.set(body.MaHoSo, (times.get(body.MaHoSo) ?? 0) + 1)
  expect(lost.size).toBeGreaterThan(10)
  expect([...lost].filter((code) => (times.get(code) ?? 0) > 1).length).toBeGreaterThan(lost.size / 2)
  expect([...times].filter(([code, count]) => count > 1 && !lost.has(String(code))).length).toBeGreaterThan(0)
})

test('after a restart numbers go on and unanswered dossiers are sent again', { timeout: 30_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'push-'))
  closers.push(() => rmSync(folder, { recursive: true, force: true }))
  const record = join(folder, 'record.jsonl')
  const first = make({ record })
  await first.pushDossier({ url: 'http://127.0.0.1:1/', apiKey: 'x' })
  await first.close()
  const { got, target } = await province((_got, response) => json(response, 200, { error_code: 0 }))
  const second = make({ record })
  expect(second.state().counts['DayHoSo.waiting']).toBe(1)
  expect((await second.pushDossier(target)).dossier.MaHoSo).toBe('000.00.00.G22-251017-00002')
  second.traffic({ perMinute: 60_000, target })
  await vi.waitFor(() => expect(got.some(({ body }) => body.MaHoSo === '000.00.00.G22-251017-00001')).toBe(true), {
    timeout: 25_000,
  })
})

test('equal seeds make equal dossiers', () => {
  const some = (seed: string) => {
    const random = seededRandom(seed)
    return [1, 2, 3].map((number) => makePushedDossier(random, new Date('2025-10-17T03:00:00Z'), number))
  }
  expect(some('a')).toEqual(some('a'))
  expect(some('a')).not.toEqual(some('b'))
})
