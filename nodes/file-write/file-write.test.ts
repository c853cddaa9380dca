import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
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
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-write-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (body: unknown, settings: object = {}) =>
  testNode(
    { definition, run },
    { connection: 'kho', path: { field: 'path' }, content: { field: 'content' }, ...settings },
    realPartners([handle('folder', { folder }, {}, 'kho')]),
  )
    .send(body)
    .catch(toErrorData)

test('text, objects and Base64 become files, and the message says where they lie', async () => {
  expect(await write({ path: 'ra/Hồ sơ.xml'.normalize('NFD'), content: '<á/>' })).toMatchObject({
    port: 'out',
    message: { body: { connection: 'kho', path: 'ra/Hồ sơ.xml', size: 5 } },
  })
  expect(readdirSync(join(folder, 'ra'))).toEqual(['Hồ sơ.xml'])
  writeFileSync(join(folder, 'Sổ.txt'.normalize('NFD')), 'x')
  expect(await write({ path: 'Sổ.txt', content: 'y' }, { ifExists: 'replace' })).toMatchObject({ port: 'out' })
  expect(readFileSync(join(folder, 'Sổ.txt'.normalize('NFD')), 'utf8')).toBe('y')
  await write({ path: 'a.json', content: { so: '00123' } })
  expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('{"so":"00123"}')
  await write({ path: 'a.bin', content: 'AP8B' }, { as: 'base64' })
  expect([...readFileSync(join(folder, 'a.bin'))]).toEqual([0, 255, 1])
})

test('a file that is there is kept, replaced or an error, as the officer chose', async () => {
  await write({ path: 'a.txt', content: 'cũ' })
  expect(await write({ path: 'a.txt', content: 'cũ' })).toMatchObject({ port: 'out' })
  expect(await write({ path: 'a.txt', content: 'mới' })).toMatchObject({ code: 'file.exists' })
  expect(await write({ path: 'a.txt', content: 'mới' }, { ifExists: 'keep' })).toMatchObject({ port: 'exists' })
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('cũ')
  expect(await write({ path: 'a.txt', content: 'mới' }, { ifExists: 'replace' })).toMatchObject({ port: 'out' })
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('mới')
})

test('names that lead out and content that is no Base64 are refused before anything is written', async () => {
  for (const path of ['../a.txt', 'x/../../a.txt', 'a\nb', 'ra/'])
    expect(await write({ path, content: 'x' }), path).toMatchObject({ code: 'file.bad-name' })
  expect(await write({ path: 'a.bin', content: 'không phải' }, { as: 'base64' })).toMatchObject({
    code: 'file.bad-content',
  })
  expect(readdirSync(folder)).toEqual([])
})
