import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMotCua, type MotCua } from '#nodes/simulators/index.ts'
import { handle, type RealPartners, realPartners } from '#nodes/testing/real-partners.ts'
import { noTools } from '#runtime/executor/testing/walk-through.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { Flow } from '#shared/flow/flow.ts'
import { peekAt } from './peek.ts'
import { library } from './testing/entrance.ts'

let folder: string
let motCua: MotCua
let partners: RealPartners

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lt-peek-'))
  motCua = createMotCua({ database: join(folder, 'mot-cua.sqlite') })
  partners = realPartners([handle('sql', { driver: 'sqlite', file: motCua.database }, {}, 'mot-cua')])
})

afterEach(async () => {
  await partners.close()
  await motCua.close()
  rmSync(folder, { recursive: true })
})

const flowOf = (query: string, use = 'outbox-poll@1'): Flow => ({
  format: 1,
  id: 'xem-thu',
  title: 'Xem thử',
  nodes: {
    quet: {
      use,
      settings: {
        connection: 'mot-cua',
        query,
        acknowledge: 'UPDATE HangDoi SET DaDongBo = 1 WHERE Id = :id',
      },
      to: { out: ['nhan'] },
    },
    nhan: { use: 'http-reply@1' },
  },
})
const WAITING = 'SELECT * FROM HangDoi WHERE DaDongBo = 0 ORDER BY Id LIMIT :limit'
const peek = (flow: Flow, trigger?: string) => {
  const { connection, shared } = partners
  return peekAt({ flow, trigger }, { library, tools: { ...noTools, connection, shared } })
}

test('the first rows that wait are shown, and are still waiting afterwards', async () => {
  const [first] = motCua.generate(5)
  const seen = await peek(flowOf(WAITING))
  expect(seen).toHaveLength(3)
  expect(seen[0]).toEqual({
    body: expect.objectContaining({ MaHoSo: first, DaDongBo: 0 }),
    headers: {},
    keys: {},
  })
  expect(await peek(flowOf(WAITING), 'quet')).toEqual(seen)
})

test('nothing waits, no such trigger and a trigger that cannot be asked give nothing', async () => {
  expect(await peek(flowOf('SELECT * FROM HangDoi WHERE Id < 0 LIMIT :limit'))).toEqual([])
  expect(await peek(flowOf(WAITING), 'nhan')).toEqual([])
  expect(await peek(flowOf(WAITING), 'khong-co')).toEqual([])
  const scheduled: Flow = {
    ...flowOf(WAITING),
    nodes: {
      hen: { use: 'schedule@1', settings: { cron: '0 8 * * *' }, to: { out: ['nhan'] } },
      nhan: { use: 'http-reply@1' },
    },
  }
  expect(await peek(scheduled)).toEqual([])
})

test('a query that the database refuses is an error as at the trigger itself, and a connection that is no simulator is not called', async () => {
  const refused = await peek(flowOf('SELECT * FROM KhongCo LIMIT :limit')).catch(toErrorData)
  expect(refused).toMatchObject({ code: 'sql.failed' })
  const real = peekAt({ flow: flowOf(WAITING) }, { library, tools: noTools })
  expect(await real.catch(toErrorData)).toMatchObject({ code: 'test.no-answer' })
})
