import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serverAt } from '#nodes/testing/database-server.ts'
import { mysqlAddress, type TemporaryDatabase, temporaryDatabase, withMysql } from '#nodes/testing/mysql.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { Database, SqlCall, SqlResult } from './database.ts'
import { openMysql } from './mysql.ts'

let own: TemporaryDatabase | undefined
let database: Database

beforeAll(async () => {
  own = await temporaryDatabase().catch(() => undefined)
  database = openMysql(serverAt({ ...mysqlAddress, database: own?.name ?? 'test' }, { poolSize: 3 }))
  await own?.exec(
    `CREATE TABLE ho_so (id bigint PRIMARY KEY, ma varchar(30) UNIQUE, ten text, tien decimal(20,2), luc datetime(3), ngay date,
     khan bit(1), quyen bit(8), xong tinyint(1), tep blob, so_luong bigint unsigned, le double, gio time, nam year) ENGINE=InnoDB`,
  )
  await own?.exec('CREATE TABLE cu (id int PRIMARY KEY) ENGINE=MyISAM')
})

afterAll(async () => {
  await database.close()
  await own?.drop()
})

function run(
  kind: SqlCall['kind'],
  source: string,
  values: Record<string, unknown> = {},
  more: Partial<SqlCall['limits']> = {},
  signal = new AbortController().signal,
): Promise<SqlResult> {
  return database.run({ kind, source, values, limits: { rows: 100, bytes: 100_000, timeoutMs: 5000, ...more }, signal })
}

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => toErrorData(error),
  )

/** How many statements with this text the server works on. */
const underWay = async (text: string) =>
  (
    await own?.exec(
      `SELECT id FROM information_schema.processlist WHERE info LIKE '%${text}%' AND info NOT LIKE '%processlist%'`,
    )
  )?.length

withMysql('numbers, dates and bytes keep their exact value, and Vietnamese text its letters', async () => {
  const columns = ['id', 'ma', 'ten', 'tien', 'luc', 'ngay', 'khan', 'quyen', 'xong', 'soLuong', 'le', 'gio', 'nam']
  const insert = `INSERT INTO ho_so (id, ma, ten, tien, luc, ngay, khan, quyen, xong, so_luong, le, gio, nam)
    VALUES (${columns.map((name) => `:${name}`).join(', ')})`
  const values = {
    id: '9007199254740993',
    ma: '000123',
    ten: 'Nguyễn Thị Ánh Tuyết 𠀀',
    tien: '12345678901234567.10',
    luc: '2026-07-01 08:00:00.125',
    ngay: '2026-07-01',
    khan: true,
    quyen: 200,
    xong: 2,
    soLuong: '18446744073709551615',
    le: 1.5,
    gio: '-01:30:00',
    nam: 2026,
  }
  expect(await run('change', insert, values)).toEqual({ rows: [], changed: 1 })
  const { rows } = await run(
    'query',
    "SELECT *, x'00ff' AS nhi_phan, NULL AS khong, CAST('0000-00-00' AS DATE) AS ngay_khong, 7 AS so, count(*) OVER () AS dem FROM ho_so WHERE ma = :ma",
    { ma: '000123' },
  )
  expect(rows).toEqual([
    {
      id: '9007199254740993',
      ma: '000123',
      ten: 'Nguyễn Thị Ánh Tuyết 𠀀',
      tien: '12345678901234567.10',
      luc: '2026-07-01 08:00:00.125',
      ngay: '2026-07-01',
      khan: true,
      quyen: 200,
      xong: 2,
      tep: null,
      so_luong: '18446744073709551615',
      le: 1.5,
      gio: '-01:30:00',
      nam: 2026,
      nhi_phan: 'AP8=',
      khong: null,
      ngay_khong: '0000-00-00',
      so: 7,
      dem: '1',
    },
  ])
})

withMysql('a zero date that is stored is read as it is', async () => {
  await own?.exec("SET SESSION sql_mode = ''")
  await own?.exec("INSERT INTO ho_so (id, luc, ngay) VALUES (10, '0000-00-00', '2026-00-00')")
  const { rows } = await run('query', 'SELECT luc, ngay FROM ho_so WHERE id = 10')
  expect(rows).toEqual([{ luc: expect.stringMatching(/^0000-00-00 00:00:00/), ngay: '2026-00-00' }])
})

withMysql('values are bound and never become SQL, and a limit may be a parameter', async () => {
  const evil = "' OR 1=1 -- \\' \" ; DROP TABLE ho_so; #"
  expect((await run('query', 'SELECT :ten AS ten FROM dual LIMIT :so', { ten: evil, so: 1 })).rows).toEqual([
    { ten: evil },
  ])
})

