import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The tool that watches, and fails, system calls. */
export const STRACE = 'strace'

/** True when it is installed. */
export function hasStrace(): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((it) => existsSync(join(it, STRACE)))
}

/** Why a case was left out. */
export const STRACE_MISSING = '  skipped: strace is not installed'
