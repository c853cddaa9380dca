import { readdirSync, readFileSync } from 'node:fs'

/** A step of the schema: its number and its SQL. */
export interface Migration {
  readonly version: number
  readonly sql: string
}

const FILE = /^(\d{4})-[a-z0-9-]+\.sql$/

/** The migrations of a folder in order. Throws when their numbers are not 1, 2, 3 …, or a file is named otherwise. */
export function readMigrations(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .sort()
    .map((name, index) => {
      const version = Number(FILE.exec(name)?.[1])
      if (version !== index + 1) throw new Error(`migrations/${name} should have the number ${index + 1}`)
      return { version, sql: readFileSync(`${folder}/${name}`, 'utf8') }
    })
}
