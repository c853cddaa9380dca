import { permanent } from '#shared/errors/flow-error.ts'
import type { Text } from '#shared/text/text.ts'

const MOST_BYTES = { name: 255, path: 2000 }
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

/**
 * A path below the root of a connection: segments joined by `/`, `''` for the root. A leading `/` means the root. Throws `file.bad-name`
 * for `..`, backslashes, control and direction characters, and names longer than file systems take.
 */
export function safePath(text: string): string {
  const fault = faultIn(text)
  if (fault)
    throw permanent('file.bad-name', { path: text.slice(0, 200).replace(new RegExp(CONTROL, 'g'), '�'), reason: fault })
  return text
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/')
}

/** A path that must name something below the root. */
export function safeFilePath(text: string): string {
  const path = safePath(text)
  if (path !== '' && !/[/\\]\s*$/.test(text)) return path
  throw permanent('file.bad-name', { path: text, reason: { vi: 'thiếu tên tệp', en: 'there is no file name' } })
}

function faultIn(text: string): Text | undefined {
  if (CONTROL.test(text)) return { vi: 'có ký tự điều khiển', en: 'it has control characters' }
  if (text.includes('\\')) return { vi: 'dùng dấu / thay cho dấu \\', en: 'use / instead of \\' }
  if (!text.isWellFormed()) return { vi: 'có ký tự hỏng', en: 'it has broken characters' }
  const segments = text.split('/')
  if (segments.some((it) => it === '..'))
    return { vi: 'không được lùi lên cấp trên (..)', en: 'it must not go up (..)' }
  const long = segments.some((it) => bytesIn(it) > MOST_BYTES.name) || bytesIn(text) > MOST_BYTES.path
  return long ? { vi: 'quá dài', en: 'it is too long' } : undefined
}

const bytesIn = (text: string): number => new TextEncoder().encode(text).length

/** The folder of a path and the name in it. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const cut = path.lastIndexOf('/')
  return cut < 0 ? { folder: '', name: path } : { folder: path.slice(0, cut), name: path.slice(cut + 1) }
}

/** A name in a folder. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
