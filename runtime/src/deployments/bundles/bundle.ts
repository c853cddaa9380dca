import { createHash } from 'node:crypto'
import { z } from 'zod'
import { upgradeKind } from '#nodes/connections/upgrade.ts'
import { BUNDLE_FORMAT } from '#shared/api/bundles.ts'
import { type CodeTable, codeTableSchema } from '#shared/api/platform.ts'
import { caseNameSchema, type TestCase, testCaseSchema } from '#shared/api/test-cases.ts'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import { type Flow, ID_PATTERN, type Layout } from '#shared/flow/flow.ts'
import { parseFlow, parseLayout } from '#shared/flow/parse.ts'
import { serialiseFlow, serialiseLayout } from '#shared/flow/serialise.ts'
import { parseJson } from '#shared/message/safe-json.ts'
import { isSignedBy, type SigningKey } from '../../security/signing-key.ts'
import { type Files, packFiles, unpackFiles } from './archive.ts'

/** A flow with what belongs to it. */
export interface BundledFlow {
  readonly flow: Flow
  readonly layout?: Layout
  readonly cases: readonly { readonly name: string; readonly case: TestCase }[]
}

/** What a bundle carries. Connections are named and never carried: addresses and secrets stay where they are. */
export interface Bundle {
  readonly flows: readonly BundledFlow[]
  readonly tables: readonly CodeTable[]
  readonly connections: readonly { readonly id: string; readonly kind: string; readonly title: string }[]
}

