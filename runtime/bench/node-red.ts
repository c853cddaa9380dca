import { spawn } from 'node:child_process'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, pause } from '../chaos/harness/server.ts'
import type { Workplace } from '../chaos/harness/workplace.ts'
import { NODE_RED_PATHS, nodeRedFlows } from './node-red-flows.ts'
import { installPeer } from './peer-package.ts'

/** A running Node-RED. */
export interface NodeRed {
  readonly version: string
  /** Addresses of its flows. */
  readonly urls: Readonly<Record<keyof typeof NODE_RED_PATHS, string>>
}

const READY_MS = 60_000

/** Installs the newest Node-RED and starts it without editor, log and telemetry, on the Node that runs us; it ends with the workplace. */
export async function startNodeRed(place: Workplace): Promise<NodeRed> {
  const peer = await installPeer('node-red')
  const folder = join(place.folder, 'node-red')
  const port = await freePort()
  mkdirSync(folder)
  writeFileSync(join(folder, 'flows.json'), JSON.stringify(nodeRedFlows()))
  const settings = {
    uiHost: '127.0.0.1',
    uiPort: port,
    userDir: folder,
    flowFile: 'flows.json',
    credentialSecret: false,
    disableEditor: true,
    httpAdminRoot: false,
    telemetry: { enabled: false, updateNotification: false },
    logging: { console: { level: 'warn', metrics: false, audit: false } },
  }
  const file = join(folder, 'settings.cjs')
  writeFileSync(file, `module.exports = ${JSON.stringify(settings)}\n`)
  const log = join(folder, 'node-red.log')
  const out = openSync(log, 'a')
  const main = join(peer.folder, 'node_modules', 'node-red', 'red.js')
  const child = spawn(process.execPath, [main, '--settings', file], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, NODE_ENV: 'production' },
    stdio: ['ignore', out, out],
  })
  place.ends(() => child.kill('SIGKILL'))
  const address = `http://127.0.0.1:${port}`
  for (const until = performance.now() + READY_MS; ; await pause(100)) {
    const answer = await fetch(`${address}${NODE_RED_PATHS.split}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"danhSach":[{}]}',
    }).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) break
    if (performance.now() > until || child.exitCode !== null)
      throw new Error(`Node-RED gave no answer:\n${readFileSync(log, 'utf8').slice(-2000)}`)
  }
  const urls = Object.fromEntries(Object.entries(NODE_RED_PATHS).map(([name, path]) => [name, `${address}${path}`]))
  return { version: peer.version, urls: urls as NodeRed['urls'] }
}
