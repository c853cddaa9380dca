import { Writable } from 'node:stream'
import { parse } from 'csv-parse'
import { parse as parseSync } from 'csv-parse/sync'
import type { OpenFile } from '#nodes/files/content-in.ts'
import type { FileReference } from '#nodes/files/reference.ts'
import { type Content, readFirst } from '#nodes/files/transfer.ts'
import { type Charset, charsetOfHead, decodeTable } from '#nodes/tabular/charset.ts'
import { FlowError, permanent, retryable } from '#shared/errors/flow-error.ts'
import { type Dialect, dialectOf, namesSeparator } from './dialect.ts'
import { csvFault, LONGEST_ROW, parserOptions } from './parse.ts'
import { scanRows } from './plain-rows.ts'

/** Rows of a file as messages carry them: where they lie, not what is in them, so that a file of any length stays outside. */
export interface Slice {
  /** Offsets in bytes, the second one exclusive. */
  readonly from: number
  readonly until: number
  /** The number of its first row in the file. */
  readonly row: number
  readonly rows: number
  readonly charset: Charset
  readonly delimiter: string
  readonly quote: Dialect['quote']
  /** The titles of the header, absent without one. */
  readonly header?: readonly string[]
}

/** A reference to a file of which one slice is meant. */
export type SliceReference = FileReference & { readonly slice: Slice }

/** What decides how a file is sliced. */
export interface Slicing {
  readonly charset: Charset | 'auto'
  readonly delimiter: Parameters<typeof dialectOf>[1]['delimiter']
  readonly quote: Parameters<typeof dialectOf>[1]['quote']
  readonly headerRow: number
  readonly batchRows: number
}

const HEAD = 65_536
/** Most slices of one file: each becomes a message. */
const MOST = 20_000

/**
 * Walks through a file, never whole in memory, and gives the places of its rows in batches. The ends of rows are those that the parser finds
 * which reads them later: in the plain form they are counted, in any other the parser itself walks. Throws `table.unreadable`, `table.too-large`.
 */
export async function sliceFile({ store, file }: OpenFile, slicing: Slicing): Promise<readonly SliceReference[]> {
  const head = await readFirst((sink) => store.download(file.path, sink), HEAD)
  const charset = slicing.charset === 'auto' ? charsetOfHead(head) : slicing.charset
  if (charset === 'utf-16le' || (head[0] === 0xff && head[1] === 0xfe)) {
    const reason = {
      vi: 'tệp UTF-16 không chia lô được, hãy lưu lại dạng UTF-8',
      en: 'a file in UTF-16 cannot be read in batches, save it as UTF-8',
    }
    throw permanent('table.unreadable', { reason })
  }
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  const dialect = dialectOf(head.subarray(marked ? 3 : 0).toString('latin1'), slicing)
  // One character a byte: only the ASCII signs of the form matter, and rows are not decoded here.
  const headerOf = (record: readonly string[]): readonly string[] =>
    // Behind a byte order mark the parser decodes by itself.
    marked ? record : record.map((cell) => decodeTable(Buffer.from(cell, 'latin1'), charset))
  const make = (): Cutter => createCutter({ file, shape: { charset, ...dialect }, slicing, headerOf })
  const send = (sink: Writable): Promise<void> => store.download(file.path, sink)
  return (await cutPlain(send, head, dialect, make())) ?? cutParsed(send, dialect, make())
}

/** Makes slices of rows that come one after the other. */
interface Cutter {
  /** The next row with the offset behind it; its cells are asked for only where they matter. */
  take(until: number, cells: () => readonly string[]): void
  /** The slices, when no more rows come. */
  end(): readonly SliceReference[]
}

interface Cutting {
  readonly file: FileReference
  readonly shape: Pick<Slice, 'charset' | 'delimiter' | 'quote'>
  readonly slicing: Slicing
  headerOf(record: readonly string[]): readonly string[]
}

function createCutter({ file, shape, slicing, headerOf }: Cutting): Cutter {
  const slices: SliceReference[] = []
  let row = 0
  let from = 0
  let until = 0
  let first = 0
  let header: readonly string[] | undefined

  function close(): void {
    if (first === 0) return
    if (slices.length >= MOST) {
      const reason = {
        vi: `chia ra hơn ${MOST} lô, hãy tăng số dòng mỗi lô`,
        en: `makes more than ${MOST} batches, put more rows into each`,
      }
      throw permanent('table.too-large', { reason })
    }
    const slice = { from, until, row: first, rows: row - first + 1, ...shape, ...(header ? { header } : {}) }
    slices.push({ ...file, slice })
    first = 0
  }

  return {
    take(behind, cells) {
      row++
      const start = until
      until = behind
      if (start === 0 && namesSeparator(cells())) row = 0
      if (row < Math.max(1, slicing.headerRow)) return
      if (row === slicing.headerRow) {
        header = headerOf(cells())
        return
      }
      if (first === 0) {
        first = row
        from = start
      }
      if (row - first + 1 === slicing.batchRows) close()
    },
    end() {
      close()
      return slices
    },
  }
}

