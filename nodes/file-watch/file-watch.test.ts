import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startFtp, startSftp, withFtp, withSftp } from '#nodes/testing/file-servers.ts'
import { type TestPoll, testPoll } from '#nodes/testing/poll-context.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { retryable, toErrorData } from '#shared/errors/flow-error.ts'
import { completeFiles, emptyMemory } from './complete-files.ts'
import { claimGroups, readCursor } from './cursor.ts'
import { definition } from './definition.ts'
import { poll } from './poll.ts'

let folder: string
let partners: RealPartners
let context: TestPoll

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-watch-')))
  mkdirSync(join(folder, 'vao'))
  partners = realPartners([handle('folder', { folder }, {}, 'kho')])
  context = testPoll(partners)
})
afterEach(async () => {
  await partners.close()
  rmSync(folder, { recursive: true })
})

const settings = (given: object = {}) =>
  definition.settings.parse({ connection: 'kho', folder: 'vao', doneSuffix: '.done', ...given })
const put = (name: string, text = '<a/>') => writeFileSync(join(folder, 'vao', name), text)
const arrive = (name: string, text?: string) => {
  put(name, text)
  put(`${name}.done`, '')
}
const names = () => context.accepted.map((it) => Reflect.get(Object(it.body), 'name'))
const taken = () => readdirSync(join(folder, 'vao/da-nhan'))

test('a file enters once it is reported done, as a reference, and lies in the folder of taken files', async () => {
  put('ho-so.xml')
  expect(await poll.poll(settings(), context)).toBe(0)
  put('ho-so.xml.done', '')
  expect(await poll.poll(settings(), context)).toBe(1)
  const [aside] = taken()
  expect(aside).toMatch(/^[0-9a-f]{8}-ho-so\.xml$/)
  expect(context.accepted[0]).toMatchObject({
    body: { connection: 'kho', path: `vao/da-nhan/${aside}`, name: 'ho-so.xml', size: 4, modified: expect.any(String) },
  })
  expect(readdirSync(join(folder, 'vao'))).toEqual(['da-nhan'])
  expect(await poll.poll(settings(), context)).toBe(0)
})

test('without done files a file is taken when it rests, never while it grows', () => {
  const wanted = { pattern: '*', doneSuffix: undefined, settleMs: 20_000 }
  const memory = emptyMemory()
  const at = (size: number) => [{ name: 'a.xml', kind: 'file', size, modified: 1, stamp: `${size}` } as const]
  expect(completeFiles(at(1), wanted, memory, 0)).toEqual([])
  expect(completeFiles(at(2), wanted, memory, 30_000)).toEqual([])
  expect(completeFiles(at(2), wanted, memory, 49_999)).toEqual([])
  expect(completeFiles(at(2), wanted, memory, 50_000)).toHaveLength(1)
})

test('files that programs still write, and names that do not fit, are left alone', async () => {
  for (const name of ['.an.xml', '~a.xml', 'b.xml.part', 'c.tmp', 'd.json', '.x.lt-part']) arrive(name)
  arrive('Hồ sơ.XML'.normalize('NFD'))
  expect(await poll.poll(settings({ pattern: 'hồ sơ.xml; *.part' }), context)).toBe(1)
  expect(names()).toEqual(['Hồ sơ.XML'])
})

test('a message that the engine refused stays claimed and is handed over at the next look, once', async () => {
  arrive('a.xml')
  arrive('b.xml')
  context.refuseNext(retryable('engine.busy'))
  expect(await poll.poll(settings(), context).catch(toErrorData)).toMatchObject({ code: 'engine.busy' })
  expect(readCursor(await context.cursor()).claims).toHaveLength(1)
  expect(await poll.poll(settings(), context)).toBe(1)
  expect([...names()].sort()).toEqual(['a.xml', 'b.xml'])
  expect(readCursor(await context.cursor()).claims).toEqual([])
  expect(readdirSync(join(folder, 'vao'))).toEqual(['da-nhan'])
})

test('after a stop at any moment of a claim, every file is taken exactly once', async () => {
  for (const moment of ['written down', 'moved', 'stored'] as const) {
    const name = `${moment.replaceAll(' ', '-')}.xml`
    arrive(name)
    let [saved, accepted] = [0, 0]
    const stopped: TestPoll = {
      ...context,
      async saveCursor(cursor) {
        await context.saveCursor(cursor)
        if (moment === 'written down' && saved++ === 0) throw new Error('stop')
      },
      async accept(message, dedupe) {
        if (moment === 'moved') throw new Error('stop')
        const result = await context.accept(message, dedupe)
        if (moment === 'stored' && accepted++ === 0) throw new Error('stop')
        return result
      },
    }
    await expect(poll.poll(settings(), stopped)).rejects.toThrow('stop')
    await poll.poll(settings(), context)
    await poll.poll(settings(), context)
    expect(names().filter((it) => it === name)).toEqual([name])
    expect(existsSync(join(folder, 'vao', name))).toBe(false)
  }
})

test('files that are left in place are taken once, and again when they changed', async () => {
  const keeping = settings({ after: 'keep' })
  arrive('a.xml')
  expect(await poll.poll(keeping, context)).toBe(1)
  expect(await poll.poll(keeping, context)).toBe(0)
  put('a.xml', 'nội dung mới')
  expect(await poll.poll(keeping, context)).toBe(1)
  arrive('cu.xml')
  utimesSync(join(folder, 'vao/cu.xml'), 1000, 1000)
  expect(await poll.poll(keeping, context)).toBe(0)
  expect(readdirSync(join(folder, 'vao')).sort()).toEqual(['a.xml', 'a.xml.done', 'cu.xml', 'cu.xml.done'])
})

test('10,000 files in a folder are all taken, in portions', async () => {
  for (let n = 0; n < 10_000; n++) arrive(`hs-${n}.xml`)
  let looks = 0
  while (context.accepted.length < 10_000 && looks++ < 20) await poll.poll(settings({ batch: 2500 }), context)
  expect(new Set(names()).size).toBe(10_000)
  expect(taken()).toHaveLength(10_000)
}, 120_000)

test('claims are written down in portions that a cursor holds, however long their names', () => {
  const claims = Array.from({ length: 100 }, (_, n) => ({ name: `${'ữ'.repeat(80)}${n}`, size: n, modified: n }))
  const groups = claimGroups(claims)
  expect(groups.flat()).toEqual(claims)
  for (const group of groups) expect(Buffer.byteLength(JSON.stringify({ claims: group }))).toBeLessThan(4096)
})

for (const [name, run, kind, start] of [
  ['SFTP', withSftp, 'sftp', startSftp],
  ['FTPS', withFtp, 'ftp', () => startFtp('explicit')],
] as const)
  run(`over ${name} a file with a Vietnamese name is taken once`, async () => {
    const server = await start()
    const remote = realPartners([handle(kind, server.values, server.secrets, 'kho')])
    try {
      const there = testPoll(remote)
      writeFileSync(join(server.folder, 'Hồ sơ đất đai.xml'), '<a/>')
      writeFileSync(join(server.folder, 'Hồ sơ đất đai.xml.done'), '')
      expect(await poll.poll(settings({ folder: '/' }), there)).toBe(1)
      expect(await poll.poll(settings({ folder: '/' }), there)).toBe(0)
      expect(there.accepted).toMatchObject([{ body: { name: 'Hồ sơ đất đai.xml', size: 4 } }])
      expect(readdirSync(server.folder)).toEqual(['da-nhan'])
    } finally {
      await remote.close()
      await server.stop()
    }
  })
