import { LIMITS, SheetFault } from './sheet-fault.ts'

/** A part of a zip archive, as its directory tells. */
interface Entry {
  readonly method: number
  readonly packed: number
  readonly offset: number
}

/** An archive whose parts are unpacked piece by piece, within one budget of bytes for all. */
export interface Archive {
  has(name: string): boolean
  /** Throws `SheetFault` when the part is missing, damaged or the budget is spent. */
  read(name: string): AsyncGenerator<Uint8Array>
}

const DIRECTORY_END = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_ENTRY = 0x04034b50
const damaged = (): SheetFault =>
  new SheetFault('Tệp Excel bị hỏng hoặc không phải .xlsx', 'The workbook is damaged or is not .xlsx')

/** Opens a zip archive. What it claims about sizes is not believed: unpacked bytes are counted. */
export function openArchive(bytes: Uint8Array<ArrayBuffer>, budget: number = LIMITS.unpacked): Archive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = readDirectory(bytes, view)
  let left = budget
  const take = (count: number): void => {
    left -= count
    if (left < 0)
      throw new SheetFault(
        `Nội dung tệp khi bung ra lớn hơn ${Math.round(budget / 1024 / 1024)} MB nên bị từ chối`,
        `The file unpacks to more than ${Math.round(budget / 1024 / 1024)} MB and is refused`,
      )
  }
  return {
    has: (name) => entries.has(name),
    async *read(name) {
      const entry = entries.get(name)
      if (!entry) throw damaged()
      const data = dataOf(entry, bytes, view)
      if (entry.method === 0) {
        take(data.length)
        yield data
        return
      }
      const unpacked = new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
      try {
        for (;;) {
          const { done, value } = await unpacked.read().catch(() => {
            throw damaged()
          })
          if (done) return
          take(value.length)
          yield value
        }
      } finally {
        await unpacked.cancel().catch(() => undefined)
      }
    },
  }
}

function readDirectory(bytes: Uint8Array, view: DataView): ReadonlyMap<string, Entry> {
  const end = endOfDirectory(view)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count > LIMITS.parts) throw new SheetFault('Tệp có quá nhiều phần bên trong', 'The file has too many parts')
  const names = new TextDecoder()
  const entries = new Map<string, Entry>()
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw damaged()
    const flags = view.getUint16(at + 8, true)
    const method = view.getUint16(at + 10, true)
    const length = view.getUint16(at + 28, true)
    const name = names.decode(bytes.subarray(at + 46, at + 46 + length))
    if ((flags & 1) === 1 || (method !== 0 && method !== 8)) throw damaged()
    entries.set(name, { method, packed: view.getUint32(at + 20, true), offset: view.getUint32(at + 42, true) })
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--)
    if (view.getUint32(at, true) === DIRECTORY_END) return at
  throw damaged()
}

function dataOf({ offset, packed }: Entry, bytes: Uint8Array<ArrayBuffer>, view: DataView): Uint8Array<ArrayBuffer> {
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL_ENTRY) throw damaged()
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packed > bytes.length) throw damaged()
  return bytes.subarray(start, start + packed)
}
