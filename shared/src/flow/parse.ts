import type { z } from 'zod'
import { FlowError } from '../errors/flow-error.ts'
import { parseJson } from '../message/safe-json.ts'
import { duplicateKeys } from './duplicate-keys.ts'
import { FLOW_FORMAT, type Flow, type Layout, type Problem } from './flow.ts'
import { formatMigrations } from './migrations/index.ts'
import { problem } from './problem.ts'
import { readLayout } from './read-layout.ts'
import { flowSchema } from './schema.ts'

/** The largest flow file that is read, in characters. */
export const MAX_FLOW_TEXT = 10_000_000

/** Either the flow, or why there is none. Problems without a flow are all errors. */
export interface Parsed<T> {
  readonly flow?: T
  readonly problems: readonly Problem[]
}

/**
 * Reads a flow from file text or from an already parsed value: JSON, duplicate ids, forbidden keys, format, migrations, shape.
 * Never throws; every fault is a problem with its place. What the flow means is checked by `validateFlow`.
 */
export function parseFlow(source: unknown): Parsed<Flow> {
  const read = readFile(source)
  if (!read.value) return { problems: read.problems }
  const file = read.value
  const format = file.format
  if (typeof format === 'number' && format > FLOW_FORMAT)
    return { problems: [problem('flow.newer-format', { format, known: FLOW_FORMAT })] }
  const migrated = migrate(file)
  const parsed = flowSchema.safeParse(migrated)
  if (!parsed.success) return { problems: parsed.error.issues.flatMap((issue) => shapeProblems(issue)) }
  return { flow: parsed.data as Flow, problems: [] }
}

/** Reads a layout; a broken one is never a reason to refuse a flow, so positions, groups and notes that make no sense are dropped. */
export function parseLayout(source: unknown): Layout {
  return readLayout(readFile(source).value)
}

function readFile(source: unknown): {
  readonly value?: Record<string, unknown>
  readonly problems: readonly Problem[]
} {
  const text = typeof source === 'string' ? source.replace(/^\uFEFF/, '') : textOfValue(source)
  if (text === undefined) return { problems: [problem('flow.shape', { place: '', reason: 'not JSON' })] }
  if (text.length > MAX_FLOW_TEXT)
    return { problems: [problem('flow.shape', { place: '', reason: 'larger than 10 MB' })] }
  let value: unknown
  try {
    // Ids that stand twice are reported below, all of them and with their nodes.
    value = parseJson(text, 'last')
  } catch (error) {
    return { problems: [malformed(error)] }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problems: [problem('flow.shape', { place: '', reason: 'not an object' })] }
  }
  const twice = typeof source === 'string' ? duplicateKeys(text) : []
  if (twice.length > 0) {
    return {
      problems: twice.slice(0, 50).map((path) => problem('flow.duplicate', { place: path }, placeOf(path.split('.')))),
    }
  }
  return { value: value as Record<string, unknown>, problems: [] }
}

/** Undefined for what JSON cannot say: loops, functions, big integers. */
function textOfValue(source: unknown): string | undefined {
  try {
    return JSON.stringify(source ?? null)
  } catch {
    return undefined
  }
}

function malformed(error: unknown): Problem {
  if (!(error instanceof FlowError)) throw error
  const { code, message, advice } = error.data
  if (code !== 'json.malformed') return { code, severity: 'error', message, advice }
  return problem('flow.malformed', { place: /line:column ([\d:]+)/.exec(message.en)?.[1] ?? '' })
}

function migrate(file: Record<string, unknown>): Record<string, unknown> {
  let current = file
  for (const migration of formatMigrations) {
    if (current.format === migration.from) current = { ...migration.up(current), format: migration.from + 1 }
  }
  return current
}

function shapeProblems(issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => shape([...issue.path, key], 'unknown field'))
  }
  return [shape(issue.path, issue.message)]
}

function shape(path: readonly PropertyKey[], reason: string): Problem {
  const parts = path.map(String)
  return problem('flow.shape', { place: parts.join('.'), reason }, placeOf(parts))
}

/** `nodes.gui.settings.x` → node `gui`, path `settings.x`; anything else keeps its whole path. */
function placeOf(parts: readonly string[]): { node?: string; path?: string } {
  const [first, node, ...rest] = parts
  if (first === 'nodes' && node) return { node, ...(rest.length > 0 ? { path: rest.join('.') } : {}) }
  return parts.length > 0 ? { path: parts.join('.') } : {}
}
