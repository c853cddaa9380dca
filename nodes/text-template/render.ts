import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'
import type { CompiledExpression, ExpressionScope } from '#shared/expression/scope.ts'
import { entriesOf, scopeOfEntry } from '#shared/mapping/arrange.ts'
import { truthOf } from '#shared/mapping/values.ts'
import type { Piece } from './parse-template.ts'

/** What one template needs to be written out. */
export interface Writing {
  /** Makes a formula ready; its faults are `FlowError`s. */
  readonly compile: (formula: string) => CompiledExpression
  /** Makes a value safe for the kind of text. */
  readonly escape: (text: string) => string
  /** What stands where a value is missing; undefined: an error. */
  readonly instead: string | undefined
}

/** The largest text, in characters: a letter is far below, an endless list must not fill the memory. */
const MOST_TEXT = 2_000_000

/** Collects the text; throws `template.too-large`. */
interface Paper {
  add(text: string): void
}

type Write = (scope: ExpressionScope, paper: Paper) => Promise<void>

/** Compiles pieces once; the result writes the text for a scope. Throws `mapping.missing`, `message.wrong-shape`, `template.too-large`. */
export function compileTemplate(
  pieces: readonly Piece[],
  writing: Writing,
): (scope: ExpressionScope) => Promise<string> {
  const write = compilePieces(pieces, writing)
  return async (scope) => {
    let text = ''
    await write(scope, {
      add(more) {
        if (text.length + more.length > MOST_TEXT)
          throw permanent('template.too-large', { limit: { vi: '2 triệu ký tự', en: '2 million characters' } })
        text += more
      },
    })
    return text
  }
}

function compilePieces(pieces: readonly Piece[], writing: Writing): Write {
  const writes = pieces.map((piece) => compilePiece(piece, writing))
  return async (scope, paper) => {
    for (const write of writes) await write(scope, paper)
  }
}

function compilePiece(piece: Piece, writing: Writing): Write {
  if (piece.kind === 'text') return async (_scope, paper) => paper.add(piece.text)
  const formula = writing.compile(piece.formula)
  if (piece.kind === 'value') {
    const { raw, formula: source, line } = piece
    return async (scope, paper) => {
      const text = textFrom(await formula.evaluate(scope), source, line)
      if (text === undefined) paper.add(instead(writing, source, line))
      else paper.add(raw ? text : writing.escape(text))
    }
  }
  const inside = compilePieces(piece.pieces, writing)
  const otherwise = compilePieces(piece.otherwise, writing)
  if (piece.kind === 'if')
    return async (scope, paper) => (truthOf(await formula.evaluate(scope)) ? inside : otherwise)(scope, paper)
  return async (scope, paper) => {
    const entries = entriesOf(await formula.evaluate(scope))
    if (entries.length === 0) return otherwise(scope, paper)
    for (const [i, entry] of entries.entries()) await inside(scopeOfEntry(scope, entry, i), paper)
  }
}

function instead(writing: Writing, source: string, line: number): string {
  if (writing.instead !== undefined) return writing.escape(writing.instead)
  const target = `{{${source.slice(0, 80)}}}`
  throw permanent('mapping.missing', { target, source: source.slice(0, 200) }, { line })
}

/** Text, a number, true or false as they are; a list of those with commas between; nothing, null and blank text are missing. */
function textFrom(value: unknown, source: string, line: number): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (Array.isArray(value)) {
    const texts = value.flatMap((item: unknown) => textFrom(item, source, line) ?? [])
    return texts.length === 0 ? undefined : texts.join(', ')
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  const { vi, en } = shapeOf(value)
  const place = `{{${source.slice(0, 80)}}}`
  const reason = {
    vi: `${place} ở dòng ${line} cần chữ hoặc số nhưng là ${vi}`,
    en: `${place} in line ${line} needs text or a number but is ${en}`,
  }
  throw permanent('message.wrong-shape', { reason })
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for HTML, in content and in quoted attributes alike; line ends become `<br>`. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '').replace(/\r?\n/g, '<br>')
}
