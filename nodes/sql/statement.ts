import { permanent } from '#shared/errors/flow-error.ts'

/** The SQL dialects that differ in quoting and in how drivers number parameters. */
export const DIALECTS = ['sqlite', 'postgres', 'mysql', 'sqlserver', 'oracle'] as const
export type Dialect = (typeof DIALECTS)[number]

/** A statement ready for a driver: values travel beside it and are never put into its text. */
export interface Statement {
  /** Where `:name` stood: `?` (SQLite, MySQL; one for each use), `$1` (PostgreSQL), `@p1` (SQL Server) or `:b1` (Oracle; one for each name). */
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
    if (dialect === 'mysql') refuseInMysql(word)
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

const NUMBERED = { postgres: '$', sqlserver: '@p', oracle: ':b' } as const

function placeholder(name: string, names: string[], dialect: Dialect): string {
  if (dialect === 'sqlite' || dialect === 'mysql') {
    names.push(name)
    return '?'
  }
  const known = names.indexOf(name)
  if (known < 0) names.push(name)
  return `${NUMBERED[dialect]}${known < 0 ? names.length : known + 1}`
}

/** A comment that MariaDB and MySQL run, and what reads or writes files of the server. */
function refuseInMysql(word: string): void {
  if (/^(?:\/\*M?!|(?:outfile|dumpfile|load_file)$)/i.test(word))
    throw permanent('sql.verb', { verb: word.slice(0, 20).toUpperCase(), allowed: 'SELECT … FROM' })
}

/** Length of the comment, quoted text or white space that begins at `at`; undefined when none does. */
function skipAt(source: string, at: number, dialect: Dialect): number | undefined {
  const c = source[at]
  const next = source[at + 1]
  // In MySQL two hyphens are a comment only before white space: 5--1 is a difference.
  if (c === '-' && next === '-' && (dialect !== 'mysql' || /^(?:\s|$)/.test(source.slice(at + 2, at + 3))))
    return lengthTo(source, '\n', at)
  if (c === '/' && next === '*') return commentLength(source, at, dialect)
  if (c === "'") return quotedLength(source, at, "'", dialect === 'mysql')
  if (c === '"') return quotedLength(source, at, '"', dialect === 'mysql')
  return ownQuote(source, at, dialect) ?? matchLength(SPACE, source, at)
}

/** Length of what only one dialect quotes or comments so. */
function ownQuote(source: string, at: number, dialect: Dialect): number | undefined {
  const c = source[at]
  if (dialect === 'postgres') {
    if ((c === 'e' || c === 'E') && source[at + 1] === "'") return 1 + quotedLength(source, at + 1, "'", true)
    if (c === '$') return dollarLength(source, at)
  }
  if (dialect === 'mysql' && c === '#') return lengthTo(source, '\n', at)
  if ((dialect === 'sqlite' || dialect === 'mysql') && c === '`') return quotedLength(source, at, '`', false)
  if (dialect === 'sqlite' && c === '[') return closed(source.indexOf(']', at), at, '[')
  if (dialect === 'sqlserver' && c === '[') return quotedLength(source, at, ']', false)
  return dialect === 'oracle' ? alternativeQuote(source, at) : undefined
}

const CLOSES: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}', '<': '>' }

/** Oracle's q'[…]'. */
function alternativeQuote(source: string, at: number): number | undefined {
  const begin = /n?q'(\S)/iy.exec(source.slice(at, at + 4))
  if (!begin?.[1]) return undefined
  const mark = `${CLOSES[begin[1]] ?? begin[1]}'`
  return closed(source.indexOf(mark, at + begin[0].length), at, begin[0]) + 1
}

/** Length of the token at `at`: a name, a parameter, a cast `::`, an assignment `:=`, or one character. */
function tokenAt(source: string, at: number, dialect: Dialect): number {
  const c = source[at] ?? ''
  if (c === ':') {
    if (source[at + 1] === ':' || source[at + 1] === '=') return 2
    const name = matchLength(NAME, source, at + 1)
    if (name !== undefined) return 1 + name
  }
  if (dialect === 'sqlserver' && source.startsWith('@@', at)) return 2 + (matchLength(NAME, source, at + 2) ?? 0)
  const foreign = foreignPlaceholder(source, at, dialect)
  if (foreign !== undefined) throw permanent('sql.placeholder', { found: foreign })
  const number = matchLength(/[0-9][\p{L}\p{N}_.]*/uy, source, at)
  return matchLength(/[\p{L}_][\p{L}\p{N}_$]*/uy, source, at) ?? number ?? 1
}

/** What the drivers themselves take for a parameter; in MySQL @name is a variable, in SQL Server @@name is one. */
const FOREIGN: Readonly<Record<Dialect, RegExp>> = {
  sqlite: /^(?:\?\d*|[@$][\p{L}_][\p{L}\p{N}_]*)/u,
  postgres: /^\$\d+/,
  mysql: /^\?/,
  sqlserver: /^(?:\?|@[\p{L}_][\p{L}\p{N}_]*)/u,
  oracle: /^:\d+/,
}

function foreignPlaceholder(source: string, at: number, dialect: Dialect): string | undefined {
  return FOREIGN[dialect].exec(source.slice(at, at + 60))?.[0]
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

/** A doubled quote stands for itself; `escapes` adds the backslash of PostgreSQL's E'…' and of MySQL. */
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

/** PostgreSQL and SQL Server nest block comments, the others do not. */
function commentLength(source: string, at: number, dialect: Dialect): number {
  if (dialect !== 'postgres' && dialect !== 'sqlserver') return closed(source.indexOf('*/', at + 2), at, '/*') + 1
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
