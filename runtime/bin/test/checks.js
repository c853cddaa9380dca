// The parts of `npm test` that are one check each: types, lint, layers, size, dead.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { node, root } from '../install.js'
import { runChild } from './child.js'

const FOLDERS = ['shared', 'nodes', 'runtime', 'designer', 'flows']
/** Lines of a source file: from here it is listed, from there it fails (design §14). */
const LONG = 300
const TOO_LONG = 500

/** `tsc --noEmit` over everything. */
export const types = () => check([inModules('typescript', 'bin', 'tsc'), '--noEmit', '--pretty', 'false', '-p', '.'])

/** Form and lint rules by Biome. */
export const lint = () =>
  check([inModules('@biomejs', 'biome', 'bin', 'biome'), 'check', '--colors=off', '--diagnostic-level=error', '.'])

/** Who may import whom (design §12). */
export const layers = () => check([join(root, 'shared', 'config', 'check-layers.ts')])

/** Files, exports and dependencies that nothing uses. */
export const dead = () =>
  check([
    inModules('knip', 'bin', 'knip.js'),
    '--config',
    'shared/config/knip.json',
    '--no-progress',
    '--no-config-hints',
  ])

/** No source file over 500 lines; those over 300 are listed. */
export async function size() {
  const long = FOLDERS.flatMap((folder) => sourcesBelow(folder))
    .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > LONG)
    .sort((a, b) => b.lines - a.lines)
  const notes = long.map(({ path, lines }) => `${lines} ${path}${lines > TOO_LONG ? `: over ${TOO_LONG} lines` : ''}`)
  const failed = long.some(({ lines }) => lines > TOO_LONG)
  return { passed: failed ? 0 : 1, failed: failed ? 1 : 0, skipped: 0, notes }
}

async function check(args) {
  const { code, output } = await runChild(node, args, { quiet: true })
  return {
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    skipped: 0,
    notes: code === 0 ? [] : output.trimEnd().split('\n'),
  }
}

function inModules(...names) {
  return join(root, 'node_modules', ...names)
}

function sourcesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
    .filter((path) => /\.(?:tsx?|[cm]?js|css|sql|sh)$/.test(path))
}
