// `npm run bench [-- NAME…]`: installs, builds the designer, then runs the benchmarks on the pinned Node. Figures on standard output, all else on standard error.
import { join } from 'node:path'
import { build, install, node, root, run, say } from './install.js'

try {
  await install()
  await build()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
const args = [
  '--disable-warning=ExperimentalWarning',
  join(root, 'runtime', 'bench', 'main.ts'),
  ...process.argv.slice(2),
]
process.exitCode = await run(node, args, { stdio: 'inherit' })
