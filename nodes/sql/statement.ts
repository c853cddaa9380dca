import { permanent } from '#shared/errors/flow-error.ts'

/** The SQL dialects that differ in quoting and in how drivers number parameters. */
export type Dialect = 'sqlite' | 'postgres'

/** A statement ready for a driver: values travel beside it and are never put into its text. */
export interface Statement {
  /** With `?` (SQLite, one for each use) or `$1` (PostgreSQL, one for each name) where `:name` stood. */
  readonly text: string
  /** Names in the order in which the driver wants the values. */
  readonly names: readonly string[]
  /** First word, lower case: `select`, `insert` … */
  readonly verb: string
}

const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy
const SPACE = /\s+/y
const DOLLAR_TAG = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy

/**
 * Reads one statement with `:name` parameters. Quoted text, quoted names, dollar quotes and comments are left alone.
 * Throws `sql.many-statements`, `sql.unfinished` or `sql.placeholder` (a driver's own `?`, `$1`, `@name`).
 */
export function readStatement(source: string, dialect: Dialect): Statement {
  const names: string[] = []
  let text = ''
  let verb = ''
  let ended = false
  let at = 0
  while (at < source.length) {
    const skipped = skipAt(source, at, dialect)
    const piece = skipped ?? tokenAt(source, at, dialect)
    const word = source.slice(at, at + piece)
    at += piece
    const blank = /^(?:\s|--|\/\*)/.test(word)
    if (word === ';') ended = true
    if (ended) {
      if (word !== ';' && !blank) throw permanent('sql.many-statements')
      continue
    }
    if (verb === '' && !blank && skipped === undefined) verb = /^[a-z]+/i.exec(word)?.[0].toLowerCase() ?? ''
    text += skipped === undefined && isParameter(word) ? placeholder(word.slice(1), names, dialect) : word
  }
  return { text: text.trim(), names, verb }
}

function isParameter(word: string): boolean {
  return word.length > 1 && word.startsWith(':') && word[1] !== ':' && word[1] !== '='
}

function placeholder(name: string, names: string[], dialect: Dialect): string {
  if (dialect === 'sqlite') {
    names.push(name)
    return '?'
  }
  const known = names.indexOf(name)
  if (known >= 0) return `$${known + 1}`
  names.push(name)
  return `$${names.length}`
}

/** Length of the comment, quoted text or white space that begins at `at`; undefined when none does. */
function skipAt(source: string, at: number, dialect: Dialect): number | undefined {
  const c = source[at]
  const next = source[at + 1]
  if (c === '-' && next === '-') return lengthTo(source, '\n', at)
  if (c === '/' && next === '*') return commentLength(source, at, dialect)
  if (c === "'") return quotedLength(source, at, "'", false)
  if (c === '"') return quotedLength(source, at, '"', false)
  if (dialect === 'postgres') {
    if ((c === 'e' || c === 'E') && next === "'") return 1 + quotedLength(source, at + 1, "'", true)
    if (c === '$') return dollarLength(source, at)
  }
  if (dialect === 'sqlite') {
    if (c === '`') return quotedLength(source, at, '`', false)
    if (c === '[') return closed(source.indexOf(']', at), at, '[')
  }
  return matchLength(SPACE, source, at)
}

/** Length of the token at `at`: a name, a parameter, a cast `::`, an assignment `:=`, or one character. */
function tokenAt(source: string, at: number, dialect: Dialect): number {
  const c = source[at] ?? ''
  if (c === ':') {
    if (source[at + 1] === ':' || source[at + 1] === '=') return 2
    return 1 + (matchLength(NAME, source, at + 1) ?? 0)
  }
  const foreign = foreignPlaceholder(source, at, dialect)
  if (foreign !== undefined) throw permanent('sql.placeholder', { found: foreign })
  const number = matchLength(/[0-9][\p{L}\p{N}_.]*/uy, source, at)
  return matchLength(/[\p{L}_][\p{L}\p{N}_$]*/uy, source, at) ?? number ?? 1
}

function foreignPlaceholder(source: string, at: number, dialect: Dialect): string | undefined {
  if (dialect === 'postgres') return /\$\d+/y.exec(source.slice(at, at + 12))?.[0]
  const found = /(?:\?\d*|[@$][\p{L}_][\p{L}\p{N}_]*)/uy.exec(source.slice(at, at + 60))
  return found?.[0]
}

function matchLength(pattern: RegExp, source: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0].length
}

function lengthTo(source: string, mark: string, at: number): number {
  const end = source.indexOf(mark, at)
  return (end < 0 ? source.length : end + mark.length) - at
}

function closed(end: number, at: number, mark: string): number {
  if (end < 0) throw permanent('sql.unfinished', { mark })
  return end + 1 - at
}

/** A doubled quote stands for itself; `escapes` adds the backslash of PostgreSQL's E'…'. */
function quotedLength(source: string, at: number, quote: string, escapes: boolean): number {
  for (let i = at + 1; i < source.length; i++) {
    if (escapes && source[i] === '\\') i++
    else if (source[i] === quote) {
      if (source[i + 1] !== quote) return i + 1 - at
      i++
    }
  }
  throw permanent('sql.unfinished', { mark: quote })
}

/** PostgreSQL nests block comments, SQLite does not. */
function commentLength(source: string, at: number, dialect: Dialect): number {
  if (dialect === 'sqlite') return closed(source.indexOf('*/', at + 2), at, '/*') + 1
  let depth = 0
  for (let i = at; i < source.length; i++) {
    if (source.startsWith('/*', i)) {
      depth++
      i++
    } else if (source.startsWith('*/', i)) {
      i++
      if (--depth === 0) return i + 1 - at
    }
  }
  throw permanent('sql.unfinished', { mark: '/*' })
}

function dollarLength(source: string, at: number): number | undefined {
  const tag = matchLength(DOLLAR_TAG, source, at)
  if (tag === undefined) return undefined
  const mark = source.slice(at, at + tag)
  const end = source.indexOf(mark, at + tag)
  if (end < 0) throw permanent('sql.unfinished', { mark })
  return end + tag - at
}