withMysql('a query cannot change data, and files of the server are out of reach', async () => {
  await own?.exec(
    'CREATE OR REPLACE FUNCTION xoa() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM ho_so; RETURN 1; END',
  )
  expect((await errorOf(run('query', 'SELECT xoa()'))).code).toBe('sql.changes-data')
  for (const source of [
    "SELECT 1 INTO OUTFILE '/tmp/x'",
    "SELECT load_file('/etc/passwd')",
    'SELECT /*! 1 INTO @x */ 1',
    'SELECT /*M! 1 */',
  ])
    expect((await errorOf(run('query', source))).code, source).toBe('sql.verb')
})

withMysql('results beyond the limit are refused while they come, and the next statement works', async () => {
  const series = 'SELECT seq FROM seq_1_to_:so'
  expect((await run('query', series.replace(':so', '1200'), {}, { rows: 1200 })).rows).toHaveLength(1200)
  const began = performance.now()
  expect((await errorOf(run('query', series.replace(':so', '50000000'), {}, { rows: 1000 }))).code).toBe(
    'sql.too-many-rows',
  )
  expect(performance.now() - began).toBeLessThan(4000)
  expect((await errorOf(run('query', "SELECT repeat('x', 200000) AS dai"))).code).toBe('sql.too-large')
  expect((await run('query', 'SELECT 1 AS n FROM dual WHERE false')).rows).toEqual([])
})

withMysql('data that breaks a rule is the fault of the data, and its values stay out of the error', async () => {
  await run('change', "INSERT INTO ho_so (id, ma) VALUES (1, 'BI-MAT-01')")
  for (const [source, values] of [
    ["INSERT INTO ho_so (id, ma) VALUES (2, 'BI-MAT-01')", {}],
    ['INSERT INTO ho_so (id, tien) VALUES (3, :tien)', { tien: "BI-MAT-01' for x" }],
    ['INSERT INTO ho_so (id, ma) VALUES (4, :ma)', { ma: 'BI-MAT-01'.repeat(20) }],
    ['INSERT INTO ho_so (id, ngay) VALUES (5, :ngay)', { ngay: 'BI-MAT-01' }],
    ['INSERT INTO ho_so (id) VALUES (NULL)', {}],
  ] as const) {
    const error = await errorOf(run('change', source, values))
    expect(error, source).toMatchObject({
      code: 'sql.constraint',
      class: 'data',
      details: { errno: expect.any(Number) },
    })
    expect(JSON.stringify(error)).not.toContain('BI-MAT')
  }
  expect((await run('query', 'SELECT count(*) AS so FROM ho_so WHERE id BETWEEN 2 AND 5')).rows).toEqual([{ so: '0' }])
})

withMysql('an unknown table is final, with the words of the database', async () => {
  const error = await errorOf(run('query', 'SELECT * FROM khong_co_bang_nay'))
  expect(error).toMatchObject({ code: 'sql.failed', class: 'permanent' })
  expect(error.message.vi).toContain('khong_co_bang_nay')
})

withMysql('a deadlock and a lock that is not given in time are worth another try', async () => {
  await run('change', 'INSERT INTO ho_so (id, le) VALUES (21, 0), (22, 0)')
  await own?.exec('SET SESSION innodb_lock_wait_timeout = 5')
  await own?.exec('START TRANSACTION')
  await own?.exec('UPDATE ho_so SET le = 1 WHERE id = 21')
  const wait = 'SET STATEMENT innodb_lock_wait_timeout = 1 FOR UPDATE ho_so SET le = 2 WHERE id = 21'
  await own?.exec('SET GLOBAL innodb_lock_wait_timeout = @@GLOBAL.innodb_lock_wait_timeout')
  expect((await errorOf(run('change', wait))).code).toBe('sql.verb')
  expect((await errorOf(run('change', 'UPDATE ho_so SET le = 2 WHERE id = 21', {}, { timeoutMs: 400 }))).class).toBe(
    'transient',
  )
  // Ours holds 22 and waits for 21, theirs holds 21 and asks for 22: one of them is the victim.
  const both = run(
    'change',
    'UPDATE ho_so SET le = 3 WHERE id = 22 OR (id = 21 AND sleep(0) = 0) ORDER BY id DESC',
  ).catch(toErrorData)
  await expect.poll(() => underWay('ORDER BY id DESC')).toBe(1)
  const theirs = await own?.exec('UPDATE ho_so SET le = 4 WHERE id = 22').then(
    () => 'done',
    () => 'victim',
  )
  await own?.exec('COMMIT')
  const ours = await both
  expect(
    theirs === 'victim' ? ours : { code: Reflect.get(ours, 'code'), class: Reflect.get(ours, 'class') },
  ).toMatchObject(theirs === 'victim' ? { changed: 2 } : { code: 'sql.busy', class: 'transient' })
})

