import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  type Answer,
  atOnce,
  type FlowFile,
  flowOf,
  type Installation,
  unharmed,
  useInstallation,
} from './installation.ts'

/** A flow with this script node. */
export const scriptFlow = (id: string, code: string, more: Record<string, unknown> = {}): FlowFile =>
  flowOf(
    id,
    { accepts: 'json' },
    { ma: { use: 'script@1', settings: { code, ms: 300, ...more } }, 'tra-loi': { use: 'http-reply@1' } },
  )

/** An installation on which hostile scripts are tried. */
export interface ScriptBench {
  readonly system: () => Installation
  /** Sends a script as a message to a flow that runs it. */
  attempt(code: string): Promise<Answer>
  /** A neighbour's script, soon after: the sandbox is there again, and everything stands. */
  neighbour(limitMs?: number): Promise<void>
}

/** Starts the installation of a test file. */
export function useScripts(): ScriptBench {
  const system = useInstallation(async (it) => {
    // The script of the message itself: one flow tries them all.
    await it.publish(scriptFlow('thu', 'return [String((0, Function)("message", message.body.code)(message))]'))
    await it.publish(scriptFlow('hang-xom', 'return { tong: message.body.a + 1 }', { ms: 2000 }))
  })
  return {
    system,
    attempt: (code) => system().send('/thu', { body: { code } }),
    async neighbour(limitMs = 1500) {
      const answer = await system().send('/hang-xom', { body: { a: 1 } })
      expect(answer.body).toEqual({ tong: 2 })
      atOnce(answer.ms, limitMs)
      await unharmed(system())
    },
  }
}

/** The processes that this one has started. */
export function childrenOf(pid: number): readonly number[] {
  const file = join('/proc', String(pid), 'task', String(pid), 'children')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}
