// `npm start`: installs, builds, then starts the kernel with the demo on the pinned Node.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, compileCache, install, kernelOptions, node, root, say } from './install.js'

try {
  await install()
  await build()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
const extra = process.argv.slice(2)
const child = spawn(
  node,
  [...kernelOptions, join(root, 'runtime', 'src', 'cli', 'main.ts'), 'serve', '--demo', ...extra],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  },
)
// The terminal's Ctrl+C reaches the kernel by itself; a service manager's SIGTERM reaches only this process.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)))
