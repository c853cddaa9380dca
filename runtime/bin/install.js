// Runs on any Node from 20, before anything is installed: plain JavaScript, built-ins only.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** Node 24, pinned by the npm package `node`: what everything of ours runs on, whatever Node started npm. */
export const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
/** Where Node keeps compiled modules (types stripped): it halves the time that kernel and workers take to load. */
export const compileCache = join(root, 'node_modules', '.cache', 'lienthong')

/** Options of Node for the kernel: it serves people, not messages, so a small heap (30 MB less at rest) is worth more than speed. */
export const kernelOptions = JSON.parse(readFileSync(new URL('kernel-options.json', import.meta.url), 'utf8'))

/** Says on standard error what is going on; standard output belongs to results. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Runs a program in the project's folder and resolves with its exit code. Standard output goes to standard error unless told. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr], ...options })
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)))
  })
}

/** Installs the locked packages unless they are there already. */
export async function install() {
  const stamp = join(root, 'node_modules', '.lienthong-installed')
  const wanted = hashOf([join(root, 'package-lock.json')])
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const began = Date.now()
  say('Liên Thông: đang cài các gói cần thiết, mất khoảng một phút… (installing packages)')
  const npm = process.env.npm_execpath
  // Not `npm ci`: it fails when a registry does not carry the optional packages of other platforms, which nobody here needs.
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  const code = npm
    ? await run(process.execPath, [npm, ...args])
    : await run('npm', args, { shell: process.platform === 'win32' })
  if (code !== 0)
    throw new Error(
      `Không cài được các gói (npm kết thúc với mã ${code}). Kiểm tra mạng hoặc kho gói npm rồi chạy lại.`,
    )
  writeFileSync(stamp, wanted)
  say(`Đã cài xong sau ${seconds(began)}.`)
}

/** Builds the designer unless what it is made of has not changed. */
export async function build() {
  const target = join(root, 'dist', 'designer')
  const stamp = join(target, '.built')
  const sources = ['designer', 'shared/src', 'nodes'].flatMap((folder) => filesIn(join(root, folder)))
  const wanted = hashOf([
    ...sources.filter((file) => !/\.test\.tsx?$|[\\/]e2e[\\/]|[\\/]simulators[\\/]/.test(file)),
    join(root, 'package-lock.json'),
  ])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const began = Date.now()
  say('Đang dựng giao diện thiết kế… (building the designer)')
  const code = await run(node, [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    'designer',
    '--logLevel',
    'warn',
  ])
  if (code !== 0) throw new Error('Không dựng được giao diện; xem lỗi ở trên.')
  mkdirSync(target, { recursive: true })
  writeFileSync(stamp, wanted)
  say(`Đã dựng xong sau ${seconds(began)}.`)
}

function seconds(began) {
  return `${((Date.now() - began) / 1000).toFixed(0)} giây`
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => statSync(file).isFile())
    .sort()
}

function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file))
  return hash.digest('hex')
}
