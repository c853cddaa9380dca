// Records runs of a demo as fixtures: node runtime/src/worker/testing/record-runs-process.ts DATA_FOLDER [RUNS_A_FLOW]
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteEngine } from '#runtime/engine/sqlite/open.ts'
import { codeTableSchema } from '#shared/api/platform.ts'
import { RECORDED, replayed } from './recorded-runs.ts'

const FLOWS = join(import.meta.dirname, '..', '..', '..', '..', 'flows')
const TABLES = join(FLOWS, 'danh-muc')
const tables = readdirSync(TABLES)
  .filter((file) => file.endsWith('.json'))
  .map((file) => codeTableSchema.parse(JSON.parse(readFileSync(join(TABLES, file), 'utf8'))))
const [data = '', most = '3'] = process.argv.slice(2)
const engine = openSqliteEngine({
  path: join(data, 'engine.db'),
  blobs: join(data, 'blobs'),
  clock: () => Date.now(),
})
const { runs } = await engine.history.list({ limit: 500, statuses: ['done', 'failed'] })
const taken = new Map<string, Set<string>>()
for (const { id, flow } of runs) {
  const found = await engine.history.get(id)
  if (!found) continue
  const text = readFileSync(join(FLOWS, flow, 'flow.json'), 'utf8')
  const recorded = {
    flow: JSON.parse(text),
    tables: tables.filter((table) => text.includes(`"${table.id}"`)),
    inbound: found.inbound,
    journal: found.journal,
  }
  const steps = await replayed(recorded)
  // One run of each way through the flow says as much as a hundred.
  const way = steps.map((step) => `${step.path} ${step.status}`).join()
  const ways = taken.get(flow) ?? new Set()
  taken.set(flow, ways)
  if (ways.has(way) || ways.size >= Number(most)) continue
  ways.add(way)
  mkdirSync(RECORDED, { recursive: true })
  writeFileSync(join(RECORDED, `${flow}-${ways.size}.json`), `${JSON.stringify({ ...recorded, steps }, null, 1)}\n`)
  process.stdout.write(`${flow}: ${found.row.status}, ${steps.length} steps, ${found.journal.length} rows\n`)
}
await engine.close()
process.exit(0)
