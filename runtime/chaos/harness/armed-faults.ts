import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FAULT_ACTIONS, FaultPoint } from '#runtime/faults.ts'
import { pause } from './server.ts'

export type FaultAction = (typeof FAULT_ACTIONS)[number]

/** The folder through which the processes of an installation are told of faults (`runtime/src/faults.ts`). */
export interface ArmedFaults {
  /** What the server's environment needs. */
  readonly env: Readonly<Record<string, string>>
  arm(point: FaultPoint, action: FaultAction): void
  /** Sets the clock of all processes wrong by so much. */
  setClock(offsetMs: number): void
  /** Resolves with true when the fault has struck, with false when it has not within the time. */
  struck(point: FaultPoint, ms: number): Promise<boolean>
  /** Takes back what has not struck; answers the points. */
  disarm(): readonly string[]
}

const LOOK_MS = 2

/** Makes the folder; nothing is armed. */
export function createFaults(folder: string): ArmedFaults {
  const armed = join(folder, 'armed')
  mkdirSync(armed, { recursive: true })
  return {
    env: { LIENTHONG_FAULTS: armed },
    arm(point, action) {
      const half = join(folder, point)
      writeFileSync(half, action)
      renameSync(half, join(armed, point))
    },
    setClock(offsetMs) {
      const half = join(folder, 'clock')
      writeFileSync(half, String(offsetMs))
      renameSync(half, join(armed, 'clock'))
    },
    async struck(point, ms) {
      for (const until = performance.now() + ms; existsSync(join(armed, point)); await pause(LOOK_MS))
        if (performance.now() > until) return false
      return true
    },
    disarm() {
      const left = readdirSync(armed)
      for (const point of left) rmSync(join(armed, point), { force: true })
      return left
    },
  }
}
