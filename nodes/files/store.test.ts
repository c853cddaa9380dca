import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type FileServer, startFtp, startSftp, withFtp, withSftp } from '#nodes/testing/file-servers.ts'
import { handle } from '#nodes/testing/real-partners.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { ConnectionHandle } from '#shared/node/run.ts'
import { actualPath } from './actual-path.ts'
import { openFolder } from './drivers/folder.ts'
import { openStore } from './open.ts'
import type { FileStore } from './store.ts'
import { contentOf, measure, readFirst } from './transfer.ts'
import { PART_SUFFIX, writeWhole } from './write-whole.ts'

const signal = new AbortController().signal
const codeOf = (work: Promise<unknown>) => work.then(String, (error) => toErrorData(error).code)
const textAt = async (store: FileStore, path: string) => {
  const chunks: Buffer[] = []
  const keep = (chunk: Buffer, done: () => void): void => {
    chunks.push(chunk)
    done()
  }
  await store.download(path, new Writable({ write: (chunk: Buffer, _encoding, done) => keep(chunk, done) }))
  return Buffer.concat(chunks).toString()
}

async function startFolder(): Promise<FileServer> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lt-folder-')))
  return {
    folder,
    values: { folder },
    secrets: {},
    cut: () => undefined,
    stop: async () => rmSync(folder, { recursive: true }),
  }
}

const servers = [
  { name: 'a folder of this server', kind: 'folder', run: test, start: startFolder },
  { name: 'SFTP (OpenSSH)', kind: 'sftp', run: withSftp, start: startSftp },
  { name: 'FTP (vsftpd)', kind: 'ftp', run: withFtp, start: () => startFtp('none') },
  { name: 'FTPS (vsftpd)', kind: 'ftp', run: withFtp, start: () => startFtp('explicit') },
] as const

