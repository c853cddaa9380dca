import { parseArgs } from 'node:util'
import { type Figure, print, say } from '../chaos/harness/figures.ts'
import { backlogFigures } from './backlog.ts'
import { DESIGNER_FIGURES, designerFigures } from './designer.ts'
import { deployedFlowsFigure, storedRunsFigure } from './growth.ts'
import { HTTP_FIGURES, httpFigures } from './http.ts'
import { startFigures } from './start.ts'
import { xmlFigures } from './xml.ts'

/** What gives which figures; a group is measured in one go. */
const GROUPS: readonly {
  readonly gives: readonly string[]
  run(wanted: readonly string[], full: boolean): Promise<readonly Figure[]>
}[] = [
  { gives: HTTP_FIGURES, run: httpFigures },
  { gives: ['backlog.perSecond', 'backlog.slope'], run: backlogFigures },
  { gives: ['growth.storedRuns'], run: (_wanted, full) => storedRunsFigure(full) },
  { gives: ['growth.deployedFlows'], run: deployedFlowsFigure },
  { gives: ['xml.10mbMs'], run: xmlFigures },
  { gives: ['start.coldMs', 'memory.idleMb'], run: startFigures },
  { gives: DESIGNER_FIGURES, run: designerFigures },
]
const ALL = GROUPS.flatMap((it) => it.gives)

const USAGE = `npm run bench [-- NAME…] [--full]

NAME: ${ALL.join(', ')}; without names all are measured.
--full: 100,000 messages in the backlog and 1,000,000 stored runs, instead of a tenth.`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { full: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (values.help || !positionals.every((name) => ALL.includes(name))) {
    say(USAGE)
    return values.help ? 0 : 2
  }
  const wanted = positionals.length === 0 ? ALL : positionals
  let good = true
  for (const group of GROUPS) {
    if (!group.gives.some((name) => wanted.includes(name))) continue
    try {
      for (const figure of await group.run(wanted, values.full)) {
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
