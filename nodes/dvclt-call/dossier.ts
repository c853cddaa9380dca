import { parseJson } from '#shared/message/safe-json.ts'
import { canonicalDate, parseDate } from '#shared/vietnam/dates/parse.ts'

type Fields = Readonly<Record<string, unknown>>

/** Codes that a partner sometimes sends as numbers. */
const CODES = ['id', 'maHoSo', 'maDonVi', 'maTTHC', 'module', 'techId']

/**
 * Brings a dossier of the linked-service software into one shape: codes are text, `ngayTiepNhan` is ISO 8601, `data` (JSON in a string) is
 * opened, `fileDinhKem` is a list. What cannot be read stays as it came, so that nothing of the dossier is lost.
 */
export function readDossier(value: unknown): Fields {
  const given = fieldsOf(value)
  const codes = CODES.filter((name) => given[name] !== undefined && given[name] !== null)
  return {
    ...given,
    ...Object.fromEntries(codes.map((name) => [name, plain(given[name])])),
    ...(given.ngayTiepNhan === undefined ? {} : { ngayTiepNhan: isoDate(given.ngayTiepNhan) }),
    data: opened(given.data),
    fileDinhKem: listOf(given.fileDinhKem),
  }
}

/** An object's own fields; none for anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** One element often comes as itself instead of a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null || value === '' ? [] : [value]
}

/** A code as text. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value.normalize('NFC').trim() : typeof value === 'number' ? String(value) : ''
}

function isoDate(value: unknown): unknown {
  try {
    return canonicalDate(parseDate(plain(value)))
  } catch {
    return value
  }
}

function opened(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? {}
  try {
    return parseJson(value)
  } catch {
    return value
  }
}
