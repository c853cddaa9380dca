import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { definition } from '#nodes/http-request/definition.ts'
import { run } from '#nodes/http-request/run.ts'
import { startNginx, withNginx } from '#nodes/testing/nginx.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { createEgressPolicy } from '#runtime/security/egress.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { createHttpTool } from './http-tool.ts'

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** A folder, and the node with the worker's own HTTP tool in front of a port of this machine. */
function stand(port: number, attempt = 1) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-http-files-')))
  const tool = createHttpTool(createEgressPolicy([]))
  onTestFinished(async () => {
    await tool.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const partner = handle('http', { baseUrl: `http://127.0.0.1:${port}` }, {}, 'doi-tac')
  const signal = new AbortController().signal
  const outside = {
    ...realPartners([partner, handle('folder', { folder }, {}, 'kho')], { attempt }),
    http: (_: string, request: Parameters<typeof tool.send>[2]) =>
      tool.send(partner, [`127.0.0.1:${port}`], request, signal),
  }
  const send = (settings: object, body: unknown = {}) =>
    testNode({ definition, run }, { connection: 'doi-tac', ...settings }, outside).send(body)
  const save = (settings: object = {}) =>
    send({ answer: 'file', saveConnection: 'kho', savePath: 'ra/tep.bin', ...settings })
  const fault = (settings: object = {}) => save(settings).then(() => undefined, toErrorData)
  /** Everything below the folder, hidden files too. */
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((it) => (it.isFile() ? [it.name] : []))
  return { folder, send, save, fault, files }
}

async function partner(act: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(act)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

describe.runIf(withNginx)('with nginx', () => {
  test('a file comes and goes byte for byte, with its size and hash in the message', async () => {
    const nginx = await startNginx(
      ({ port }) =>
        `listen 127.0.0.1:${port}; client_max_body_size 0; location / { dav_methods PUT; create_full_put_path on; }`,
    )
    onTestFinished(() => nginx.stop())
    const bytes = randomBytes(3_000_000)
    writeFileSync(join(nginx.folder, 'nguon.bin'), bytes)
    const { save, send, folder, files } = stand(nginx.port)
    expect(await save({ path: '/nguon.bin' })).toMatchObject({
      port: 'out',
      message: {
        body: { connection: 'kho', path: 'ra/tep.bin', name: 'tep.bin', size: bytes.length, sha256: sha256(bytes) },
        headers: { status: '200' },
      },
    })
    expect(readFileSync(join(folder, 'ra/tep.bin')).equals(bytes)).toBe(true)
    const put = { method: 'PUT', path: '/dich/tep.bin', send: 'file', bodyConnection: 'kho' }
    expect(await send(put, { path: 'ra/tep.bin' })).toMatchObject({ message: { headers: { status: '201' } } })
    expect(readFileSync(join(nginx.folder, 'dich/tep.bin')).equals(bytes)).toBe(true)
    expect(files()).toEqual(['tep.bin'])
  })

  test('what nginx compresses on the way is written as it was, and a bound counts what it unpacks to', async () => {
    const nginx = await startNginx(({ port }) => `listen 127.0.0.1:${port}; gzip on; gzip_types *; gzip_min_length 1;`)
    onTestFinished(() => nginx.stop())
    const text = 'Hồ sơ '.repeat(300_000)
    writeFileSync(join(nginx.folder, 'ho-so.json'), text)
    const { save, fault, folder, files } = stand(nginx.port)
    expect(await fault({ path: '/ho-so.json', maxFileMb: 1 })).toMatchObject({ code: 'http.answer-too-large' })
    expect(files()).toEqual([])
    await save({ path: '/ho-so.json' })
    expect(readFileSync(join(folder, 'ra/tep.bin'), 'utf8')).toBe(text)
  })
})

test('a compressed answer that nobody asked for is read as text too, and a damaged one is said to be damaged', async () => {
  const packed = gzipSync(Buffer.from('{"ten":"Đức"}'))
  const port = await partner((request, response) => {
    const whole = request.url === '/dung'
    const headers = { 'content-type': 'application/json', 'content-encoding': request.url === '/la' ? 'lzw' : 'gzip' }
    response.writeHead(request.method === 'HEAD' ? 204 : 200, headers).end(whole ? packed : packed.subarray(0, 20))
  })
  const { send, fault, files } = stand(port)
  expect(await send({ path: '/dung' })).toMatchObject({ message: { body: { ten: 'Đức' } } })
  expect(await send({ path: '/dung', method: 'HEAD' })).toMatchObject({ message: { headers: { status: '204' } } })
  expect(toErrorData(await send({ path: '/cut' }).catch((error: unknown) => error)).code).toBe('http.bad-answer')
  expect(await fault({ path: '/cut' })).toMatchObject({ code: 'http.bad-answer', side: 'partner' })
  expect(await fault({ path: '/la' })).toMatchObject({ code: 'http.bad-answer' })
  expect(files()).toEqual([])
})

test('an answer that breaks off, comes too slowly or is no success leaves no file, hidden ones neither', async () => {
  const port = await partner((request, response) => {
    if (request.url === '/404') return void response.writeHead(404).end('không có')
    response.writeHead(200, { 'content-length': '5000000' })
    response.write(randomBytes(1_000_000))
    if (request.url === '/dut') setTimeout(() => response.destroy(), 50)
  })
  const { fault, files } = stand(port)
  expect(await fault({ path: '/dut' })).toMatchObject({ code: 'connect.cut', class: 'transient', side: 'partner' })
  expect(await fault({ path: '/im', timeout: 'PT1S' })).toMatchObject({ code: 'connect.timeout' })
  expect(await fault({ path: '/404' })).toMatchObject({ code: 'http.rejected', details: { answer: 'không có' } })
  expect(files()).toEqual([])
})

test('the next try writes the same file again or knows the finished one; another file of that name stays', async () => {
  let content = 'một'
  const port = await partner((_, response) => response.end(content))
  const { save, fault, folder, files } = stand(port, 2)
  const first = await save()
  expect(await save()).toEqual(first)
  content = 'hai'
  expect(await fault()).toMatchObject({ code: 'file.exists' })
  expect(readFileSync(join(folder, 'ra/tep.bin'), 'utf8')).toBe('một')
  await save({ saveIfExists: 'replace' })
  expect(readFileSync(join(folder, 'ra/tep.bin'), 'utf8')).toBe('hai')
  expect(files()).toEqual(['tep.bin'])
})

test('places that cannot be written and files that cannot be read are named, and the partner is let go', async () => {
  let asked = 0
  const port = await partner((request, response) => {
    asked++
    request.resume().on('end', () => response.end('x'.repeat(1_000_000)))
  })
  const { fault, folder, send } = stand(port)
  writeFileSync(join(folder, 'tep'), '')
  mkdirSync(join(folder, 'trong'))
  expect(await fault({ savePath: '../x' })).toMatchObject({ code: 'file.bad-name' })
  expect(asked).toBe(0)
  expect((await fault({ savePath: 'tep/x' }))?.code).toMatch(/^file\./)
  const put = { method: 'PUT', send: 'file', bodyConnection: 'kho' }
  const sent = (path: string, more: object = {}) =>
    send({ ...put, ...more }, { path }).then(
      () => 'sent',
      (error: unknown) => toErrorData(error).code,
    )
  asked = 0
  expect(await sent('khong-co')).toBe('file.not-found')
  expect(await sent('trong')).toBe('file.not-found')
  writeFileSync(join(folder, 'lon'), Buffer.alloc(1_000_001))
  expect(await sent('lon', { maxFileMb: 1 })).toBe('file.too-large')
  expect(asked).toBe(0)
  expect(await sent('lon')).toBe('sent')
})

test('files need their places, and an answer that is a file is neither judged nor read page by page', () => {
  const wrong = (settings: object): readonly string[] =>
    definition.settings
      .safeParse({ connection: 'doi-tac', ...settings })
      .error?.issues.map(({ path }) => path.join()) ?? []
  expect(wrong({ answer: 'file' })).toEqual(['saveConnection', 'savePath'])
  const file = { answer: 'file', saveConnection: 'kho', savePath: 'a' }
  expect(wrong({ ...file, judge: true, paging: 'page' })).toEqual(['judge', 'paging'])
  expect(wrong({ ...file, method: 'HEAD' })).toEqual(['answer'])
  expect(wrong({ method: 'PUT', send: 'file' })).toEqual(['bodyConnection'])
  expect(wrong({ send: 'file' })).toEqual([])
})
