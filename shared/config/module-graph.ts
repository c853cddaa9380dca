import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { parseSync } from 'vite'

/** One import of a module: where it stands and what it leads to. */
export interface Import {
  readonly line: number
  /**
   * A path from the project's folder (`shared/src/flow/flow.ts`), `npm:name` for a package, `node:name` for a built-in of
   * Node, or `missing:specifier` when there is no such file.
   */
  readonly to: string
  /** Erased before running (`import type`). */
  readonly typeOnly: boolean
}

/** One source file of ours. */
export interface Module {
  /** Path from the project's folder, with `/`. */
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
}

/** Where our sources lie. */
export const SOURCE_FOLDERS: readonly string[] = ['shared', 'nodes', 'runtime', 'designer']

/** Reads every TypeScript and JavaScript file below the folders. Throws with the place when one cannot be parsed. */
export function readModules(root: string, folders: readonly string[] = SOURCE_FOLDERS): readonly Module[] {
  const subpaths = readSubpaths(root)
  return folders.flatMap((folder) =>
    filesBelow(root, folder)
      .filter((path) => /\.(?:[cm]?[jt]s|tsx)$/.test(path) && !path.endsWith('.d.ts'))
      .map((path) => readModule(root, path, subpaths)),
  )
}

/** Paths of all files below a folder of the project, with `/`, sorted. */
export function filesBelow(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/').replace(/^\//, ''))
    .filter((path) => !path.includes('node_modules/'))
    .sort()
}

type Subpaths = readonly (readonly [prefix: string, folder: string])[]

/** The subpath imports of package.json: `#shared/` → `shared/src/`. */
function readSubpaths(root: string): Subpaths {
  const { imports = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports?: Record<string, string>
  }
  return Object.entries(imports).map(([from, to]) => [from.replace('*', ''), to.replace(/^\.\//, '').replace('*', '')])
}

function readModule(root: string, path: string, subpaths: Subpaths): Module {
  const text = readFileSync(join(root, path), 'utf8')
  const { module, program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const found: Found[] = []
  for (const { moduleRequest, start, entries } of module.staticImports)
    found.push({
      specifier: moduleRequest.value,
      start,
      typeOnly: entries.length > 0 && entries.every((it) => it.isType),
    })
  for (const { start, entries } of module.staticExports)
    for (const { moduleRequest, isType } of entries)
      if (moduleRequest) found.push({ specifier: moduleRequest.value, start, typeOnly: isType })
  for (const { start, moduleRequest } of module.dynamicImports) {
    const specifier = /^['"`]([^'"`$]+)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1]
    if (specifier !== undefined) found.push({ specifier, start, typeOnly: false })
  }
  found.push(...indirectImports(text, program))
  return {
    path,
    text,
    imports: found.map(({ specifier, start, typeOnly }) => ({
      line: text.slice(0, start).split('\n').length,
      to: resolveSpecifier(root, path, specifier, subpaths),
      typeOnly,
    })),
  }
}

interface Found {
  readonly specifier: string
  readonly start: number
  readonly typeOnly: boolean
}

/** `import('…')` in types, and files named for another process or a web worker: dependencies all the same. */
function indirectImports(text: string, program: unknown): readonly Found[] {
  if (!/import\(|new URL\(/.test(text)) return []
  const found: Found[] = []
  JSON.stringify(program, (_, node: Syntax | null) => {
    const literal =
      node?.type === 'TSImportType' ? node.source : node?.type === 'NewExpression' ? urlOf(node, text) : undefined
    if (typeof literal?.value === 'string')
      found.push({ specifier: literal.value, start: node?.start ?? 0, typeOnly: true })
    return typeof node === 'bigint' ? undefined : node
  })
  return found
}

interface Syntax {
  readonly type?: string
  readonly start?: number
  readonly value?: unknown
  readonly source?: Syntax
  readonly callee?: { readonly name?: string }
  readonly arguments?: readonly Syntax[]
}

/** The `./file.ts` of `new URL('./file.ts', import.meta.url)`. */
function urlOf({ callee, arguments: [first, second] = [] }: Syntax, text: string): Syntax | undefined {
  if (callee?.name !== 'URL' || second?.type !== 'MemberExpression') return undefined
  return /^\.{1,2}\/.*\.tsx?$/.test(String(first?.value)) && text.includes('import.meta.url') ? first : undefined
}

function resolveSpecifier(root: string, from: string, specifier: string, subpaths: Subpaths): string {
  const bare = specifier.replace(/\?.*$/, '')
  const subpath = subpaths.find(([prefix]) => bare.startsWith(prefix))
  const path = subpath
    ? posix.join(subpath[1], bare.slice(subpath[0].length))
    : bare.startsWith('.')
      ? posix.join(dirname(from), bare)
      : undefined
  if (path !== undefined) return existsSync(join(root, path)) ? path : `missing:${specifier}`
  if (isBuiltin(bare)) return bare.startsWith('node:') ? bare : `node:${bare}`
  return `npm:${/^(?:@[^/]+\/)?[^/]+/.exec(bare)?.[0] ?? bare}`
}