withMysql('a statement that takes too long is stopped at the server', async () => {
  const slow = run(
    'change',
    'INSERT INTO ho_so (id, ten) SELECT 30, sleep(20) FROM dual /* qua-lau */',
    {},
    { timeoutMs: 300 },
  )
  expect(await errorOf(slow)).toMatchObject({ code: 'connect.timeout', class: 'transient' })
  expect(await underWay('qua-lau')).toBe(0)
  expect((await run('query', 'SELECT count(*) AS so FROM ho_so WHERE id = 30')).rows).toEqual([{ so: '0' }])
})

withMysql('an abort stops the statement at the server and the pool goes on working', async () => {
  const abort = new AbortController()
  const started = run('query', 'SELECT sleep(20) /* bi-dung */', {}, { timeoutMs: 30_000 }, abort.signal)
  setTimeout(() => abort.abort(), 200)
  await expect(started).rejects.toThrow(/abort/i)
  expect(await underWay('bi-dung')).toBe(0)
  expect((await run('query', 'SELECT 1 AS so')).rows).toEqual([{ so: 1 }])
})

withMysql('a connection that the server ends is transient; of a change nobody knows what became of it', async () => {
  const kill = async (text: string) => {
    await expect.poll(() => underWay(text)).toBe(1)
    const [row] =
      (await own?.exec(
        `SELECT id FROM information_schema.processlist WHERE info LIKE '%${text}%' AND info NOT LIKE '%processlist%'`,
      )) ?? []
    await own?.exec(`KILL ${row?.id}`)
  }
  const query = errorOf(run('query', 'SELECT sleep(20) /* giet-1 */'))
  await kill('giet-1')
  expect(await query).toMatchObject({ code: 'connect.unreachable', class: 'transient' })
  const change = errorOf(run('change', 'UPDATE ho_so SET le = sleep(20) WHERE id = 1 /* giet-2 */'))
  await kill('giet-2')
  expect(await change).toMatchObject({ code: 'connect.cut', class: 'transient' })
  expect((await run('query', 'SELECT 1 AS so')).rows).toEqual([{ so: 1 }])
})

withMysql('what a table without transactions kept of a failed change is told', async () => {
  await own?.exec('INSERT INTO cu VALUES (3)')
  const error = await errorOf(run('change', 'INSERT INTO cu VALUES (1), (2), (3)'))
  expect(error).toMatchObject({ code: 'sql.not-undone', class: 'permanent' })
})

withMysql('connections are shared up to their number and no further', async () => {
  const works = await Promise.all(
    Array.from({ length: 12 }, () => run('query', 'SELECT connection_id() AS so, sleep(0.05) AS x')),
  )
  expect(new Set(works.map(({ rows }) => rows[0]?.so)).size).toBeLessThanOrEqual(3)
})

withMysql('a wrong password or database is a matter of the connection, and neither appears in the words', async () => {
  for (const wrong of [{ user: 'khong_co', password: 'bi-mat' }, { database: 'khong_co_csdl' }]) {
    const other = openMysql(serverAt({ ...mysqlAddress, ...wrong }, wrong))
    const error = await errorOf(other.run(oneCall()))
    expect(error).toMatchObject({ code: 'sql.auth', class: 'auth' })
    expect(JSON.stringify(error)).not.toContain('bi-mat')
    await other.close()
  }
})

withMysql('TLS is asked for, and a server without it is refused before the password', async () => {
  const [{ Value: offers } = { Value: 'DISABLED' }] = (await own?.exec("SHOW VARIABLES LIKE 'have_ssl'")) ?? []
  const safe = openMysql(serverAt(mysqlAddress, { ssl: 'require' }))
  if (offers === 'YES') expect((await safe.run({ ...oneCall(), source: 'SELECT 1 AS so' })).rows).toEqual([{ so: 1 }])
  else expect((await errorOf(safe.run(oneCall()))).code).toBe('connect.certificate')
  await safe.close()
  const verified = openMysql(serverAt(mysqlAddress, { ssl: 'verify' }))
  expect((await errorOf(verified.run(oneCall()))).code).toBe('connect.certificate')
  await verified.close()
})

test('nobody there, one who hangs up, one who speaks nonsense: transient, and the process lives', async () => {
  for (const answer of [
    '',
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    '\u0005\u0000\u0000\u0000\nabc\u0000',
    Buffer.alloc(70_000, 0xff),
  ]) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.end(answer)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const place = server.address()
    const port = typeof place === 'object' && place ? place.port : 0
    const strange = openMysql(serverAt({ ...mysqlAddress, host: '127.0.0.1', port }))
    expect(await errorOf(strange.run(oneCall()))).toMatchObject({ class: 'transient' })
    await new Promise((done) => server.close(done))
    expect(await errorOf(strange.run(oneCall()))).toMatchObject({ code: 'connect.unreachable', class: 'transient' })
    await strange.close()
  }
})

function oneCall(): SqlCall {
  const limits = { rows: 10, bytes: 1000, timeoutMs: 3000 }
  return { kind: 'query', source: 'SELECT 1 AS so', values: {}, limits, signal: new AbortController().signal }
}
