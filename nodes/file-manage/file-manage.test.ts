import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSftp, withSftp } from '#nodes/testing/file-servers.ts'
import { handle, realPartners } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { type TestTools, testNode } from '#shared/node/testing.ts'
import { definition } from './definition.ts'
import { run } from './run.ts'

let folder: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-manage-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

const manage = (
  settings: object,
  body: unknown = { path: 'a.txt' },
  more: readonly ConnectionHandle[] = [],
  tools: TestTools = {},
) =>
  testNode(
    { definition, run },
    { connection: 'kho', ...settings },
    {
      ...realPartners([handle('folder', { folder }, {}, 'kho'), ...more]),
      ...tools,
    },
  )
    .send(body)
    .catch(toErrorData)
const put = (name: string, text = 'x') => writeFileSync(join(folder, name), text)

test('a file is copied, moved and deleted; what is not there leaves by its own port', async () => {
  put('a.txt')
  expect(await manage({ to: 'b/b.txt' })).toMatchObject({
    port: 'out',
    message: { body: { path: 'b/b.txt', size: 1 } },
  })
  expect(await manage({ action: 'move', to: 'c.txt' })).toMatchObject({
    port: 'out',
    message: { body: { path: 'c.txt' } },
  })
  expect(readdirSync(folder).sort()).toEqual(['b', 'c.txt'])
  expect(await manage({ action: 'delete' }, { path: 'c.txt' })).toMatchObject({ port: 'out' })
  for (const action of ['copy', 'move', 'delete'])
    expect(await manage({ action, to: 'x' })).toMatchObject({ port: 'missing' })
})

test('what an earlier try has done counts as done', async () => {
  put('c.txt')
  const again = { attempt: 2 }
  expect(await manage({ action: 'move', to: 'c.txt' }, { path: 'a.txt' }, [], again)).toMatchObject({ port: 'out' })
  expect(await manage({ action: 'delete' }, { path: 'a.txt' }, [], again)).toMatchObject({ port: 'out' })
})

test('a target that is there is spared unless it is to be replaced', async () => {
  put('a.txt', 'mới')
  put('b.txt', 'cũ')
  for (const action of ['copy', 'move']) {
    expect(await manage({ action, to: 'b.txt' })).toMatchObject({ code: 'file.exists' })
    expect(await manage({ action, to: 'b.txt', ifExists: 'keep' })).toMatchObject({ port: 'exists' })
  }
  expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('cũ')
  expect(await manage({ action: 'move', to: 'b.txt', ifExists: 'replace' })).toMatchObject({ port: 'out' })
  expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('mới')
  expect(existsSync(join(folder, 'a.txt'))).toBe(false)
})

withSftp('a file goes from an SFTP server into a folder and back without passing through the message', async () => {
  const server = await startSftp()
  try {
    const so = handle('sftp', server.values, server.secrets, 'so')
    const bytes = Buffer.alloc(3_000_000, 'đ')
    writeFileSync(join(server.folder, 'lon.pdf'), bytes)
    const fetch = { connection: 'so', toConnection: 'kho', to: 'nhan/lon.pdf' }
    expect(await manage(fetch, { path: 'lon.pdf' }, [so])).toMatchObject({
      port: 'out',
      message: { body: { connection: 'kho', path: 'nhan/lon.pdf', size: bytes.length } },
    })
    expect(readFileSync(join(folder, 'nhan/lon.pdf')).equals(bytes)).toBe(true)
    expect(await manage({ toConnection: 'so', to: 'tra/lon.pdf' }, { path: 'nhan/lon.pdf' }, [so])).toMatchObject({
      port: 'out',
    })
    expect(readFileSync(join(server.folder, 'tra/lon.pdf')).equals(bytes)).toBe(true)
  } finally {
    await server.stop()
  }
})
