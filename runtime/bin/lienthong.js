#!/usr/bin/env node
// `npx lienthong`: runs the command line on the pinned Node, whatever Node npx was started with.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { compileCache, install, kernelOptions, node, root } from './install.js'

await install()
const child = spawn(
  node,
  [...kernelOptions, join(root, 'runtime', 'src', 'cli', 'main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, NODE_COMPILE_CACHE: compileCache } },
)
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)))
