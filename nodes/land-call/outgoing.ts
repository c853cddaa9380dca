import { fieldsOf, listOf } from '#nodes/dvclt-call/dossier.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { Operation } from './operations.ts'

type Fields = Readonly<Record<string, unknown>>

/** Codes that must leave as text wherever they stand. */
const CODES = new Set([
  'SoBienNhan',
  'MaHoSoMotCua',
  'TinhId',
  'HuyenId',
  'XaId',
  'MaQuyTrinh',
  'SoThongBaoThue',
  'SoChungMinh',
])

/** The data of an operation: what it needs is there, codes are text, lists are lists. Throws before anything has left. */
export function outgoing(operation: Operation, given: unknown): Fields {
  const data = fieldsOf(given)
  for (const path of operation.needs) {
    const found = path.split('.').reduce<unknown>((value, name) => fieldsOf(value)[name], data)
    if (found === undefined || found === null || found === '') throw missing(path)
  }
  if (operation.name !== 'CapNhatKetQuaThongBaoThue') return withCodes(data)
  const notices = listOf(data.DanhSachThongBaoThue).map(fieldsOf)
  if (notices.length === 0) throw missing('DanhSachThongBaoThue')
  if (notices.some((one) => (one.SoThongBaoThue ?? '') === '')) throw missing('DanhSachThongBaoThue.SoThongBaoThue')
  return { ...withCodes(data), DanhSachThongBaoThue: notices.map(withCodes) }
}

function withCodes(data: Fields): Fields {
  const entries = Object.entries(data).map(([name, value]) => {
    if (CODES.has(name) && typeof value === 'number') return [name, String(value)]
    const inner = typeof value === 'object' && value !== null && !Array.isArray(value)
    return [name, inner ? withCodes(fieldsOf(value)) : value]
  })
  return Object.fromEntries(entries)
}

function missing(target: string) {
  return permanent('mapping.missing', { target, source: 'data' })
}