/** The slices of a file in the plain form, whose rows are only counted; undefined when it has another one. */
async function cutPlain(
  send: Content,
  head: Buffer,
  dialect: Dialect,
  cutter: Cutter,
): Promise<readonly SliceReference[] | undefined> {
  let from = 0
  let odd = false
  let fault: unknown
  const cells = (start: number, until: number): readonly string[] => {
    if (until > head.length) throw new Odd()
    const records: readonly string[][] = parseSync(head.subarray(start, until), {
      ...parserOptions(dialect),
      encoding: 'latin1',
    })
    return records[0] ?? []
  }
  const scan = scanRows(dialect, LONGEST_ROW, (until) => {
    const start = from
    from = until
    cutter.take(until, () => cells(start, until))
  })
  const tried = (work: () => boolean): boolean => {
    try {
      odd = !work()
    } catch (error) {
      odd = error instanceof Odd
      fault = odd ? undefined : error
    }
    return !odd && fault === undefined
  }
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => done(tried(() => scan.push(chunk)) ? undefined : new Odd()),
    final: (done) => done(tried(() => scan.end()) ? undefined : new Odd()),
  })
  await send(sink).catch((error: unknown) => {
    if (!odd) throw fault ?? error
  })
  return odd ? undefined : cutter.end()
}

/** What is not in the plain form is left to the parser. */
class Odd extends Error {}

async function cutParsed(send: Content, dialect: Dialect, cutter: Cutter): Promise<readonly SliceReference[]> {
  // One character a byte: only the ASCII signs of the form matter, and rows are not decoded here.
  const parser = parse({ ...parserOptions(dialect), encoding: 'latin1', info: true })
  async function walk(): Promise<void> {
    for await (const { info, record } of parser as AsyncIterable<Parsed>) cutter.take(info.bytes, () => record)
  }
  const [walked, sent] = await Promise.allSettled([walk(), send(parser)])
  if (walked.status === 'rejected') {
    const fault = csvFault(walked.reason)
    throw fault instanceof FlowError || sent.status === 'fulfilled' ? fault : sent.reason
  }
  if (sent.status === 'rejected') throw sent.reason
  return cutter.end()
}

interface Parsed {
  readonly info: { readonly bytes: number }
  readonly record: readonly string[]
}

/** The text of a slice; throws `file.changed` when the file is another one than when it was sliced. */
export async function readSlice(
  { store, file }: OpenFile,
  reference: SliceReference,
  maxBytes: number,
): Promise<string> {
  const { from, until, charset } = reference.slice
  if (file.size !== reference.size || file.modified !== reference.modified)
    throw retryable('file.changed', { path: file.path })
  const count = until - from
  if (count > maxBytes) throw permanent('file.too-large', { path: file.path, size: count, limit: maxBytes })
  const bytes = await readFirst((sink) => store.download(file.path, sink, from), count)
  if (bytes.length < count) throw retryable('file.changed', { path: file.path })
  return decodeTable(bytes, charset)
}

/** The slice that a message names; undefined when it names none. Throws `table.unreadable` when it is damaged. */
export function sliceIn(body: unknown): SliceReference | undefined {
  if (typeof body !== 'object' || body === null || !('slice' in body)) return undefined
  if (isSliceReference(body)) return body
  const reason = { vi: 'tham chiếu lô trong thông điệp bị hỏng', en: 'the reference to a batch is damaged' }
  throw permanent('table.unreadable', { reason })
}

function isSliceReference(body: object): body is SliceReference {
  const slice: unknown = Reflect.get(body, 'slice')
  if (typeof slice !== 'object' || slice === null) return false
  const part = (name: string): unknown => Reflect.get(slice, name)
  const header = part('header')
  return (
    typeof Reflect.get(body, 'path') === 'string' &&
    ['from', 'until', 'row', 'rows'].every((name) => Number.isSafeInteger(part(name)) && Number(part(name)) >= 0) &&
    ['utf-8', 'cp1258', 'tcvn3', 'vni', 'viscii'].includes(String(part('charset'))) &&
    [',', ';', '\t', '|'].includes(String(part('delimiter'))) &&
    ['"', "'", ''].includes(String(part('quote'))) &&
    (header === undefined || (Array.isArray(header) && header.every((it) => typeof it === 'string')))
  )
}
