import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { say } from './figures.ts'
import { alive } from './process-tree.ts'
import type { Server } from './server.ts'

/** What a case is started with. */
export interface CaseOptions {
  readonly seed: string
  /** The form that `npm test` runs. */
  readonly short: boolean
  readonly kills: number | undefined
  readonly messages: number | undefined
  /** Keep the folder of the case for a look. */
  readonly keep: boolean
}

/** A case's folder, and what must be ended when it is over, however it ends. */
export interface Workplace {
  readonly folder: string
  /** Ends the thing with the case, the last one first. */
  ends(close: () => unknown): void
  /** Ends the server with the case; what survives it is killed and named. */
  serves(server: Server): void
}

/** Runs a case in a folder of its own and cleans up behind it. */
export async function inWorkplace<T>(name: string, keep: boolean, work: (place: Workplace) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `lienthong-${name}-`))
  const closing: (() => unknown)[] = []
  const ends = (close: () => unknown): void => void closing.push(close)
  let failed = true
  try {
    const result = await work({
      folder,
      ends,
      serves: (server) => ends(() => endServer(server)),
    })
    failed = false
    return result
  } finally {
    for (const close of closing.reverse()) await close()
    if (keep || failed) say(`${name}: kept ${folder}`)
    else rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function endServer(server: Server): Promise<void> {
  await server.stop().catch(() => undefined)
  for (const pid of server.seen) {
    if (!alive(pid)) continue
    say(`process ${pid} outlived its server and is killed`)
    process.kill(pid, 'SIGKILL')
  }
}
