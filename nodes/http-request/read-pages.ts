import { createHash } from 'node:crypto'
import { hostName } from '#nodes/connections/address.ts'
import { excerptOf, faultOfStatus, jsonOf } from '#nodes/connections/http-answer.ts'
import { permanent, retryable } from '#shared/errors/flow-error.ts'
import type { Message } from '#shared/message/message.ts'
import type { ConnectionHandle, HttpAnswer, HttpRequest, StepContext } from '#shared/node/run.ts'
import { pathOfText } from '#shared/schema/plain-path.ts'
import type { Text } from '#shared/text/text.ts'
import { belowBase, nextLink } from './next-address.ts'
import type { PagingSettings } from './paging-fields.ts'
import type { Judging } from './prepare-request.ts'

/** What reading page by page needs beside the settings of paging. */
export interface PagesOf {
  readonly settings: PagingSettings & { readonly connection: string; readonly maxBytes: number }
  build(message: Message, context: StepContext): Promise<HttpRequest>
  isOk(status: number): boolean
  readonly judging: Judging
  headersOf(answer: HttpAnswer): Readonly<Record<string, string>>
}

/**
 * Asks for page after page until the partner has no more: the body becomes `{ rows, pages }`. Nothing leaves before all of it is there, so a
 * page that fails fails the step by its own class, and the next try begins with the first page.
 */
export function preparePages({ settings, build, isOk, headersOf, judging }: PagesOf) {
  const at = {
    rows: pathOf(settings.rowsPath),
    total: pathOf(settings.totalPath),
    cursor: pathOf(settings.cursorPath),
    next: pathOf(settings.nextPath),
  }
  return async (message: Message, context: StepContext): Promise<Message> => {
    const connection = await context.connection(settings.connection)
    const read = pageReader(connection, settings, context, { isOk, judging })
    const host = hostName(connection)
    const asked = new Set<string>()
    const rows: unknown[] = []
    let request: HttpRequest | undefined = firstOf(await build(message, context), settings)
    let last: HttpAnswer | undefined
    let before = ''
    while (request) {
      const address = JSON.stringify([request.path, request.query])
      if (asked.has(address)) throw loop(host, asked.size)
      if (asked.size >= settings.maxPages) throw tooMuch(host, settings.maxPages, PAGES)
      asked.add(address)
      const { answer, body } = await read(request)
      last = answer
      const found = rowsIn(body, at.rows, settings.rowsPath, connection)
      const print = createHash('sha256').update(JSON.stringify(found)).digest('hex')
      // A partner that does not know the parameter gives the same page for ever.
      if (counts(settings) && found.length > 0 && print === before) throw loop(host, asked.size)
      before = print
      if (rows.length + found.length > settings.maxRows) throw tooMuch(host, settings.maxRows, ROWS)
      for (const row of found) rows.push(row)
      const total = settings.totalPath === undefined ? undefined : totalIn(body, at.total, settings.totalPath, host)
      request =
        total !== undefined && rows.length >= total
          ? undefined
          : following(request, { answer, body, found: found.length })
      if (!request && total !== undefined && rows.length < total)
        throw unusable(host, {
          vi: `hết trang khi mới có ${rows.length} trên ${total} dòng`,
          en: `the pages ended at ${rows.length} of ${total} rows`,
        })
    }
    const headers = { ...message.headers, ...(last ? headersOf(last) : {}) }
    return { ...message, body: { rows, pages: asked.size }, headers }

    function following(
      now: HttpRequest,
      page: { readonly answer: HttpAnswer; readonly body: unknown; readonly found: number },
    ): HttpRequest | undefined {
      const { paging, pageParameter, offsetParameter, cursorParameter } = settings
      if (paging === 'page') return page.found === 0 ? undefined : counted(now, pageParameter, 1)
      if (paging === 'offset') return page.found === 0 ? undefined : counted(now, offsetParameter, page.found)
      if (paging === 'cursor') {
        const cursor = leadIn(page.body, at.cursor, host)
        return cursor === undefined ? undefined : { ...now, query: { ...now.query, [cursorParameter]: cursor } }
      }
      const given = paging === 'link' ? nextLink(page.answer.headers.link) : leadIn(page.body, at.next, host)
      if (given === undefined) return undefined
      const path = belowBase(String(connection.values.baseUrl ?? ''), now.path, given)
      // The address that the partner gives has all the parameters in it.
      return { ...now, path, query: {} }
    }
  }
}

