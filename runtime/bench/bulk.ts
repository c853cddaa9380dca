import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { type Figure, median, round, say } from '../chaos/harness/figures.ts'
import { type PlainFlow, publish } from '../chaos/harness/flows.ts'
import { memoryMb } from '../chaos/harness/process-tree.ts'
import { installServer, pause, type Server } from '../chaos/harness/server.ts'
import { inWorkplace, type Workplace } from '../chaos/harness/workplace.ts'
import { BULK_COLUMNS, bulkRow } from './bulk-rows.ts'

const ROWS = 100_000
const BATCH = 5000
const ROUNDS = 5
const GOAL = 0.5
/** After so long a round is given up. */
const STUCK_MS = 120_000

/** `sql.bulk/pg`: a CSV of 100,000 rows read in batches, mapped and written to PostgreSQL by a stored flow, against the same by hand on csv-parse and COPY. */
export async function bulkFigures(): Promise<readonly Figure[]> {
  return inWorkplace('bench-bulk', false, async (place) => {
    const table = await openTable(place)
    const file = await writeFile(place.folder)
    const server = await installServer({
      folder: join(place.folder, 'server'),
      workers: 1,
      env: { LIENTHONG_FOLDERS: join(place.folder, 'tep') },
    })
    place.serves(server)
    await server.start()
    await server.allReady()
    await deploy(server, table.name, place.folder)
    const rounds: { readonly bare: number; readonly ours: number }[] = []
    for (let turn = 0; turn < ROUNDS; turn++) {
      const bare = await measureBare(table, file)
      const ours = await measureOurs(server, table)
      say(`  by hand ${bare.toFixed(0)} rows/s, Liên Thông ${ours.toFixed(0)} rows/s`)
      rounds.push({ bare, ours })
    }
    const value = round(median(rounds.map(({ bare, ours }) => ours / bare)))
    const [worker = 0] = server.workers()
    const detail = {
      rows: ROWS,
      batch: BATCH,
      rowsPerSecond: rounds.map(({ bare, ours }) => [round(bare, 0), round(ours, 0)]),
      workerPeakMb: round(memoryMb(worker).peak, 0),
    }
    return [{ figure: 'sql.bulk/pg', value, unit: 'ratio', goal: GOAL, ok: value >= GOAL, detail }]
  })
}

/** The table that both fill, and a look into it. */
interface Table {
  readonly name: string
  empty(): Promise<void>
  /** Whether the last row of the file is there. Counting them all would cost more than what is measured. */
  ended(): Promise<boolean>
  /** Throws unless every row is there as the file has it. */
  check(): Promise<void>
}

const ADDRESS = {
  host: process.env.PGHOST ?? '127.0.0.1',
  port: Number(process.env.PGPORT ?? 5432),
  database: process.env.PGDATABASE ?? 'test',
  user: process.env.PGUSER ?? 'postgres',
}

async function openTable(place: Workplace): Promise<Table> {
  const client = new pg.Client(ADDRESS)
  await client.connect()
  const name = `lt_bench_bulk_${process.pid}`
  const [key, ...others] = BULK_COLUMNS
  const columns = [`${key.column} text PRIMARY KEY`, ...others.map(({ column, type }) => `${column} ${type}`)]
  await client.query(`CREATE TABLE ${name} (${columns.join(', ')})`)
  place.ends(async () => {
    await client.query(`DROP TABLE ${name}`)
    await client.end()
  })
  const one = async (text: string, values: readonly unknown[] = []): Promise<Readonly<Record<string, unknown>>> =>
    (await client.query<Record<string, unknown>>(text, [...values])).rows[0] ?? {}
  const last = bulkRow(ROWS - 1).MaHoSo
  return {
    name,
    empty: async () => void (await client.query(`TRUNCATE ${name}`)),
    ended: async () => 'ma_ho_so' in (await one(`SELECT ma_ho_so FROM ${name} WHERE ma_ho_so = $1`, [last])),
    async check() {
      const { so, phi } = await one(`SELECT count(DISTINCT ma_ho_so) AS so, sum(le_phi) AS phi FROM ${name}`)
      let fee = 0
      for (let i = 0; i < ROWS; i++) fee += Number(bulkRow(i).LePhi)
      if (Number(so) !== ROWS || Number(phi) !== fee) throw new Error(`${so} rows, fees ${phi} instead of ${fee}`)
      const list = BULK_COLUMNS.map(({ column }) => `${column}::text AS ${column}`).join(', ')
      for (const i of [0, 1, 4999, 5000, 54_321, ROWS - 1]) {
        const wanted = bulkRow(i)
        const found = await one(`SELECT ${list} FROM ${name} WHERE ma_ho_so = $1`, [wanted.MaHoSo])
        for (const { column, source } of BULK_COLUMNS)
          if (found[column] !== wanted[source]) throw new Error(`row ${i}: ${column} is ${String(found[column])}`)
      }
    },
  }
}

