import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Flow } from '#shared/flow/flow.ts'
import { serialiseFlow } from '#shared/flow/serialise.ts'

vi.setConfig({ testTimeout: 90_000 })

const main = join(import.meta.dirname, 'main.ts')
const TOKEN = 'quan-tri-cho-kiem-thu-0123456789abcdef'

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lt-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

interface Done {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs one command to its end, with nothing of this environment but what is given. */
function lienthong(args: readonly string[], env: Record<string, string> = {}): Promise<Done> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir(), ...env },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (data) => {
    out += String(data)
  })
  child.stderr.on('data', (data) => {
    err += String(data)
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

const good: Flow = {
  format: 1,
  id: 'luong-a',
  title: 'Luồng A',
  nodes: {
    tra: { use: 'http-reply@1' },
    vao: { use: 'http-in@1', settings: { path: '/a' }, to: { out: ['tra'] } },
  },
}

/** A folder of one flow with its test cases. */
function flowFolder(flow: Flow | string, tests: Record<string, unknown> = {}): string {
  const folder = join(temporary(), 'luong-a')
  mkdirSync(join(folder, 'tests'), { recursive: true })
  writeFileSync(join(folder, 'flow.json'), typeof flow === 'string' ? flow : serialiseFlow(flow))
  for (const [name, it] of Object.entries(tests))
    writeFileSync(join(folder, 'tests', `${name}.json`), JSON.stringify(it))
  return folder
}

describe('check', () => {
  test('is 0 for a good flow, 1 for one with an error, and says the problem with its place to machines', async () => {
    expect((await lienthong(['check', flowFolder(good)])).code).toBe(0)
    const bad = flowFolder({ ...good, nodes: { ...good.nodes, tra: { use: 'la@1' } } })
    const { code, out } = await lienthong(['check', bad, '--json'])
    expect(code).toBe(1)
    const [{ path, problems }] = JSON.parse(out).results
    expect([path, problems[0]]).toMatchObject([bad, { code: 'flow.unknown-node', severity: 'error', node: 'tra' }])
  })
  test('is 1 for a file that cannot be read and 2 for a path that is not there, or no path', async () => {
    const broken = await lienthong(['check', flowFolder('{\n"format": 1,')])
    expect([broken.code, broken.out]).toEqual([1, expect.stringContaining('flow.malformed')])
    expect((await lienthong(['check', '/khong/co'])).code).toBe(2)
    expect((await lienthong(['check'])).code).toBe(2)
  })
})

test('test runs the cases: 0 when all hold, 1 with the difference when one does not, 1 for a flow that cannot be read', async () => {
  const expecting = (status: number) => ({
    title: 'trả lại',
    input: { body: { ma: '007' } },
    expect: { reply: { status, body: { ma: '007' } } },
  })
  const held = await lienthong(['test', flowFolder(good, { dung: expecting(200) })])
  expect([held.code, held.out]).toEqual([0, expect.stringContaining('1 passed, 0 failed, 0 skipped')])
  const failed = await lienthong(['test', flowFolder(good, { sai: expecting(201) }), '--json'])
  expect(failed.code).toBe(1)
  expect(JSON.parse(failed.out)).toMatchObject({
    passed: 0,
    failed: 1,
    results: [{ differences: ['reply.status: expected 201, got 200'] }],
  })
  expect((await lienthong(['test', flowFolder('{')])).code).toBe(1)
})

test('diff is 0 for equal flows, 1 with sentences for different ones, 2 when one cannot be read', async () => {
  const other = flowFolder({
    ...good,
    nodes: { ...good.nodes, vao: { use: 'http-in@1', settings: { path: '/b' }, to: { out: ['tra'] } } },
  })
  const same = flowFolder(good)
  expect((await lienthong(['diff', same, flowFolder(good)])).code).toBe(0)
  const { code, out } = await lienthong(['diff', same, other, '--json'])
  expect([code, JSON.parse(out).changes.length]).toEqual([1, 1])
  expect((await lienthong(['diff', same, '/khong/co'])).code).toBe(2)
  expect((await lienthong(['diff', same, flowFolder('{')])).code).toBe(2)
})

test('wrong use is 2: unknown commands and options, numbers that are none, a folder without data; asking for help is 0', async () => {
  const env = { LIENTHONG_DATA: join(temporary(), 'trong'), LIENTHONG_ADMIN_TOKEN: TOKEN }
  const wrong = [
    ['la'],
    [],
    ['check', '--la'],
    ['user', 'add'],
    ['token', 'add', 'x', '--role', 'viewer', '--days', 'mai'],
    ['backup', 'x.tgz'],
    ['verify-audit'],
    ['restore', '/khong/co.tgz'],
    ['simulate', 'la'],
  ]
  const codes = await Promise.all(wrong.map(async (args) => [args.join(' '), (await lienthong(args, env)).code]))
  expect(codes).toEqual(wrong.map((args) => [args.join(' '), 2]))
  expect(existsSync(env.LIENTHONG_DATA)).toBe(false)
  expect((await lienthong(['--help'])).code).toBe(0)
  expect((await lienthong(['publish', flowFolder(good)], { ...env, LIENTHONG_PORT: '1' })).code).toBe(1)
})

/** The real server with one worker on ports of its own choosing. */
async function serving(env: Record<string, string>, start: readonly string[] = [main, 'serve']) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...start], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: env.HOME ?? '',
      LIENTHONG_WORKERS: '1',
      LIENTHONG_PORT: '0',
      LIENTHONG_GATEWAY_PORT: '0',
      ...env,
    },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let err = ''
  child.stdout.on('data', (data) => {
    out += String(data)
  })
  child.stderr.on('data', (data) => {
    err += String(data)
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await expect.poll(() => /\(gateway\): (\S+)/.exec(out)?.[1] ?? err.slice(-500), { timeout: 40_000 }).toMatch(/^http/)
  const admin = /\(ready\): (\S+)/.exec(out)?.[1] ?? ''
  const gateway = /\(gateway\): (\S+)/.exec(out)?.[1] ?? ''
  const get = async (path: string, token = TOKEN) => {
    const answer = await fetch(`${admin}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })
    return { status: answer.status, body: JSON.parse((await answer.text()) || 'null') }
  }
  const stop = async () => {
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  }
  return { admin, gateway, get, stop, port: new URL(admin).port, kill: () => void child.kill('SIGKILL') }
}

test('publish, accounts, tokens, backup, restore and the audit trail work on a real server, and all is there again after a restore', async () => {
  const home = temporary()
  // The engine's file lies elsewhere: a backup holds it all the same.
  const env = {
    HOME: home,
    LIENTHONG_DATA: join(home, 'data'),
    LIENTHONG_ENGINE: `sqlite:${join(home, 'khac', 'engine.db')}`,
    LIENTHONG_MASTER_KEY_FILE: join(home, 'master.key'),
    LIENTHONG_ADMIN_TOKEN: TOKEN,
  }
  mkdirSync(join(home, 'khac'))
  const first = await serving(env)
  const there = { ...env, LIENTHONG_PORT: first.port }
  const one = { title: 'trả lại', input: { body: { ma: '007' } }, expect: { reply: { body: { ma: '007' } } } }
  const folder = flowFolder(good, { 'tra-lai': one })
  const published = await lienthong(['publish', folder, '--note', 'lần đầu', '--json'], there)
  expect([published.code, published.err]).toEqual([0, ''])
  const { version } = JSON.parse(published.out).published[0]
  const sent = await fetch(`${first.gateway}/a`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"ma":"007"}',
  })
  const run = sent.headers.get('x-lienthong-run')
  expect([sent.status, await sent.json()]).toEqual([200, { ma: '007' }])
  const copy = join(home, 'ban-sao')
  expect((await lienthong(['export', 'luong-a', copy], there)).code).toBe(0)
  const fileOf = (...path: string[]): string => readFileSync(join(copy, 'luong-a', ...path), 'utf8')
  expect(JSON.parse(fileOf('flow.json'))).toEqual(JSON.parse(readFileSync(join(folder, 'flow.json'), 'utf8')))
  expect(JSON.parse(fileOf('tests', 'tra-lai.json'))).toMatchObject(one)
  const user = await lienthong(['user', 'add', 'an', '--role', 'designer', '--title', 'Cán bộ An'], there)
  expect([user.code, user.out]).toEqual([0, expect.stringContaining('http')])
  expect((await lienthong(['user', 'add', 'binh', '--role', 'vua'], there)).code).toBe(1)
  const token = JSON.parse((await lienthong(['token', 'add', 'CI', '--role', 'viewer', '--json'], there)).out).token
  expect((await first.get('/flows', token)).status).toBe(200)
  await expect.poll(async () => (await first.get(`/runs/${run}`)).body.status).toBe('done')
  const file = join(home, 'sao-luu.tgz')
  expect((await lienthong(['backup', file], there)).code).toBe(0)
  expect((await lienthong(['verify-audit'], there)).code).toBe(0)
  await first.stop()

  const elsewhere = {
    ...env,
    LIENTHONG_DATA: join(home, 'moi'),
    LIENTHONG_ENGINE: `sqlite:${join(home, 'moi-khac', 'engine.db')}`,
  }
  expect((await lienthong(['restore', file], env)).code).toBe(1)
  const restored = await lienthong(['restore', file], elsewhere)
  expect([restored.code, restored.err]).toEqual([0, ''])
  const second = await serving(elsewhere)
  expect((await second.get('/flows')).body.flows).toMatchObject([{ id: 'luong-a', version }])
  expect((await second.get(`/runs/${run}`, token)).body).toMatchObject({ status: 'done', version })
  expect((await second.get('/users')).body.users).toMatchObject([{ name: 'admin' }, { name: 'an' }])
  const again = await fetch(`${second.gateway}/a`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '1',
  })
  expect(again.status).toBe(200)
  await second.stop()

  const db = new Sqlite(join(elsewhere.LIENTHONG_DATA, 'kernel.db'))
  db.exec("update audit set actor = 'ke-gian' where rowid = (select min(rowid) from audit)")
  db.close()
  const verdict = await lienthong(['verify-audit', '--json'], elsewhere)
  expect([verdict.code, JSON.parse(verdict.out).ok]).toEqual([1, false])
})

test('a server whose launcher is killed ends too, and its data folder is free again', async () => {
  const home = temporary()
  const env = { HOME: home, LIENTHONG_DATA: join(home, 'data'), LIENTHONG_MASTER_KEY_FILE: join(home, 'master.key') }
  const launcher = join(import.meta.dirname, '..', '..', 'bin', 'launch.js')
  const code = `import(${JSON.stringify(launcher)}).then((it) => it.launch(['serve']))`
  const first = await serving(env, ['-e', code])
  first.kill()
  await expect
    .poll(
      () =>
        fetch(`${first.admin}/api/v1/health`).then(
          () => 'answers',
          () => 'gone',
        ),
      { timeout: 20_000 },
    )
    .toBe('gone')
  const second = await serving(env)
  await second.stop()
})

test('a server that cannot start says why, in words, and what to do', async () => {
  const home = temporary()
  const key = { LIENTHONG_MASTER_KEY_FILE: join(home, 'master.key'), LIENTHONG_WORKERS: '1' }
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void taken.close())
  const address = taken.address()
  const port = String(typeof address === 'object' && address ? address.port : 0)
  const busy = await lienthong(['serve'], { ...key, LIENTHONG_DATA: join(home, 'a'), LIENTHONG_PORT: port })
  expect(busy).toMatchObject({ code: 1, err: expect.stringContaining(`Cổng ${port} đã có chương trình khác dùng`) })
  writeFileSync(join(home, 'tep'), '')
  const unwritable = await lienthong(['serve'], { ...key, LIENTHONG_DATA: join(home, 'tep', 'data') })
  expect(unwritable.code).toBe(1)
  expect(unwritable.err).toContain('thư mục dữ liệu')
  // A file system that makes no folders.
  const nowhere = await lienthong(['serve'], { ...key, LIENTHONG_DATA: '/proc/lien-thong' })
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('kiểm tra các đường dẫn') })
})
