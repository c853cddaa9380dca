import { createHash } from 'node:crypto'
import { withStore } from '#nodes/files/open.ts'
import { referenceOf } from '#nodes/files/reference.ts'
import { joinPath, safePath } from '#nodes/files/safe-path.ts'
import type { FileEntry, FileStore } from '#nodes/files/store.ts'
import { toErrorData } from '#shared/errors/flow-error.ts'
import type { SettingsOf } from '#shared/node/define.ts'
import { durationMs } from '#shared/node/fields.ts'
import { definePoll, type PollContext } from '#shared/node/trigger.ts'
import { completeFiles, emptyMemory, type Memory } from './complete-files.ts'
import { type Claim, type Cursor, claimGroups, readCursor } from './cursor.ts'
import { definition } from './definition.ts'

type Settings = SettingsOf<typeof definition>

/** A look ends after so long, and the next one goes on; the scheduler would cut a longer one. */
const LOOK_MS = 60_000
/** Files that are left in place and are this much older than the newest one taken are not looked at. */
const LOOK_BACK_MS = 7 * 86_400_000

interface Look {
  readonly settings: Settings
  readonly folder: string
  readonly taken: string
  readonly store: FileStore
  readonly context: PollContext
  readonly memory: Memory
  readonly until: number
}

/**
 * Looks into the folder once. A file is claimed by being moved aside; what is to be claimed is written down first, so that after a stop
 * every file is either still in the folder or known as claimed, and none is lost or taken twice.
 */
export const poll = definePoll(definition, (settings, context) =>
  withStore(settings.connection, context, async (store) => {
    const folder = safePath(settings.folder)
    const taken = joinPath(folder, safePath(settings.takenFolder))
    const key = JSON.stringify(['file-watch', settings])
    const memory = await context.shared(key, async () => emptyMemory())
    const look: Look = { settings, folder, taken, store, context, memory, until: performance.now() + LOOK_MS }
    const cursor = readCursor(await context.cursor())
    const resumed = cursor.claims.length > 0 ? await resume(look, cursor) : 0
    const entries = await store.list(folder)
    const wanted = { pattern: settings.pattern, doneSuffix: settings.doneSuffix, settleMs: durationMs(settings.settle) }
    const ready = completeFiles(entries, wanted, memory, performance.now())
    return resumed + (settings.after === 'move' ? await moveAndTake(look, ready) : await takeInPlace(look, ready))
  }),
)

/** The time is up, or the worker stops. */
const mustEnd = ({ until, context }: Look): boolean => performance.now() > until || context.signal.aborted

async function moveAndTake(look: Look, ready: readonly FileEntry[]): Promise<number> {
  if (ready.length === 0) return 0
  await look.store.makeFolder(look.taken)
  const claims: Claim[] = []
  for (const entry of ready.slice(0, look.settings.batch)) {
    if (mustEnd(look)) break
    const claim = await unchanged(look, entry)
    if (claim) claims.push(claim)
  }
  let accepted = 0
  for (const group of claimGroups(claims)) {
    if (mustEnd(look)) break
    await look.context.saveCursor(JSON.stringify({ claims: group }))
    for (const claim of group) await moveAside(look, claim)
    accepted += await handOver(look, group)
  }
  return accepted
}

/** The file as it is now, when it is still what the listing said. */
async function unchanged(look: Look, entry: FileEntry): Promise<Claim | undefined> {
  const found = await look.store.find(joinPath(look.folder, entry.name))
  const same =
    found?.kind === 'file' && found.size === entry.size && (entry.modified === 0 || found.modified >= entry.modified)
  return found && same ? { name: entry.name, size: found.size, modified: found.modified } : undefined
}

async function moveAside(look: Look, claim: Claim): Promise<void> {
  try {
    await look.store.rename(joinPath(look.folder, claim.name), takenPath(look, claim), true)
  } catch (error) {
    // Somebody took it away meanwhile; `handOver` looks at what is there.
    if (toErrorData(error).code !== 'file.not-found') throw error
  }
}

/** Where a claimed file lies: its name with what tells it from others of that name. */
function takenPath({ taken }: Look, { name, size, modified }: Claim): string {
  const mark = createHash('sha256')
    .update(JSON.stringify([name, size, modified]))
    .digest('hex')
    .slice(0, 8)
  return joinPath(taken, `${mark}-${name}`)
}

/** Stores the messages of claimed files, removes their done files, then forgets the claims. What was refused stays claimed for the next look. */
async function handOver(look: Look, group: readonly Claim[]): Promise<number> {
  const { settings, store, context } = look
  const there: Claim[] = []
  for (const claim of group) if (await store.find(takenPath(look, claim))) there.push(claim)
  // All at once, so that they share a write.
  const stored = await Promise.allSettled(there.map((claim) => accept(look, claim, takenPath(look, claim))))
  const refused: Claim[] = []
  let accepted = 0
  for (const [index, claim] of there.entries()) {
    const result = stored[index]
    if (result?.status !== 'fulfilled') {
      refused.push(claim)
      continue
    }
    if (!result.value.duplicate) accepted++
    if (settings.doneSuffix !== undefined) await removeDone(look, claim.name + settings.doneSuffix)
  }
  await context.saveCursor(JSON.stringify({ claims: refused }))
  const fault = stored.find((it) => it.status === 'rejected')
  if (fault?.status === 'rejected') throw fault.reason
  return accepted
}

async function removeDone({ store, folder }: Look, name: string): Promise<void> {
  await store.remove(joinPath(folder, name)).catch((error: unknown) => {
    if (toErrorData(error).code !== 'file.not-found') throw error
  })
}

/** After a stop: files that were moved are handed over (the engine knows those that it has), the others are still in the folder. */
async function resume(look: Look, { claims }: Cursor): Promise<number> {
  return handOver(look, claims)
}

async function takeInPlace(look: Look, ready: readonly FileEntry[]): Promise<number> {
  const { context, memory, settings } = look
  const { newest } = readCursor(await context.cursor())
  let [latest, accepted, looked] = [newest, 0, 0]
  for (const entry of ready) {
    if (looked >= settings.batch || mustEnd(look)) break
    if (entry.modified > 0 && entry.modified < newest - LOOK_BACK_MS) continue
    looked++
    const claim = await unchanged(look, entry)
    if (!claim) continue
    if (claim.modified === 0 || claim.modified >= newest - LOOK_BACK_MS) {
      const { duplicate } = await accept(look, claim, joinPath(look.folder, claim.name))
      if (!duplicate) accepted++
    }
    memory.taken.set(entry.name, entry.stamp)
    // A file with a date in the future must not hide those that come after it.
    latest = Math.max(latest, Math.min(claim.modified, Date.now()))
  }
  if (latest !== newest) await context.saveCursor(JSON.stringify({ newest: latest }))
  return accepted
}

function accept(look: Look, { name, size, modified }: Claim, path: string): Promise<{ readonly duplicate: boolean }> {
  const body = referenceOf(look.settings.connection, path, { name, size, modified, kind: 'file', stamp: '' })
  const identity = JSON.stringify([joinPath(look.folder, name), size, modified])
  return look.context.accept({ body, headers: {}, keys: {} }, identity)
}
