import { namePattern } from '#nodes/files/name-pattern.ts'
import type { FileEntry } from '#nodes/files/store.ts'

/** What of a folder's listing is of interest. */
export interface Wanted {
  readonly pattern: string
  readonly doneSuffix: string | undefined
  readonly settleMs: number
}

/** What a worker remembers of a folder between two looks: since when each file rests, and which versions it took and left there. */
export interface Memory {
  readonly resting: Map<string, { readonly stamp: string; readonly since: number }>
  readonly taken: Map<string, string>
}

/** A memory that knows nothing. */
export const emptyMemory = (): Memory => ({ resting: new Map(), taken: new Map() })

/** Names that programs give to files that they are still writing. */
const UNFINISHED = /^[.~]|\.(tmp|temp|part|partial|filepart|crdownload|swp|lock|lt-part)$/i

/**
 * Which files are complete, oldest first: those with a done file beside them, or, without such a rule, those that did not change for so
 * long by our own watch, because the clock of the other side cannot be trusted. `now` in milliseconds of a steady clock.
 */
export function completeFiles(
  entries: readonly FileEntry[],
  wanted: Wanted,
  memory: Memory,
  now: number,
): readonly FileEntry[] {
  const { doneSuffix, settleMs } = wanted
  const fits = namePattern(wanted.pattern)
  const names = new Set(entries.map((it) => it.name))
  for (const map of [memory.resting, memory.taken])
    for (const name of map.keys()) if (!names.has(name)) map.delete(name)
  const isDone = doneSuffix === undefined ? () => false : (name: string) => name.endsWith(doneSuffix)
  const found = entries.filter(
    (it) => it.kind === 'file' && !UNFINISHED.test(it.name) && !isDone(it.name) && fits(it.name),
  )
  const complete = found.filter(({ name, stamp }) => {
    if (memory.taken.get(name) === stamp) return false
    if (doneSuffix !== undefined) return names.has(`${name}${doneSuffix}`)
    const seen = memory.resting.get(name)
    if (seen?.stamp === stamp) return now - seen.since >= settleMs
    memory.resting.set(name, { stamp, since: now })
    return false
  })
  return complete.sort((a, b) => a.modified - b.modified || (a.name < b.name ? -1 : 1))
}
