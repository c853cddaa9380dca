import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { BULK_COLUMNS } from './bulk-rows.ts'

/** What the flow does, written by hand: streams a CSV through csv-parse, renames the fields, and copies each batch into PostgreSQL in a transaction. */
const [file = '', table = '', batch = '', address = ''] = process.argv.slice(2)

const client = new pg.Client(JSON.parse(address))
await client.connect()
process.send?.('ready')
await new Promise((go) => process.once('message', go))

type Row = Readonly<Record<string, string>>
const columns = BULK_COLUMNS.map(({ column }) => column)
const escaped = (text: string): string =>
  text.replace(/[\\\t\n\r]/g, (c) => `\\${{ '\t': 't', '\n': 'n', '\r': 'r' }[c] ?? c}`)

async function write(rows: readonly Row[]): Promise<void> {
  const lines = rows.map((row) => `${columns.map((column) => escaped(row[column] ?? '')).join('\t')}\n`)
  await client.query('BEGIN')
  await pipeline(
    Readable.from([lines.join('')]),
    client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`)),
  )
  await client.query('COMMIT')
}

let rows: Row[] = []
for await (const record of createReadStream(file).pipe(parse({ columns: true })) as AsyncIterable<Row>) {
  rows.push(Object.fromEntries(BULK_COLUMNS.map(({ column, source }) => [column, record[source] ?? ''])))
  if (rows.length < Number(batch)) continue
  await write(rows)
  rows = []
}
if (rows.length > 0) await write(rows)
process.on('disconnect', () => process.exit(0))
