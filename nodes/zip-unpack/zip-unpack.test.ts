import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { packZip } from '#nodes/archives/zip.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { encodeBytes } from '#shared/vietnam/encodings/convert.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-zip-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

const noZip = process.env.CI !== 'true' && spawnSync('zip', ['-v']).error !== undefined
const unpack = (bytes: Buffer, settings: object = {}) =>
  testNode({ definition, run }, settings, realPartners([handle('folder', { folder }, {}, 'kho')]))
    .send({ content: bytes.toString('base64') })
    .catch(toErrorData)
const zipped = (...names: string[]): Buffer =>
  packZip(names.map((name) => ({ name, content: Buffer.from(`nội dung ${name}`) })))
/** An archive of one file whose name, of the same length, was put in afterwards: no writer of ours makes it. */
const renamed = (name: Buffer, utf8: boolean): Buffer => {
  const marker = 'x'.repeat(name.length)
  const bytes = packZip([{ name: marker, content: Buffer.from('x'.repeat(3)) }])
  for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker, at + 1)) name.copy(bytes, at)
  if (!utf8) {
    bytes.writeUInt16LE(0, 6)
    bytes.writeUInt16LE(0, bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 8)
  }
  return bytes
}

test.skipIf(noZip)('what the zip program packs is unpacked with its Vietnamese names and folders', async () => {
  mkdirSync(join(folder, 'Hồ sơ'))
  writeFileSync(join(folder, 'Hồ sơ/Đơn đề nghị.xml'), '<Đơn/>')
  writeFileSync(join(folder, '00123.txt'), 'x'.repeat(5000))
  expect(spawnSync('zip', ['-qr', 'a.zip', 'Hồ sơ', '00123.txt'], { cwd: folder }).status).toBe(0)
  expect(await unpack(readFileSync(join(folder, 'a.zip')), { as: 'text' })).toMatchObject({
    port: 'out',
    message: {
      body: {
        count: 2,
        files: [
          { name: 'Hồ sơ/Đơn đề nghị.xml', text: '<Đơn/>' },
          { name: '00123.txt', size: 5000 },
        ],
      },
    },
  })
})

test.skipIf(noZip)('a link and a password are refused', async () => {
  symlinkSync('/etc/passwd', join(folder, 'link'))
  writeFileSync(join(folder, 'a.txt'), 'x')
  spawnSync('zip', ['-qy', 'link.zip', 'link'], { cwd: folder })
  spawnSync('zip', ['-q', '-P', 'bimat', 'khoa.zip', 'a.txt'], { cwd: folder })
  for (const [name, word] of [
    ['link.zip', 'liên kết'],
    ['khoa.zip', 'mật khẩu'],
  ] as const)
    expect(await unpack(readFileSync(join(folder, name)))).toMatchObject({
      code: 'archive.refused',
      message: { vi: expect.stringContaining(word) },
    })
})

for (const name of ['../../x.txt', '/etc/x.txt', 'a/../../b', 'C:\\x.txt', '..\\x.txt', 'a\u0000b.txt'])
  test(`the name ${JSON.stringify(name)} is refused and nothing is written`, async () => {
    const settings = { deliver: 'folder', toConnection: 'kho', folder: 'ra' }
    expect(await unpack(renamed(Buffer.from(name), true), settings)).toMatchObject({ code: 'archive.refused' })
    expect(existsSync(join(folder, 'ra'))).toBe(false)
  })

test('bombs, too many files, doubles and damage are refused', async () => {
  const bomb = packZip([{ name: 'a', content: Buffer.alloc(60_000_000) }])
  expect(bomb.length).toBeLessThan(100_000)
  expect(await unpack(bomb)).toMatchObject({
    code: 'archive.refused',
    message: { vi: expect.stringContaining('quá lớn') },
  })
  expect(await unpack(zipped('a', 'b', 'c'), { maxFiles: 2 })).toMatchObject({ code: 'archive.refused' })
  expect(await unpack(zipped('a', 'a'))).toMatchObject({ code: 'archive.refused' })
  expect(await unpack(zipped('a').subarray(0, 40))).toMatchObject({ code: 'archive.refused' })
  const broken = zipped('a')
  broken[40] = (broken[40] ?? 0) ^ 0xff
  expect(await unpack(broken)).toMatchObject({ code: 'archive.refused' })
})

test('inner archives stay files unless levels are opened, within one budget for all', async () => {
  const inner = packZip([{ name: 'c.txt', content: Buffer.alloc(30_000_000) }])
  const outer = packZip([
    { name: 'b.zip', content: inner },
    { name: 'd.zip', content: inner },
  ])
  expect(await unpack(outer)).toMatchObject({
    message: { body: { count: 2, files: [{ name: 'b.zip' }, { name: 'd.zip' }] } },
  })
  expect(await unpack(outer, { depth: 1 })).toMatchObject({ code: 'archive.refused' })
  expect(await unpack(outer, { depth: 1, maxUnpacked: 100_000_000 })).toMatchObject({
    message: { body: { files: [{ name: 'b.zip/c.txt', size: 30_000_000 }, { name: 'd.zip/c.txt' }] } },
  })
})

test('old names are read in CP437 or TCVN3', async () => {
  expect(await unpack(renamed(Buffer.from([0x82, 0x2e, 0x74]), false))).toMatchObject({
    message: { body: { files: [{ name: 'é.t' }] } },
  })
  const tcvn3 = Buffer.from(encodeBytes('Hướng dẫn.txt', 'tcvn3'))
  expect(await unpack(renamed(tcvn3, false), { names: 'tcvn3' })).toMatchObject({
    message: { body: { files: [{ name: 'Hướng dẫn.txt' }] } },
  })
})

test('files go into a folder as references; one that is there with another content is an error', async () => {
  const settings = { deliver: 'folder', toConnection: 'kho', folder: { expr: '"ra/" & $keys.maHoSo' } }
  expect(await unpack(zipped('Hồ sơ/a.txt', 'b.txt'), { ...settings, folder: 'ra' })).toMatchObject({
    message: {
      body: { count: 2, files: [{ connection: 'kho', path: 'ra/Hồ sơ/a.txt', name: 'a.txt' }, { path: 'ra/b.txt' }] },
    },
  })
  expect(readFileSync(join(folder, 'ra/b.txt'), 'utf8')).toBe('nội dung b.txt')
  writeFileSync(join(folder, 'ra/b.txt'), 'khác')
  expect(await unpack(zipped('b.txt'), { ...settings, folder: 'ra' })).toMatchObject({ code: 'file.exists' })
  expect(await unpack(zipped('b.txt'), { ...settings, folder: '../ra' })).toMatchObject({ code: 'file.bad-name' })
})