/** Reads one page; the pages together stay within their bound. */
function pageReader(
  connection: ConnectionHandle,
  settings: PagesOf['settings'],
  context: StepContext,
  { isOk, judging }: Pick<PagesOf, 'isOk' | 'judging'>,
) {
  const host = hostName(connection)
  let left = settings.maxTotalBytes
  return async (request: HttpRequest): Promise<{ readonly answer: HttpAnswer; readonly body: unknown }> => {
    if (left <= 0) throw tooMuch(host, settings.maxTotalBytes, BYTES)
    const answer = await context.http(settings.connection, { ...request, maxBytes: Math.min(settings.maxBytes, left) })
    left -= answer.bytes?.length ?? Buffer.byteLength(answer.text)
    if (!isOk(answer.status)) throw faultOfStatus(answer, host, connection.secrets, judging.classOf(answer.status))
    const body = jsonOf(answer, host, connection.secrets)
    // Judged for its faults; the rows stay where the partner puts them.
    judging.read?.(body, host)
    return { answer, body }
  }
}

const PAGES: Text = { vi: 'trang', en: 'pages' }
const ROWS: Text = { vi: 'dòng', en: 'rows' }
const BYTES: Text = { vi: 'byte', en: 'bytes' }

/** Whether we count ourselves where we are; else the partner leads on. */
const counts = ({ paging }: PagingSettings): boolean => paging === 'page' || paging === 'offset'

function firstOf(request: HttpRequest, settings: PagingSettings): HttpRequest {
  if (settings.paging === 'page') return withNumber(request, settings.pageParameter, settings.firstPage)
  return settings.paging === 'offset' ? withNumber(request, settings.offsetParameter, 0) : request
}

/** A first number that the officer gave as a parameter of his own stays. */
function withNumber(request: HttpRequest, name: string, value: number): HttpRequest {
  return { ...request, query: { [name]: String(value), ...request.query } }
}

function counted(request: HttpRequest, name: string, by: number): HttpRequest {
  return { ...request, query: { ...request.query, [name]: String(Number(request.query?.[name]) + by) } }
}

const pathOf = (text: string | undefined): readonly string[] => (text === undefined ? [] : (pathOfText(text) ?? []))

function valueAt(body: unknown, path: readonly string[]): unknown {
  let value = body
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = Reflect.get(value, name)
  }
  return value
}

/** A list that is `null` is empty; one that is not there is an answer of another kind, such as an error in HTTP 200. */
function rowsIn(
  body: unknown,
  path: readonly string[],
  written: string | undefined,
  connection: ConnectionHandle,
): readonly unknown[] {
  const value = valueAt(body, path)
  if (Array.isArray(value)) return value
  if (value === null && path.length > 0) return []
  const place = written ?? '$'
  const excerpt = excerptOf(JSON.stringify(body) ?? '', connection.secrets)
  throw unusable(
    hostName(connection),
    { vi: `không có danh sách ở ${place}`, en: `there is no list at ${place}` },
    excerpt,
  )
}

function totalIn(body: unknown, path: readonly string[], written: string, host: string): number {
  const value = valueAt(body, path)
  const total = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof total === 'number' && Number.isInteger(total) && total >= 0) return total
  throw unusable(host, { vi: `không có tổng số dòng ở ${written}`, en: `there is no number of rows at ${written}` })
}

/** A cursor or address; undefined when the partner says that there is none. */
function leadIn(body: unknown, path: readonly string[], host: string): string | undefined {
  const value = valueAt(body, path)
  if (value === undefined || value === null || value === '' || value === false) return undefined
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw unusable(host, { vi: 'chỗ chỉ trang sau không phải chữ hay số', en: 'what leads to the next page is no text' })
}

function unusable(host: string, reason: Text, answer?: string): Error {
  return retryable('http.bad-answer', { host, reason }, answer === undefined ? {} : { answer })
}

function loop(host: string, page: number): Error {
  return permanent('http.paging-loop', { host, page })
}

function tooMuch(host: string, limit: number, what: Text): Error {
  const words = { vi: `${limit} ${what.vi}`, en: `${limit} ${what.en}` }
  return permanent('http.too-many-pages', { host, limit: words })
}