for (const { name, kind, run, start } of servers) {
  const using =
    (work: (store: FileStore, server: FileServer, connection: ConnectionHandle) => Promise<void>) => async () => {
      const server = await start()
      const connection = handle(kind, server.values, server.secrets)
      try {
        const store = await openStore(connection, signal)
        try {
          await work(store, server, connection)
        } finally {
          await store.close()
        }
      } finally {
        await server.stop()
      }
    }

  run(
    `${name}: files are written, found, listed, renamed and removed, with Vietnamese names`,
    using(async (store, { folder }) => {
      await store.makeFolder('vào/năm 2026')
      await store.makeFolder('vào/năm 2026')
      await store.upload('vào/năm 2026/hồ sơ số 1.xml', Readable.from([Buffer.from('<a/>')]))
      expect(readFileSync(join(folder, 'vào/năm 2026/hồ sơ số 1.xml'), 'utf8')).toBe('<a/>')
      expect(await store.find('vào/năm 2026/hồ sơ số 1.xml')).toMatchObject({ kind: 'file', size: 4 })
      expect(await store.find('vào/năm 2026')).toMatchObject({ kind: 'folder' })
      expect(await store.find('vào/không có')).toBeUndefined()
      expect(await store.list('vào/năm 2026')).toMatchObject([{ name: 'hồ sơ số 1.xml', kind: 'file', size: 4 }])
      expect(await textAt(store, 'vào/năm 2026/hồ sơ số 1.xml')).toBe('<a/>')
      await store.rename('vào/năm 2026/hồ sơ số 1.xml', 'vào/đã nhận.xml', false)
      await store.upload('khac.xml', Readable.from([Buffer.from('<b/>')]))
      expect(await codeOf(store.rename('khac.xml', 'vào/đã nhận.xml', false))).toBe('file.exists')
      expect(await textAt(store, 'vào/đã nhận.xml')).toBe('<a/>')
      await store.rename('khac.xml', 'vào/đã nhận.xml', true)
      expect(await textAt(store, 'vào/đã nhận.xml')).toBe('<b/>')
      await store.remove('vào/đã nhận.xml')
      expect(await store.list('vào')).toMatchObject([{ name: 'năm 2026', kind: 'folder' }])
      expect(await codeOf(store.remove('khong-co'))).toBe('file.not-found')
      expect(await codeOf(store.list('khong-co'))).toBe('file.not-found')
      expect(await codeOf(textAt(store, 'khong-co'))).toBe('file.not-found')
    }),
  )

  run(
    `${name}: a name that was stored decomposed (NFD) is found when it is written composed (NFC)`,
    using(async (store, { folder }) => {
      mkdirSync(join(folder, 'Hồ sơ'.normalize('NFD')))
      writeFileSync(join(folder, 'Hồ sơ'.normalize('NFD'), 'Quyết định.pdf'.normalize('NFD')), 'x')
      const found = await actualPath(store, 'Hồ sơ/Quyết định.pdf'.normalize('NFC'))
      expect(found).toBe('Hồ sơ/Quyết định.pdf'.normalize('NFD'))
      expect(await textAt(store, found)).toBe('x')
      expect(await actualPath(store, 'Hồ sơ/Không có.pdf')).toBe('Hồ sơ/Không có.pdf')
    }),
  )

  run(
    `${name}: 10 MB arrive whole, and a second writing of the same content changes nothing`,
    using(async (store, { folder }) => {
      const bytes = Buffer.alloc(10 * 1024 * 1024, 'hồ sơ ')
      const target = { path: 'ra/lon.bin', ifExists: 'error', key: 'k' } as const
      expect(await writeWhole(store, target, contentOf(bytes))).toHaveProperty('sha256')
      expect(readFileSync(join(folder, 'ra/lon.bin')).equals(bytes)).toBe(true)
      expect((await measure((sink) => store.download('ra/lon.bin', sink))).size).toBe(bytes.length)
      expect(await writeWhole(store, target, contentOf(bytes))).toHaveProperty('sha256')
      expect(await codeOf(writeWhole(store, target, contentOf(Buffer.from('khác'))))).toBe('file.exists')
      expect(await writeWhole(store, { ...target, ifExists: 'keep' }, contentOf(Buffer.from('khác')))).toBe('kept')
      expect(
        await writeWhole(store, { ...target, ifExists: 'replace' }, contentOf(Buffer.from('khác'))),
      ).toHaveProperty('sha256')
      expect(readFileSync(join(folder, 'ra/lon.bin'), 'utf8')).toBe('khác')
      expect(readdirSync(join(folder, 'ra'))).toEqual(['lon.bin'])
    }),
  )

  run(
    `${name}: a part in the middle of a large file is read without what stands before and behind it`,
    using(async (store, { folder }) => {
      const bytes = Buffer.alloc(20 * 1024 * 1024, 'hồ sơ 00123 ')
      writeFileSync(join(folder, 'lon.bin'), bytes)
      const part = await readFirst((sink) => store.download('lon.bin', sink, 10_000_001), 100)
      expect(part.equals(bytes.subarray(10_000_001, 10_000_101))).toBe(true)
    }),
  )

  if (kind !== 'folder')
    run(
      `${name}: a connection that breaks half way leaves no file under its name, and the next try writes it whole`,
      using(async (store, server, connection) => {
        const piece = Buffer.alloc(256 * 1024, 'x')
        const target = { path: 'ra/dut.bin', ifExists: 'error', key: 'buoc-1' } as const
        const broken = writeWhole(store, target, (sink) =>
          pipeline(async function* () {
            for (let sent = 0; sent < 40; sent++) {
              if (sent === 8) server.cut()
              yield piece
            }
          }, sink),
        )
        expect(await broken.catch(toErrorData)).toMatchObject({ class: 'transient' })
        expect(existsSync(join(server.folder, 'ra/dut.bin'))).toBe(false)
        expect(readdirSync(join(server.folder, 'ra')).every((it) => it.endsWith(PART_SUFFIX))).toBe(true)
        const again = await openStore(connection, signal)
        expect(await writeWhole(again, target, contentOf(piece))).toHaveProperty('sha256')
        await again.close()
        expect(readdirSync(join(server.folder, 'ra'))).toEqual(['dut.bin'])
      }),
    )
}