async function writeFile(folder: string): Promise<string> {
  mkdirSync(join(folder, 'tep'))
  const file = join(folder, 'tep', 'ho-so.csv')
  const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = function* (): Generator<string> {
    yield `${BULK_COLUMNS.map(({ source }) => source).join(',')}\n`
    for (let i = 0; i < ROWS; i++) {
      const row = bulkRow(i)
      yield `${BULK_COLUMNS.map(({ source }) => quoted(row[source])).join(',')}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
  return file
}

async function deploy(server: Server, table: string, folder: string): Promise<void> {
  const { host, port, database, user } = ADDRESS
  await server.api('PUT', '/connections/kho', {
    kind: 'sql',
    title: 'Kho dữ liệu',
    values: { driver: 'postgres', host, port, database, user },
  })
  await server.api('PUT', '/connections/thu-muc', {
    kind: 'folder',
    title: 'Thư mục',
    values: { folder: join(folder, 'tep') },
  })
  const flow: PlainFlow = {
    format: 1,
    id: 'do-ghi-nhieu-dong',
    title: 'Đo tốc độ: ghi nhiều dòng',
    nodes: {
      nhan: { use: 'http-in@1', settings: { path: '/do/ghi', answer: 'stored' }, to: { out: ['chia'] } },
      chia: {
        use: 'csv-read@1',
        settings: {
          source: 'file',
          connection: 'thu-muc',
          path: 'ho-so.csv',
          deliver: 'batches',
          batchRows: BATCH,
        },
        to: { out: ['doc'] },
      },
      doc: {
        use: 'csv-read@1',
        settings: { source: 'file', connection: 'thu-muc', maxRows: BATCH },
        to: { out: ['doi'] },
      },
      doi: {
        use: 'map-fields@1',
        settings: {
          mapping: [
            {
              target: 'rows',
              each: {
                over: 'rows',
                fields: BULK_COLUMNS.map(({ column, source }) => ({ target: column, value: { field: source } })),
              },
            },
          ],
        },
        to: { out: ['ghi'] },
      },
      ghi: { use: 'sql-bulk@1', settings: { connection: 'kho', table, rows: 'rows' } },
    },
  }
  await publish(server, flow)
}

async function measureBare(table: Table, file: string): Promise<number> {
  await table.empty()
  const args = [file, table.name, String(BATCH), JSON.stringify(ADDRESS)]
  const child = fork(join(import.meta.dirname, 'bulk-bare-process.ts'), args, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  try {
    await once(child, 'message')
    child.send('go')
    return await rateOf(table)
  } finally {
    child.kill('SIGKILL')
  }
}

async function measureOurs(server: Server, table: Table): Promise<number> {
  await table.empty()
  const answer = await fetch(`${server.gateway}/do/ghi`, { method: 'POST', body: '{}', headers: JSON_TYPE })
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`)
  await answer.body?.cancel()
  return rateOf(table)
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Rows a second from now until all are committed, as another connection sees them; both write in the order of the file. */
async function rateOf(table: Table): Promise<number> {
  const began = performance.now()
  while (!(await table.ended())) {
    if (performance.now() - began > STUCK_MS) throw new Error(`after ${STUCK_MS} ms the last row is not there`)
    await pause(10)
  }
  const took = performance.now() - began
  await table.check()
  return (ROWS * 1000) / took
}
