import type { Text } from '#shared/text/text.ts'

/** What a person is told of a SQLSTATE (PostgreSQL, appendix A); the others speak of the same faults by numbers of their own. */
const SENTENCES: Readonly<Record<string, Text>> = {
  '23505': { vi: 'giá trị này đã có, không được trùng', en: 'this value is there already and must be unique' },
  '23503': {
    vi: 'dòng này gắn với dòng ở bảng khác chưa có hoặc còn đang dùng (khoá ngoại)',
    en: 'a row of another table is missing or still in use (foreign key)',
  },
  '23502': { vi: 'thiếu giá trị ở cột bắt buộc', en: 'a column that must have a value has none' },
  '42601': { vi: 'câu lệnh SQL sai cú pháp', en: 'the SQL statement has a syntax error' },
  '42P01': { vi: 'không có bảng này', en: 'there is no such table' },
  '42703': { vi: 'không có cột này', en: 'there is no such column' },
  '42501': { vi: 'tài khoản không có quyền làm việc này', en: 'the account has no right to do this' },
  '40P01': { vi: 'hai giao dịch chờ khoá của nhau', en: 'two transactions wait for locks of each other' },
  '55P03': { vi: 'chờ khoá quá lâu', en: 'a lock was not free in time' },
}

/** States by the error number of MariaDB and MySQL. */
const OF_MYSQL: Readonly<Record<number, string>> = {
  1062: '23505',
  1586: '23505',
  1451: '23503',
  1452: '23503',
  1048: '23502',
  1364: '23502',
  1064: '42601',
  1149: '42601',
  1146: '42P01',
  1054: '42703',
  1142: '42501',
  1143: '42501',
  1370: '42501',
  1213: '40P01',
  1205: '55P03',
}

/** States by the message number of SQL Server; 547 is also that of a check, so it has none. */
const OF_SQL_SERVER: Readonly<Record<number, string>> = {
  2601: '23505',
  2627: '23505',
  515: '23502',
  102: '42601',
  105: '42601',
  156: '42601',
  208: '42P01',
  207: '42703',
  229: '42501',
  230: '42501',
  262: '42501',
  1205: '40P01',
  1222: '55P03',
}

/** States by what SQLite says; its code for most of them is the same. */
const OF_SQLITE: readonly (readonly [RegExp, string])[] = [
  [/^UNIQUE constraint/, '23505'],
  [/^FOREIGN KEY constraint/, '23503'],
  [/^NOT NULL constraint/, '23502'],
  [/: syntax error$|^incomplete input$/, '42601'],
  [/^no such table/, '42P01'],
  [/^no such column|has no column named/, '42703'],
]

/** The words of a driver with a sentence in front, for the usual faults; the words alone for others. */
export function explained(state: string | undefined, words: string): Text {
  const sentence = state !== undefined && Object.hasOwn(SENTENCES, state) ? SENTENCES[state] : undefined
  return sentence ? { vi: `${sentence.vi} – ${words}`, en: `${sentence.en} – ${words}` } : { vi: words, en: words }
}

/** `explained` for MariaDB and MySQL. */
export const explainedMysql = (number: number, words: string): Text => explained(OF_MYSQL[number], words)

/** `explained` for SQL Server. */
export const explainedSqlServer = (number: number, words: string): Text => explained(OF_SQL_SERVER[number], words)

/** `explained` for SQLite. */
export const explainedSqlite = (words: string): Text =>
  explained(OF_SQLITE.find(([pattern]) => pattern.test(words))?.[1], words)
