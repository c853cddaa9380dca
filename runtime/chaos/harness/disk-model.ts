/** A disk as a power cut leaves it: what was synced is there; of what was written since, any sectors may be. */
export interface DiskModel {
  /** Takes in one line of the trace of a thread (`strace -yy -xx`). Lines that are no writes to these files change nothing. */
  take(line: string): void
  /** The files as they may be after a cut now; `keep` decides for each unsynced sector. Names are those of the trace, without folder. */
  cut(keep: () => boolean): ReadonlyMap<string, Buffer>
}

const SECTOR = 512

type Change = { readonly at: number; readonly bytes: Buffer } | { readonly length: number }

/** Bytes of a file at the beginning of a longer buffer, so that it grows without a copy each time. */
interface Content {
  readonly room: Buffer
  readonly length: number
}

interface File {
  synced: Content
  pending: Change[]
}

/** Makes a model in which none of the files exists yet. `names`: the files to follow. */
export function createDiskModel(names: readonly string[]): DiskModel {
  const files = new Map<string, File>()

  function fileOf(hex: string): File | undefined {
    const name = bytesOf(hex).toString().split('/').at(-1) ?? ''
    if (!names.includes(name)) return undefined
    const file = files.get(name) ?? { synced: { room: Buffer.alloc(0), length: 0 }, pending: [] }
    files.set(name, file)
    return file
  }

  return {
    take(line) {
      // 'pwrite64(22</d/engine.db-wal>, "…", 4096, 56) = 4096'; names and data are spelt in bytes.
      const [, call = '', path = '', rest = ''] =
        /^(pwrite64|ftruncate|fsync|fdatasync)\(\d+<((?:\\x..)+)>(.*)$/.exec(line) ?? []
      const file = call === '' ? undefined : fileOf(path)
      if (!file) return
      if (call === 'pwrite64') {
        const [, data = '', at = '', done = ''] = /^, "((?:\\x..)*)", \d+, (\d+)\) = (\d+)$/.exec(rest) ?? []
        if (done === '') throw new Error(`a write that cannot be read: ${line.slice(0, 60)} … ${line.slice(-60)}`)
        file.pending.push({ at: Number(at), bytes: bytesOf(data).subarray(0, Number(done)) })
      } else if (call === 'ftruncate') file.pending.push({ length: Number(/^, (\d+)\) = 0$/.exec(rest)?.[1] ?? 0) })
      else if (/^\)\s+= 0$/.test(rest)) {
        for (const change of file.pending) file.synced = applied(file.synced, change)
        file.pending = []
      }
    },
    cut(keep) {
      return new Map(
        [...files].map(([name, { synced, pending }]) => {
          const kept = pending.flatMap((change) => sectors(change)).filter(keep)
          const { room, length } = kept.reduce(applied, { room: Buffer.from(synced.room), length: synced.length })
          return [name, room.subarray(0, length)]
        }),
      )
    },
  }
}

/** A write as the sectors that the disk writes one by one; a new length is one of them. */
function sectors(change: Change): readonly Change[] {
  if ('length' in change) return [change]
  const parts: Change[] = []
  for (let at = change.at; at < change.at + change.bytes.length; ) {
    const next = Math.min((Math.floor(at / SECTOR) + 1) * SECTOR, change.at + change.bytes.length)
    parts.push({ at, bytes: change.bytes.subarray(at - change.at, next - change.at) })
    at = next
  }
  return parts
}

function applied({ room, length }: Content, change: Change): Content {
  if ('length' in change) {
    const cut = Buffer.alloc(change.length)
    room.copy(cut, 0, 0, length)
    return { room: cut, length: change.length }
  }
  const end = change.at + change.bytes.length
  const grown = end <= room.length ? room : Buffer.concat([room.subarray(0, length)], Math.max(end, 2 * room.length))
  change.bytes.copy(grown, change.at)
  return { room: grown, length: Math.max(length, end) }
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex')
}
