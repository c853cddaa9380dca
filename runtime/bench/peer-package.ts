import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { say } from '../chaos/harness/figures.ts'
import { projectFolder } from '../chaos/harness/server.ts'

/** A product that we are compared with, installed beside the project. */
export interface PeerPackage {
  readonly folder: string
  readonly version: string
}

const DAY_MS = 24 * 3600 * 1000
const INSTALL_MS = 15 * 60_000

/** Installs the newest version of a package into `.cache/peers/<name>`; one installed within a day is taken as it is. Throws when npm fails. */
export async function installPeer(name: string): Promise<PeerPackage> {
  const folder = join(projectFolder, '.cache', 'peers', name)
  const stamp = join(folder, 'installed')
  mkdirSync(folder, { recursive: true })
  if (!existsSync(stamp) || Date.now() - statSync(stamp).mtimeMs > DAY_MS) {
    say(`installing the newest ${name} from npm into ${folder}`)
    await npm('install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', `${name}@latest`)
    writeFileSync(stamp, '')
  }
  const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { readonly version: string }
  return { folder, version }
}

function npm(...args: readonly string[]): Promise<void> {
  const own = process.env.npm_execpath
  const [command, ...before] = own ? [process.execPath, own] : ['npm']
  return new Promise((resolve, reject) => {
    const child = spawn(command ?? 'npm', [...before, ...args], {
      stdio: ['ignore', process.stderr, process.stderr],
      timeout: INSTALL_MS,
    })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`npm install ended with ${code}`))))
  })
}
