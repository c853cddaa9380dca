/** Address that the stylesheet has for itself, so that `document('')` finds it; there is no such place. */
export const OWN_ADDRESS = 'lienthong-xslt:stylesheet'

/** Calls an exported function of the library; numbers are integers or addresses in its memory. */
export type Call = (name: string, ...args: readonly number[]) => number

/** What the library finds around it: no file, no net, and no clock but the one that it is given. */
export interface Host {
  readonly functions: Readonly<Record<string, (...args: never[]) => unknown>>
  /** The exports, once the library has them. */
  call: Call
  /** What `document('')` gives. */
  stylesheet: Buffer
  /** The time that the library sees, ms since the epoch. */
  now: number
  /** What it wrote to standard error, as bytes. */
  errors: Buffer[]
  /** Addresses and files that it wanted and did not get. */
  outside: string[]
  /** Whether it wanted more memory than it may have. */
  full: boolean
}

const PAGE = 65_536
const MOST_ERROR_BYTES = 100_000
const MOST_OUTSIDE = 20
const NO_SUCH_FILE = -44
const BAD_DESCRIPTOR = 8
const NOT_FOUND = 404
/** The library looks for it by itself before it opens anything. */
const CATALOG = /\/xml\/catalog$/
/** Vietnam has had no other offset since 1975; what the server has set does not count. */
const OFFSET_SECONDS = 7 * 3600

/** The imports of libxslt.wasm that do something; all others answer 0. */
export function createHost(memory: WebAssembly.Memory): Host {
  const bytes = (): Uint8Array => new Uint8Array(memory.buffer)
  const view = (): DataView => new DataView(memory.buffer)
  const textAt = (at: number): string => {
    const all = bytes()
    return Buffer.from(all.slice(at, Math.min(all.indexOf(0, at), at + 2000))).toString('utf8')
  }
  const wanted = (address: string): number => {
    if (!CATALOG.test(address) && host.outside.length < MOST_OUTSIDE) host.outside.push(address)
    return NO_SUCH_FILE
  }
  let errorBytes = 0

  const host: Host = {
    call: () => 0,
    stylesheet: Buffer.alloc(0),
    now: 0,
    errors: [],
    outside: [],
    full: false,
    functions: {
      fd_write: (_file: number, vectors: number, count: number, written: number) => {
        const at = view()
        let total = 0
        if (host.errors.length === 0) errorBytes = 0
        for (let i = 0; i < count; i++) {
          const from = at.getUint32(vectors + i * 8, true)
          const size = at.getUint32(vectors + i * 8 + 4, true)
          total += size
          errorBytes += size
          if (errorBytes <= MOST_ERROR_BYTES) host.errors.push(Buffer.from(bytes().slice(from, from + size)))
        }
        at.setUint32(written, total, true)
        return 0
      },
      fd_read: () => BAD_DESCRIPTOR,
      fd_seek: () => BAD_DESCRIPTOR,
      __syscall_openat: (_folder: number, path: number) => wanted(textAt(path)),
      __syscall_mkdirat: (_folder: number, path: number) => wanted(textAt(path)),
      __syscall_stat64: () => NO_SUCH_FILE,
      __asyncjs__fetchBytes: (url: number, buffer: number, size: number, error: number) => {
        const own = textAt(url) === OWN_ADDRESS
        if (!own) wanted(textAt(url))
        const copy = own ? host.call('malloc', host.stylesheet.length) : 0
        if (copy !== 0) bytes().set(host.stylesheet, copy)
        const at = view()
        at.setUint32(buffer, copy, true)
        at.setUint32(size, copy === 0 ? 0 : host.stylesheet.length, true)
        at.setUint32(error, copy === 0 ? NOT_FOUND : 0, true)
      },
      emscripten_resize_heap: (size: number) => {
        try {
          memory.grow(Math.max(0, Math.ceil((size >>> 0) / PAGE) - memory.buffer.byteLength / PAGE))
          return 1
        } catch {
          host.full = true
          return 0
        }
      },
      emscripten_date_now: () => host.now,
      emscripten_get_now: () => host.now,
      clock_time_get: (_clock: number, _precision: bigint, at: number) => {
        view().setBigUint64(at, BigInt(Math.round(host.now)) * 1_000_000n, true)
        return 0
      },
      _gmtime_js: (seconds: bigint, at: number) => writeTime(view(), at, Number(seconds), 0),
      _localtime_js: (seconds: bigint, at: number) => writeTime(view(), at, Number(seconds), OFFSET_SECONDS),
      _tzset_js: (zone: number) => view().setInt32(zone, -OFFSET_SECONDS, true),
      _emscripten_init_main_thread_js: (thread: number) => {
        host.call('_emscripten_thread_init', thread, 0, 1, 1, PAGE, 0)
        host.call('_emscripten_tls_init')
      },
      _abort_js: () => ended('abort'),
      exit: () => ended('exit'),
    },
  }
  return host
}

function ended(how: string): never {
  throw new WebAssembly.RuntimeError(how)
}

/** `struct tm` of C, with the offset in the tenth place. */
function writeTime(view: DataView, at: number, seconds: number, offset: number): number {
  const day = new Date((seconds + offset) * 1000)
  if (Number.isNaN(day.getTime())) return 1
  const sinceNewYear = Math.floor((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / 86_400_000)
  const clock = [day.getUTCSeconds(), day.getUTCMinutes(), day.getUTCHours()]
  const date = [day.getUTCDate(), day.getUTCMonth(), day.getUTCFullYear() - 1900, day.getUTCDay(), sinceNewYear]
  for (const [i, part] of [...clock, ...date, 0, offset].entries()) view.setInt32(at + i * 4, part, true)
  return 0
}
