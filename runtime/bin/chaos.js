// `npm run chaos [-- NAME…]`: installs, then runs the torture on the pinned Node. Figures on standard output, all else on standard error.
import { join } from 'node:path'
import { install, node, root, run, say } from './install.js'

try {
  await install()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
const args = [
  '--disable-warning=ExperimentalWarning',
  join(root, 'runtime', 'chaos', 'main.ts'),
  ...process.argv.slice(2),
]
process.exitCode = await run(node, args, { stdio: 'inherit' })
