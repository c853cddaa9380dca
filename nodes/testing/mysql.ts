import { randomBytes } from 'node:crypto'
import { createConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import { test } from 'vitest'

/** The MariaDB or MySQL server of tests; another one by these variables. */
export const mysqlAddress = {
  host: process.env.MYSQL_HOST ?? '127.0.0.1',
  port: Number(process.env.MYSQL_PORT ?? 3306),
  database: process.env.MYSQL_DATABASE ?? 'test',
  user: process.env.MYSQL_USER ?? 'root',
} as const

const password = process.env.MYSQL_PASSWORD ?? ''

/** The secrets of a connection to it. */
export const mysqlSecrets: Readonly<Record<string, string>> = password === '' ? {} : { password }

/** A database of its own that is gone after the test. */
export interface TemporaryDatabase {
  readonly name: string
  /** Runs one statement there, as its owner. */
  exec(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  drop(): Promise<void>
}

const open = () => createConnection({ ...mysqlAddress, password, connectTimeout: 2000, dateStrings: true })

async function reachable(): Promise<string | undefined> {
  try {
    await (await open()).end()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error)
  }
}

const absent = await reachable()
const { host, port } = mysqlAddress
if (absent !== undefined && process.env.CI === 'true')
  throw new Error(`MariaDB at ${host}:${port} is needed: ${absent}`)
if (absent !== undefined) console.warn(`skipped: no MariaDB or MySQL at ${host}:${port} (${absent})`)

/** `test` that is skipped with its reason printed when there is no MariaDB or MySQL; with CI=true that is a failure. */
export const withMysql = test.skipIf(absent !== undefined)

/** Makes a database of its own. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const name = `lt_${randomBytes(6).toString('hex')}`
  const connection = await open()
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  await connection.query(`USE ${name}`)
  return {
    name,
    async exec(sql) {
      const [rows] = await connection.query<ResultSetHeader | RowDataPacket[]>(sql)
      return Array.isArray(rows) ? rows : []
    },
    async drop() {
      await connection.query(`DROP DATABASE ${name}`)
      await connection.end()
    },
  }
}
