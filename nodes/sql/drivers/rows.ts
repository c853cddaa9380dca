import { permanent } from '#shared/errors/flow-error.ts'
import type { Limits, Row } from './database.ts'

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/** Gathers rows and refuses the one that goes beyond the limits, so that a result is whole or an error, never cut. */
export function rowCollector(columns: readonly string[], limits: Limits) {
  for (const column of columns) {
    if (FORBIDDEN.has(column)) throw permanent('json.forbidden-key', { key: column })
  }
  const rows: Row[] = []
  let bytes = 0
  return {
    rows,
    add(values: readonly unknown[]): void {
      if (rows.length >= limits.rows) throw permanent('sql.too-many-rows', { limit: limits.rows })
      const row: Record<string, unknown> = {}
      for (const [index, column] of columns.entries()) {
        const value = values[index]
        bytes += column.length + sizeOf(value)
        row[column] = value
      }
      if (bytes > limits.bytes) throw permanent('sql.too-large', { limit: sizeText(limits.bytes) })
      rows.push(row)
    },
  }
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  return typeof value === 'object' && value !== null ? JSON.stringify(value).length : 8
}

function sizeText(bytes: number): string {
  return bytes >= 1_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${Math.round(bytes / 1000)} KB`
}
