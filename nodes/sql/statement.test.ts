import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FlowError } from '#shared/errors/flow-error.ts'
import { DIALECTS, type Dialect, readStatement } from './statement.ts'
import { checkVerb } from './verbs.ts'

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return error instanceof FlowError ? error.data.code : String(error)
  }
}

test('names become the placeholders of the driver, in its order', () => {
  const source = 'SELECT * FROM ho_so WHERE ma = :ma AND ngay > :ngay OR cha = :ma'
  expect(readStatement(source, 'sqlite')).toEqual({
    text: 'SELECT * FROM ho_so WHERE ma = ? AND ngay > ? OR cha = ?',
    names: ['ma', 'ngay', 'ma'],
    verb: 'select',
  })
  expect(readStatement(source, 'postgres')).toEqual({
    text: 'SELECT * FROM ho_so WHERE ma = $1 AND ngay > $2 OR cha = $1',
    names: ['ma', 'ngay'],
    verb: 'select',
  })
})

test('each dialect numbers parameters in its own way', () => {
  const source = 'SELECT :ma, :ten, :ma'
  const textIn = (dialect: Dialect) => readStatement(source, dialect).text
  expect(textIn('mysql')).toBe('SELECT ?, ?, ?')
  expect(textIn('sqlserver')).toBe('SELECT @p1, @p2, @p1')
  expect(textIn('oracle')).toBe('SELECT :b1, :b2, :b1')
})

test('Vietnamese names are names', () => {
  expect(readStatement('SELECT :mãHồSơ', 'postgres').names).toEqual(['mãHồSơ'])
})

test.each<[Dialect, string]>([
  ['sqlite', 'SELECT \':a\', ":b", `:c`, [:d] -- :e\n, /* :f */ 1'],
  ['postgres', "SELECT ':a''s', \":b\", E'\\':c', $$ :d $$, $ten$ :e $$ $ten$ -- :f\n, /* :g /* :h */ :i */ 1"],
  ['postgres', "SELECT '2026-07-01'::date, '12:30'::time, a[1:2] FROM t"],
  ['mysql', "SELECT ':a\\':b', \":c\", `:d` -- :e\n, 5--1 # :f\n, /* :g */ @bien"],
  ['sqlserver', 'SELECT \':a\', ":b", [:c]] :d], @@ROWCOUNT -- :e\n, /* :f /* :g */ :h */ 1'],
  ['oracle', "SELECT ':a', q'[:b's]', nQ'x:cx', \":d\" -- :e\n FROM dual /* :f */"],
])('in %s nothing inside quotes, comments, casts and slices is a parameter', (dialect, source) => {
  expect(readStatement(source, dialect)).toEqual({ text: source, names: [], verb: 'select' })
})

test('a cast right behind a parameter stays a cast', () => {
  expect(readStatement('SELECT :ngay::date', 'postgres').text).toBe('SELECT $1::date')
})

test('a closing semicolon and comments after it are allowed, a second statement is not', () => {
  expect(readStatement('SELECT 1; -- xong\n;', 'sqlite').text).toBe('SELECT 1')
  expect(codeOf(() => readStatement('SELECT 1; DROP TABLE ho_so', 'sqlite'))).toBe('sql.many-statements')
  expect(codeOf(() => readStatement("SELECT ';'; SELECT 2", 'postgres'))).toBe('sql.many-statements')
})

test.each<[Dialect, string, string]>([
  ['sqlite', "SELECT 'abc", 'sql.unfinished'],
  ['sqlite', 'SELECT /* abc', 'sql.unfinished'],
  ['postgres', 'SELECT $x$ abc', 'sql.unfinished'],
  ['postgres', 'SELECT /* /* */', 'sql.unfinished'],
  ['sqlite', 'SELECT ?', 'sql.placeholder'],
  ['sqlite', 'SELECT @ma', 'sql.placeholder'],
  ['sqlite', 'SELECT $ma', 'sql.placeholder'],
  ['postgres', 'SELECT $1', 'sql.placeholder'],
  ['mysql', 'SELECT ?', 'sql.placeholder'],
  ['mysql', "SELECT 'abc\\'", 'sql.unfinished'],
  ['mysql', 'SELECT 1 /*!50000 INTO @x */', 'sql.verb'],
  ['mysql', "SELECT ten INTO OUTFILE '/tmp/x' FROM ho_so", 'sql.verb'],
  ['sqlserver', 'SELECT @ma', 'sql.placeholder'],
  ['sqlserver', 'SELECT [abc]]', 'sql.unfinished'],
  ['oracle', 'SELECT :1 FROM dual', 'sql.placeholder'],
  ['oracle', "SELECT q'[abc] FROM dual", 'sql.unfinished'],
])('%s: %s is refused with %s', (dialect, source, code) => {
  expect(codeOf(() => readStatement(source, dialect))).toBe(code)
})

test('question marks are operators in PostgreSQL', () => {
  expect(readStatement("SELECT du_lieu ? 'ma' FROM t", 'postgres').text).toBe("SELECT du_lieu ? 'ma' FROM t")
})

test('the first word decides even behind comments', () => {
  const statement = readStatement('-- ghi chú\n/* nữa */ ATTACH DATABASE :tep AS khac', 'sqlite')
  expect(codeOf(() => checkVerb(statement, 'query', 'sqlite'))).toBe('sql.verb')
})

test.each<[Dialect, 'query' | 'change', string]>([
  ['sqlite', 'query', 'DELETE FROM t'],
  ['sqlite', 'change', 'PRAGMA journal_mode = OFF'],
  ['sqlite', 'change', "VACUUM INTO '/tmp/x'"],
  ['postgres', 'change', "COPY t TO PROGRAM 'sh'"],
  ['postgres', 'change', 'DO $$ BEGIN END $$'],
  ['postgres', 'change', 'DROP TABLE t'],
  ['mysql', 'query', 'SET GLOBAL x = 1'],
  ['mysql', 'change', "LOAD DATA INFILE 'x' INTO TABLE t"],
  ['sqlserver', 'query', 'EXEC xp_cmdshell'],
  ['oracle', 'change', 'ALTER SESSION SET x = 1'],
])('%s %s does not run: %s', (dialect, kind, source) => {
  expect(codeOf(() => checkVerb(readStatement(source, dialect), kind, dialect))).toBe('sql.verb')
})

test('any text is read or refused, never a hang, and text without a colon is kept as it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'a1:;\'"$-/*[]`?@ \nE\\'), maxLength: 40 }),
      fc.constantFrom<Dialect>(...DIALECTS),
      (source, dialect) => {
        try {
          const { text, names } = readStatement(source, dialect)
          if (!/[:;]/.test(source)) expect(text).toBe(source.trim())
          if (dialect === 'postgres') expect(new Set(names).size).toBe(names.length)
        } catch (error) {
          expect(error).toBeInstanceOf(FlowError)
        }
      },
    ),
    { numRuns: 2000 },
  )
})
