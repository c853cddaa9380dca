import { mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
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
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-read-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

const read = (body: unknown, settings: object = {}) =>
  testNode(
    { definition, run },
    { connection: 'kho', ...settings },
    realPartners([handle('folder', { folder }, {}, 'kho')]),
  )
    .send(body)
    .catch(toErrorData)

test('the content of the file that a reference names comes with where it lies', async () => {
  writeFileSync(join(folder, 'Hồ sơ.txt'.normalize('NFD')), '\ufeffĐồng ý')
  expect(await read({ path: 'Hồ sơ.txt' })).toMatchObject({
    port: 'out',
    message: { body: { connection: 'kho', name: 'Hồ sơ.txt', size: 13, content: 'Đồng ý' } },
  })
})

test('a file that was taken under another name keeps the one it came with', async () => {
  writeFileSync(join(folder, '1a2b3c4d-a.xml'), '<a/>')
  const found = { path: '1a2b3c4d-a.xml', name: 'a.xml' }
  expect(await read(found)).toMatchObject({ message: { body: { ...found, content: '<a/>' } } })
})

test('other files come as Base64', async () => {
  writeFileSync(join(folder, 'a.pdf'), Buffer.from([0, 255, 1]))
  expect(await read({ path: 'a.pdf' }, { as: 'base64' })).toMatchObject({ message: { body: { content: 'AP8B' } } })
})

test('a file that is not there leaves by its own port', async () => {
  expect(await read({ path: 'khong-co.xml' })).toMatchObject({
    port: 'missing',
    message: { body: { path: 'khong-co.xml' } },
  })
})

test('a file beyond the limit, of another character set or outside is refused with its reason', async () => {
  writeFileSync(join(folder, 'lon.bin'), '')
  truncateSync(join(folder, 'lon.bin'), 11_000_000)
  writeFileSync(join(folder, 'cu.txt'), Buffer.from([0xe1, 0xba]))
  expect(await read({ path: 'lon.bin' })).toMatchObject({ code: 'file.too-large' })
  expect(await read({ path: 'cu.txt' })).toMatchObject({ code: 'file.bad-text' })
  for (const path of ['../x', 'a/../../x', 'a\\b', 'a\u0000b', '', 7, `${'x'.repeat(256)}`])
    expect(await read({ path }), String(path)).toMatchObject({ code: 'file.bad-name', class: 'data' })
})
