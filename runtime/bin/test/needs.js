// What some tests need from the machine: a browser, PostgreSQL.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { delimiter, join } from 'node:path'
import { say } from '../install.js'
import { runChild } from './child.js'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
const INSTALLERS = [
  {
    program: 'apt-get',
    refresh: ['update', '-q'],
    install: ['install', '-y', '-q', '--no-install-recommends', 'chromium'],
  },
  { program: 'dnf', install: ['install', '-y', '-q', 'chromium'] },
  { program: 'apk', install: ['add', '-q', 'chromium'] },
  { program: 'pacman', install: ['-S', '--noconfirm', '--quiet', 'chromium'] },
]

/** The path of a Chromium that starts: the one in LIENTHONG_CHROMIUM, else the system's; undefined when there is none. */
export function findChromium() {
  const given = process.env.LIENTHONG_CHROMIUM
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const candidates = given
    ? [given]
    : [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...ELSEWHERE]
  return candidates.find(
    (path) => existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0,
  )
}

/** A Chromium: the system's, or one that the system's package manager installs. Answers `{ path }` or `{ reason }`. */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return { path: found }
  if (process.env.LIENTHONG_CHROMIUM)
    return { reason: `LIENTHONG_CHROMIUM does not start: ${process.env.LIENTHONG_CHROMIUM}` }
  const installer = INSTALLERS.find(({ program }) => succeeds(program, ['--version']))
  if (!installer) return { reason: 'no Chromium on this machine, and no package manager that is known here' }
  const root = process.getuid?.() === 0
  if (!root && !succeeds('sudo', ['-n', 'true']))
    return {
      reason: `no Chromium on this machine; install it: sudo ${installer.program} ${installer.install.join(' ')}`,
    }
  say(`Đang cài Chromium bằng ${installer.program}… (installing Chromium)`)
  for (const args of [installer.refresh, installer.install]) {
    if (!args) continue
    const command = root ? [installer.program, ...args] : ['sudo', '-n', installer.program, ...args]
    const { code, output } = await runChild(command[0], command.slice(1), {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      quiet: true,
    })
    if (code !== 0 && args === installer.install)
      return { reason: `${command.join(' ')} failed: ${output.trim().split('\n').at(-1)}` }
  }
  const path = findChromium()
  return path ? { path } : { reason: `${installer.program} installed Chromium, but none starts` }
}

/** Undefined when PostgreSQL answers, else the reason that it does not. */
export function missingPostgres() {
  const host = process.env.PGHOST ?? '127.0.0.1'
  const port = Number(process.env.PGPORT ?? 5432)
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3000 })
    const end = (reason) => {
      socket.destroy()
      resolve(reason && `no PostgreSQL at ${host}:${port} (${reason})`)
    }
    socket.on('connect', () => end(undefined))
    socket.on('timeout', () => end('no answer'))
    socket.on('error', (error) => end(error.code ?? error.message))
  })
}

function succeeds(program, args) {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 20_000 }).status === 0
}
