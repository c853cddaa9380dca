import { type Figure, print, say } from '../chaos/harness/figures.ts'
import { HTTP_FIGURES, httpFigures } from './http.ts'
import { startFigures } from './start.ts'

/** What gives which figures; a group is measured in one go. */
const GROUPS: readonly {
  readonly gives: readonly string[]
  run(wanted: readonly string[]): Promise<readonly Figure[]>
}[] = [
  { gives: HTTP_FIGURES, run: httpFigures },
  { gives: ['start.coldMs', 'memory.idleMb'], run: startFigures },
]
const ALL = GROUPS.flatMap((it) => it.gives)

async function main(names: readonly string[]): Promise<number> {
  if (!names.every((name) => ALL.includes(name))) {
    say(`npm run bench [-- NAME…]\n\nNAME: ${ALL.join(', ')}; without names all are measured.`)
    return names.includes('--help') ? 0 : 2
  }
  const wanted = names.length === 0 ? ALL : names
  let good = true
  for (const group of GROUPS) {
    if (!group.gives.some((name) => wanted.includes(name))) continue
    try {
      for (const figure of await group.run(wanted)) {
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

process.exitCode = await main(process.argv.slice(2))
