import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import { testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-zip-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

const pack = (files: unknown, settings: object = {}) =>
  testNode({ definition, run }, settings, realPartners([handle('folder', { folder }, {}, 'kho')]))
    .send({ files })
    .catch(toErrorData)

test.skipIf(process.env.CI !== 'true' && spawnSync('unzip', ['-v']).error !== undefined)(
  'the unzip program opens what is packed, with Vietnamese names',
  async () => {
    const files = [
      { name: 'Hồ sơ/Đơn.xml', text: '<Đơn/>' },
      { name: 'b.bin', base64: Buffer.from([0, 255, 1]).toString('base64') },
    ]
    expect(await pack(files, { as: 'file', connection: 'kho', path: 'a.zip' })).toMatchObject({
      port: 'out',
      message: { body: { name: 'a.zip' } },
    })
    expect(
      spawnSync('unzip', ['-q', 'a.zip', '-d', 'x'], { cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } })
        .status,
    ).toBe(0)
    expect(readFileSync(join(folder, 'x/Hồ sơ/Đơn.xml'), 'utf8')).toBe('<Đơn/>')
    expect([...readFileSync(join(folder, 'x/b.bin'))]).toEqual([0, 255, 1])
  },
)

test('files of a connection are packed by their references', async () => {
  writeFileSync(join(folder, 'a.txt'), 'A')
  writeFileSync(join(folder, 'Đơn.txt'), 'B')
  const settings = { source: 'files', filesConnection: 'kho' }
  expect(await pack([{ path: 'a.txt', name: 'gốc.txt' }, 'Đơn.txt'], settings)).toMatchObject({ port: 'out' })
  expect(await pack([{ path: 'khong-co.txt' }], settings)).toMatchObject({ code: 'file.not-found' })
  expect(await pack([{ path: '../a.txt' }], settings)).toMatchObject({ code: 'file.bad-name' })
  expect(await pack([{ path: 'a.txt' }, { path: 'Đơn.txt' }], { ...settings, maxBytes: 1 })).toMatchObject({
    code: 'archive.refused',
  })
})

test('the same files give the same bytes; doubles, unsafe names, missing content and too much are refused', async () => {
  const files = [{ name: 'a.txt', text: 'x' }]
  expect(await pack(files)).toEqual(await pack(files))
  expect(await pack([...files, ...files])).toMatchObject({ code: 'archive.refused' })
  expect(await pack([{ name: '../a', text: 'x' }])).toMatchObject({ code: 'archive.refused' })
  expect(await pack([{ name: 'a' }])).toMatchObject({ code: 'message.wrong-shape' })
  expect(await pack([{ name: 'a', base64: '?' }])).toMatchObject({ code: 'message.wrong-shape' })
  expect(await pack([{ name: 'a', text: 'xx' }], { maxBytes: 1 })).toMatchObject({ code: 'archive.refused' })
  expect(await pack('a')).toMatchObject({ code: 'message.wrong-shape' })
})

test('an archive that is there stays and the message leaves by its port', async () => {
  writeFileSync(join(folder, 'a.zip'), 'khác')
  const settings = { as: 'file', connection: 'kho', path: 'a.zip', ifExists: 'keep' }
  expect(await pack([{ name: 'a', text: 'x' }], settings)).toMatchObject({ port: 'exists' })
})
