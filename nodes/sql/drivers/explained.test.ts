import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { explained, explainedMysql, explainedSqlite, explainedSqlServer } from './explained.ts'

test.each([
  ['INSERT INTO a VALUES (1, 1)', /^giá trị này đã có.* – UNIQUE constraint/],
  ['INSERT INTO a VALUES (2, NULL)', /^thiếu giá trị/],
  ['INSERT INTO b VALUES (9)', /^dòng này gắn với dòng ở bảng khác/],
  ['SELEC 1', /^câu lệnh SQL sai cú pháp – near "SELEC": syntax error$/],
  ['SELECT * FROM khong', /^không có bảng này/],
  ['SELECT khong FROM a', /^không có cột này/],
  ['INSERT INTO a (khong) VALUES (1)', /^không có cột này/],
  ['SELECT abs(1, 2)', /^wrong number of arguments/],
])('what SQLite says of %s has a sentence in front', (statement, sentence) => {
  const database = new Sqlite(':memory:')
  database.exec('CREATE TABLE a (id INTEGER UNIQUE, ten TEXT NOT NULL); INSERT INTO a VALUES (1, 1)')
  database.exec('CREATE TABLE b (a INTEGER REFERENCES a (id)); PRAGMA foreign_keys = ON')
  let words = ''
  try {
    database.exec(statement)
  } catch (thrown) {
    words = thrown instanceof Error ? thrown.message : ''
  } finally {
    database.close()
  }
  expect(explainedSqlite(words).vi).toMatch(sentence)
})

test('the same fault has the same sentence in every database', () => {
  const words = 'x'
  expect(explainedMysql(1062, words)).toEqual(explained('23505', words))
  expect(explainedSqlServer(2627, words)).toEqual(explained('23505', words))
  expect(explained('toString', words)).toEqual({ vi: 'x', en: 'x' })
})