const id = z.string().regex(ID_PATTERN)
const manifestSchema = z.strictObject({
  lienthong: z.literal('flowpack'),
  format: z.literal(BUNDLE_FORMAT),
  flows: z.array(id).max(500),
  tables: z.array(id).max(1000),
  connections: z.array(z.strictObject({ id, kind: z.string().max(100), title: z.string().max(200) })).max(1000),
  /** Path → SHA-256 of every file but this one and the signature. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
})
const signatureSchema = z.strictObject({
  algorithm: z.literal('Ed25519'),
  publicKey: z.string().max(200),
  signature: z.string().max(200),
})
const MANIFEST = 'manifest.json'
const SIGNATURE = 'signature.json'

/** Packs and signs a bundle. The same content gives the same bytes. */
export function writeBundle({ flows, tables, connections }: Bundle, key: SigningKey): Buffer {
  const files = new Map<string, Buffer>()
  const put = (path: string, text: string): void => void files.set(path, Buffer.from(text))
  for (const { flow, layout, cases } of flows) {
    put(`flows/${flow.id}/flow.json`, serialiseFlow(flow))
    if (layout) put(`flows/${flow.id}/layout.json`, serialiseLayout(layout))
    for (const it of cases) put(`flows/${flow.id}/tests/${it.name}.json`, json(it.case))
  }
  for (const table of tables) put(`tables/${table.id}.json`, json(table))
  const paths = [...files.keys()].sort()
  const manifest = {
    lienthong: 'flowpack',
    format: BUNDLE_FORMAT,
    flows: flows.map((it) => it.flow.id).sort(),
    tables: tables.map((it) => it.id).sort(),
    connections: [...connections].sort((a, b) => (a.id < b.id ? -1 : 1)),
    files: Object.fromEntries(paths.map((path) => [path, sha256(files.get(path))])),
  }
  put(MANIFEST, json(manifest))
  const signature = key.sign(files.get(MANIFEST) ?? Buffer.alloc(0))
  put(SIGNATURE, json({ algorithm: 'Ed25519', publicKey: key.publicKey, signature }))
  return packFiles(files)
}

/** Reads a bundle, or refuses it with a `bundle.*` code. `signedBy` is a public key whose signature was found to be right. */
export function readBundle(packed: Buffer): { readonly bundle: Bundle; readonly signedBy?: string } {
  const files = unpackFiles(packed)
  const manifest = readManifest(files)
  const signedBy = checkedSignature(files)
  const named = Object.keys(manifest.files)
  for (const path of files.keys())
    if (path !== MANIFEST && path !== SIGNATURE && !Object.hasOwn(manifest.files, path))
      throw permanent('bundle.path', { path })
  for (const path of named) {
    const content = files.get(path)
    if (!content) throw wrong(path, 'thiếu trong gói (missing)')
    if (sha256(content) !== manifest.files[path]) throw permanent('bundle.hash', { path })
  }
  const bundle = {
    flows: manifest.flows.map((it) => readFlow(it, files, named)),
    tables: manifest.tables.map((it) => readTable(it, files)),
    connections: manifest.connections.map((it) => ({ ...it, kind: upgradeKind(it.kind) })),
  }
  const read = bundle.flows.length + bundle.tables.length
  const own = named.filter((path) => /^(?:flows\/[^/]+\/flow|tables\/[^/]+)\.json$/.test(path)).length
  if (own !== read) throw wrong(MANIFEST, 'danh sách luồng, danh mục không khớp (lists do not fit)')
  return { bundle, ...(signedBy === undefined ? {} : { signedBy }) }
}

function readManifest(files: Files): z.infer<typeof manifestSchema> {
  if (!files.has(MANIFEST)) throw permanent('bundle.unreadable')
  const value = readJson(MANIFEST, files)
  const format: unknown = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
  if (typeof format === 'number' && format > BUNDLE_FORMAT)
    throw permanent('bundle.newer-format', { format, known: BUNDLE_FORMAT })
  return parsed(manifestSchema, value, MANIFEST)
}

/** The key that has signed the manifest; undefined when nobody has. A signature that does not fit is refused. */
function checkedSignature(files: Files): string | undefined {
  if (!files.has(SIGNATURE)) return undefined
  const { publicKey, signature } = parsed(signatureSchema, readJson(SIGNATURE, files), SIGNATURE)
  if (!isSignedBy(files.get(MANIFEST) ?? Buffer.alloc(0), signature, publicKey)) throw permanent('bundle.signature')
  return publicKey
}

function readFlow(flowId: string, files: Files, paths: readonly string[]): BundledFlow {
  const folder = `flows/${flowId}`
  const path = `${folder}/flow.json`
  const { flow, problems } = parseFlow(textOf(path, files))
  if (!flow) throw wrong(path, problems[0]?.message.vi ?? '')
  if (flow.id !== flowId) throw wrong(path, `id ≠ ${flowId}`)
  const drawn = files.has(`${folder}/layout.json`) ? parseLayout(textOf(`${folder}/layout.json`, files)) : undefined
  const tests = paths.filter((it) => it.startsWith(`${folder}/tests/`))
  const cases = tests.map((it) => ({
    name: parsed(caseNameSchema, it.slice(`${folder}/tests/`.length, -'.json'.length), it),
    case: parsed(testCaseSchema, readJson(it, files), it),
  }))
  return { flow, cases, ...(drawn ? { layout: drawn } : {}) }
}

function readTable(tableId: string, files: Files): CodeTable {
  const path = `tables/${tableId}.json`
  const table = parsed(codeTableSchema, readJson(path, files), path)
  if (table.id !== tableId) throw wrong(path, `id ≠ ${tableId}`)
  return table
}

function textOf(path: string, files: Files): string {
  const content = files.get(path)
  if (!content) throw wrong(path, 'thiếu trong gói (missing)')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    throw wrong(path, 'không phải UTF-8 (not UTF-8)')
  }
}

function readJson(path: string, files: Files): unknown {
  const text = textOf(path, files)
  try {
    return parseJson(text)
  } catch (error) {
    throw wrong(path, error instanceof FlowError ? error.data.message.vi : String(error))
  }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw wrong(path, `${(issue?.path ?? []).map(String).join('.')} ${issue?.message ?? ''}`.trim())
}

function wrong(path: string, reason: string): Error {
  return permanent('bundle.content', { path, reason: reason.slice(0, 300) })
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function sha256(content: Buffer | undefined): string {
  return createHash('sha256')
    .update(content ?? Buffer.alloc(0))
    .digest('hex')
}
