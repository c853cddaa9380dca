import { expect, test } from 'vitest'
import { z } from 'zod'
import { field } from '../node/fields.ts'
import { toJsonSchema } from '../node/to-json-schema.ts'
import { namedThings, renamedThings } from './named-things.ts'

const title = { vi: 'Mục', en: 'Item' }
const form = toJsonSchema(
  z.strictObject({
    connection: field.connection(['http'], { title }),
    table: field.codeTable({ title }).optional(),
    note: field.text({ title }).optional(),
    rows: field.mapping({ title }).optional(),
  }),
)
const settings = {
  connection: 'mot-cua',
  table: 'dan-toc',
  note: 'mot-cua',
  rows: [
    { target: 'DanToc', value: { expr: ['$danhMuc("dan-toc", Ma).name & ', "$lookupCode( 'tinh', Tinh).name"] } },
    { target: 'Khac', value: 'dan-toc' },
  ],
}

test('connections, code tables and the tables that formulas name are found with their places', () => {
  expect(namedThings(form, settings)).toEqual([
    { kind: 'connection', id: 'mot-cua', path: 'connection', connectionKinds: ['http'] },
    { kind: 'code-table', id: 'dan-toc', path: 'table' },
    { kind: 'code-table', id: 'dan-toc', path: 'rows.0.value.expr', inFormula: true },
    { kind: 'code-table', id: 'tinh', path: 'rows.0.value.expr', inFormula: true },
  ])
  expect(namedThings(undefined, settings)).toEqual([])
})

test('they are called otherwise where they are named, and nothing else that looks alike is touched', () => {
  const renames = { connection: { 'mot-cua': 'mot-cua-tinh' }, 'code-table': { 'dan-toc': 'dan-toc-2026' } }
  expect(renamedThings(form, settings, renames)).toEqual({
    connection: 'mot-cua-tinh',
    table: 'dan-toc-2026',
    note: 'mot-cua',
    rows: [
      {
        target: 'DanToc',
        value: { expr: ['$danhMuc("dan-toc-2026", Ma).name & ', "$lookupCode( 'tinh', Tinh).name"] },
      },
      { target: 'Khac', value: 'dan-toc' },
    ],
  })
  const swapped = renamedThings(form, settings, { 'code-table': { 'dan-toc': 'tinh', tinh: 'dan-toc' } })
  expect(swapped.rows[0]?.value).toEqual({
    expr: ['$danhMuc("tinh", Ma).name & ', "$lookupCode( 'dan-toc', Tinh).name"],
  })
  expect(renamedThings(form, settings, { connection: { khac: 'x' }, flow: {} })).toBe(settings)
})
