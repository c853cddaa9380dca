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

/** What npm is told beside the name. */
export interface PeerInstall {
  /** A version or a tag; the newest when left out. */
  readonly version?: string
  /** False leaves out the install scripts of its packages. */
  readonly scripts?: boolean
  /** Versions of packages that it needs, by name. */
  readonly overrides?: Readonly<Record<string, string>>
}

/** Installs a package into `.cache/peers/<name>`; the same wish installed within a day is taken as it is. Throws when npm fails. */
export async function installPeer(name: string, install: PeerInstall = {}): Promise<PeerPackage> {
  const { version: wanted = 'latest', scripts = true, overrides = {} } = install
  const folder = join(projectFolder, '.cache', 'peers', name)
  const stamp = join(folder, 'installed')
  mkdirSync(folder, { recursive: true })
  if (!fresh(stamp, wanted)) {
    say(`installing ${name}@${wanted} from npm into ${folder}`)
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }))
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error', ...(scripts ? [] : ['--ignore-scripts'])]
    await npm('install', '--prefix', folder, ...quiet, `${name}@${wanted}`)
    writeFileSync(stamp, wanted)
  }
  const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { readonly version: string }
  return { folder, version }
}

const fresh = (stamp: string, wanted: string): boolean =>
  existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && Date.now() - statSync(stamp).mtimeMs < DAY_MS

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