test('a folder of this server: no link leads out of it, neither as a file nor on the way', async () => {
  const { folder, stop } = await startFolder()
  const outside = realpathSync(mkdtempSync(join(tmpdir(), 'lt-ngoai-')))
  writeFileSync(join(outside, 'bi-mat.txt'), 'bí mật')
  symlinkSync(outside, join(folder, 'duong-tat'))
  symlinkSync(join(outside, 'bi-mat.txt'), join(folder, 'tep'))
  symlinkSync(join(outside, 'moi.txt'), join(folder, 'ghi'))
  const store = await openStore(handle('folder', { folder }), signal)
  expect(await store.list('')).toEqual([])
  for (const path of ['duong-tat/bi-mat.txt', 'tep']) expect(await codeOf(textAt(store, path))).toBe('file.bad-name')
  expect(await codeOf(store.list('duong-tat'))).toBe('file.bad-name')
  expect(await codeOf(store.upload('ghi', Readable.from(['x'])))).toBe('file.bad-name')
  expect(await codeOf(store.makeFolder('duong-tat'))).toBe('file.bad-name')
  expect(await codeOf(store.remove('duong-tat/bi-mat.txt'))).toBe('file.bad-name')
  expect(readdirSync(outside)).toEqual(['bi-mat.txt'])
  await stop()
  rmSync(outside, { recursive: true })
})

withSftp('SFTP: a key of the server that was not accepted, or changed, stops before anything is sent', async () => {
  const server = await startSftp()
  try {
    const { hostKey, ...values } = server.values
    const unknown = await openStore(handle('sftp', values, server.secrets), signal).catch(toErrorData)
    expect(unknown).toMatchObject({ code: 'file.no-host-key', details: { fingerprint: hostKey } })
    const other = `SHA256:${'A'.repeat(43)}`
    const changed = await openStore(handle('sftp', { ...values, hostKey: other }, server.secrets), signal).catch(
      toErrorData,
    )
    expect(changed).toMatchObject({ code: 'file.host-key-changed', class: 'policy' })
    expect(JSON.stringify(changed)).toContain(other)
  } finally {
    await server.stop()
  }
})

test('a process that is killed between writing and renaming leaves nothing under the name, and the next try cleans up', async () => {
  const { folder, stop } = await startFolder()
  const script = fileURLToPath(new URL('../testing/file-killed-process.ts', import.meta.url))
  const { signal: end } = spawnSync(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    script,
    folder,
    'buoc-1',
  ])
  expect(end).toBe('SIGKILL')
  expect(readdirSync(join(folder, 'ra'))).toEqual([expect.stringMatching(/^\..+\.lt-part$/)])
  const store = await openStore(handle('folder', { folder }), signal)
  const target = { path: 'ra/ket-qua.txt', ifExists: 'error', key: 'buoc-1' } as const
  expect(await writeWhole(store, target, contentOf(Buffer.from('đầy đủ')))).toHaveProperty('sha256')
  expect(readdirSync(join(folder, 'ra'))).toEqual(['ket-qua.txt'])
  await stop()
})

test('a full disk is said as such, is worth another try, and leaves nothing', async () => {
  const { folder, stop } = await startFolder()
  const store = await openStore(handle('folder', { folder }), signal)
  // Every write to this device of Linux fails with ENOSPC, as on a full disk.
  const full: FileStore = {
    ...store,
    upload: (path, source) =>
      openFolder('/dev')
        .upload('full', source)
        .catch((error) => store.upload(path, Readable.from([])).then(() => Promise.reject(error))),
  }
  const failed = await writeWhole(
    full,
    { path: 'a.txt', ifExists: 'error', key: 'k' },
    contentOf(Buffer.from('x')),
  ).catch(toErrorData)
  expect(failed).toMatchObject({ code: 'file.full', class: 'transient' })
  expect(readdirSync(folder)).toEqual([])
  await stop()
})
