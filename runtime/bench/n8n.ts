import { spawn } from 'node:child_process'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort, pause } from '../chaos/harness/server.ts'
import type { Workplace } from '../chaos/harness/workplace.ts'
import { N8N_PATHS, n8nFlowId, n8nFlows } from './n8n-flows.ts'
import { installPeer } from './peer-package.ts'
import { LIST_JSON } from './workloads.ts'

/** A running n8n. */
export interface N8n {
  readonly version: string
  /** Addresses of its flows. */
  readonly urls: Readonly<Record<keyof typeof N8N_PATHS, string>>
}

const READY_MS = 180_000
const COMMAND_MS = 120_000

/**
 * Installs n8n and starts it on the Node that runs us, with its runs saved in the PostgreSQL of this machine; it ends with the workplace.
 * Install scripts are left out: they fetch the driver of SQLite, which is not used here, and `xlsx` from outside the registry is replaced by the registry's.
 */
export async function startN8n(place: Workplace, version: string): Promise<N8n> {
  const peer = await installPeer('n8n', { version, scripts: false, overrides: { xlsx: '0.18.5' } })
  const home = join(place.folder, 'n8n')
  mkdirSync(home)
  const database = await createDatabase(place)
  const port = await freePort()
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    N8N_USER_FOLDER: home,
    NODE_ENV: 'production',
    ...database,
    N8N_PORT: String(port),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_RUNNERS_BROKER_PORT: String(await freePort()),
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_LOG_LEVEL: 'warn',
    EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
  }
  const log = join(home, 'n8n.log')
  const start = (...args: readonly string[]) => {
    const out = openSync(log, 'a')
    const main = join(peer.folder, 'node_modules', 'n8n', 'bin', 'n8n')
    const child = spawn(process.execPath, [main, ...args], { cwd: home, env, stdio: ['ignore', out, out] })
    place.ends(() => child.kill('SIGKILL'))
    return child
  }
  const command = (...args: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = start(...args)
      const late = setTimeout(() => child.kill('SIGKILL'), COMMAND_MS)
      child.once('exit', (code) => {
        clearTimeout(late)
        if (code === 0) resolve()
        else reject(new Error(`n8n ${args[0]} ended with ${code}:\n${readFileSync(log, 'utf8').slice(-2000)}`))
      })
    })
  const file = join(home, 'flows.json')
  writeFileSync(file, JSON.stringify(n8nFlows()))
  await command('import:workflow', `--input=${file}`)
  const names: readonly (keyof typeof N8N_PATHS)[] = ['set', 'code', 'split']
  for (const name of names) await command('publish:workflow', `--id=${n8nFlowId(name)}`)
  const child = start('start')
  const urls = Object.fromEntries(names.map((name) => [name, `http://127.0.0.1:${port}/webhook/${N8N_PATHS[name]}`]))
  for (const until = performance.now() + READY_MS; ; await pause(250)) {
    const answer = await fetch(urls.split ?? '', {
      method: 'POST',
      headers: { 'content-type': LIST_JSON.type },
      body: LIST_JSON.body,
    }).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) break
    if (performance.now() > until || child.exitCode !== null)
      throw new Error(`n8n gave no answer:\n${readFileSync(log, 'utf8').slice(-2000)}`)
  }
  return { version: peer.version, urls: urls as N8n['urls'] }
}

/** Makes an empty database for it, dropped with the workplace. */
async function createDatabase(place: Workplace): Promise<Readonly<Record<string, string>>> {
  const { PGHOST: host = '127.0.0.1', PGPORT: port = '5432', PGUSER: user = 'postgres' } = process.env
  const name = `n8n_${process.pid}`
  const run = async (sql: string): Promise<void> => {
    const client = new Client({ host, port: Number(port), user, database: 'postgres' })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  await run(`CREATE DATABASE ${name}`)
  place.ends(() => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
  return {
    DB_TYPE: 'postgresdb',
    DB_POSTGRESDB_HOST: host,
    DB_POSTGRESDB_PORT: port,
    DB_POSTGRESDB_USER: user,
    DB_POSTGRESDB_DATABASE: name,
  }
}
