import { parseArgs } from 'node:util'
import { type Figure, print, say } from '../chaos/harness/figures.ts'
import { backlogFigures } from './backlog.ts'
import { bulkFigures } from './bulk.ts'
import { DESIGNER_FIGURES, designerFigures } from './designer.ts'
import { deployedFlowsFigure, storedRunsFigure } from './growth.ts'
import { HTTP_FIGURES, httpFigures, N8N_FIGURES } from './http.ts'
import { queueFigures } from './queue.ts'
import { startFigures } from './start.ts'
import { STREAM_FIGURES, streamFigures } from './streams.ts'
import { xmlFigures } from './xml.ts'

/** What gives which figures; a group is measured in one go. */
const GROUPS: readonly {
  readonly gives: readonly string[]
  run(wanted: readonly string[], full: boolean, n8nVersion: string): Promise<readonly Figure[]>
}[] = [
  { gives: [...HTTP_FIGURES, ...N8N_FIGURES], run: (wanted, _full, n8nVersion) => httpFigures(wanted, n8nVersion) },
  { gives: ['backlog.perSecond', 'backlog.slope'], run: backlogFigures },
  { gives: ['growth.storedRuns'], run: (_wanted, full) => storedRunsFigure(full) },
  { gives: ['growth.deployedFlows'], run: deployedFlowsFigure },
  { gives: ['xml.10mbMs'], run: xmlFigures },
  { gives: ['queue.amqp/bare'], run: queueFigures },
  { gives: ['sql.bulk/pg'], run: bulkFigures },
  { gives: STREAM_FIGURES, run: streamFigures },
  { gives: ['start.coldMs', 'memory.idleMb'], run: startFigures },
  { gives: DESIGNER_FIGURES, run: designerFigures },
]
const ALL = GROUPS.flatMap((it) => it.gives)

const USAGE = `npm run bench [-- NAME…] [--full] [--n8n VERSION]

NAME: ${ALL.join(', ')}; without names all are measured, those against n8n only with --n8n.
--n8n: the version of n8n to install, for example latest; it saves its runs in the PostgreSQL of PGHOST, PGPORT and PGUSER.
--full: 100,000 messages in the backlog, 1,000,000 stored runs and 1 GB by SFTP, instead of a tenth.`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      full: { type: 'boolean', default: false },
      n8n: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help || !positionals.every((name) => ALL.includes(name))) {
    say(USAGE)
    return values.help ? 0 : 2
  }
  const usual = values.n8n === undefined ? ALL.filter((it) => !N8N_FIGURES.includes(it)) : ALL
  const wanted = positionals.length === 0 ? usual : positionals
  let good = true
  for (const group of GROUPS) {
    if (!group.gives.some((name) => wanted.includes(name))) continue
    try {
      for (const figure of await group.run(wanted, values.full, values.n8n ?? 'latest')) {
        print(figure)
        good &&= figure.ok
      }
    } catch (error) {
      // What cannot be measured is no success, and no reason to leave out the others.
      say(`${group.gives.join(', ')}: ${error instanceof Error ? error.message : String(error)}`)
      good = false
    }
  }
  return good ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  // An option that does not exist.
  say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  process.exitCode = 2
}
