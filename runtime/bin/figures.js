import { join } from 'node:path'
import { node, root, run, say } from './install.js'

/** Prepares, then runs `runtime/FOLDER/main.ts` with this command's arguments on the pinned Node. Figures go to standard output, all else to standard error. */
export async function runFigures(folder, preparations) {
  try {
    for (const prepare of preparations) await prepare()
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exit(1)
  }
  const main = join(root, 'runtime', folder, 'main.ts')
  const args = ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)]
  process.exitCode = await run(node, args, { stdio: 'inherit' })
}
