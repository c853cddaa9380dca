import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createFlowStore } from '../../deployments/flow-store.ts'
import { openStore } from './open-store.ts'

const migrations = join(import.meta.dirname, 'migrations')

test('a store from before versions had names opens, keeps its versions without a name, and takes names and returns', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const old = new Sqlite(join(folder, 'kernel.db'))
  old.pragma('journal_mode = WAL')
  const files = readdirSync(migrations)
    .filter((file) => file < '011')
    .sort()
  for (const file of files) old.exec(readFileSync(join(migrations, file), 'utf8'))
  old.pragma(`user_version = ${files.length}`)
  old.exec(`INSERT INTO flows SELECT 'a', id, 1, NULL FROM units LIMIT 1;
    INSERT INTO versions SELECT 'a', 'v1', id, 1, '{}', NULL, 'Bản đầu', 'an', 1 FROM units LIMIT 1`)
  old.close()

  const db = openStore(folder)
  onTestFinished(() => void db.close())
  const store = createFlowStore(db)
  expect(store.versions('a')).toMatchObject([{ version: 'v1', name: '', note: 'Bản đầu', by: 'an' }])
  store.nameVersion('a', 'v1', 'Đợt 1')
  const takeBack = store.addReturn({ flow: 'a', version: 'v1', note: 'Vì sao', by: 'an', at: 2 })
  expect(store.version('a', 'v1')).toMatchObject({ name: 'Đợt 1', text: '{}' })
  expect(store.lastReturn('a', 'v1')).toEqual({ flow: 'a', version: 'v1', note: 'Vì sao', by: 'an', at: 2 })
  takeBack()
  expect(store.lastReturn('a', 'v1')).toBeUndefined()
})
