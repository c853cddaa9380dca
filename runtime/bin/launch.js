// Runs the command line on the pinned Node in a process of its own, which ends when this one does, however this one ends.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { compileCache, kernelOptions, node, root } from './install.js'

/** Starts `lienthong ARGS…` and ends with its exit code. */
export function launch(args, options = {}) {
  const child = spawn(node, [...kernelOptions, join(root, 'runtime', 'src', 'cli', 'main.ts'), ...args], {
    // The channel carries nothing: that it closes tells the child that nobody waits for it any more.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    ...options,
  })
  // The terminal's Ctrl+C reaches the child by itself; a service manager's SIGTERM reaches only this process.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)))
}
