// `npm start`: installs, builds, then starts the kernel with the demo on the pinned Node.
import { build, install, root, say } from './install.js'
import { launch } from './launch.js'

try {
  await install()
  await build()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
launch(['serve', '--demo', ...process.argv.slice(2)], { cwd: root })
