import { expect, test } from 'vitest'
import type { CatalogueNode } from '#shared/node/catalogue.ts'
import { createCatalogue } from '../document/catalogue.ts'
import { addressesOf } from './addresses.ts'

const trigger: CatalogueNode = {
  type: 'http-in',
  version: 1,
  kind: 'trigger',
  title: { vi: 'Nhận', en: 'Receive' },
  summary: { vi: '', en: '' },
  settings: { type: 'object', properties: { method: { default: 'POST' }, accepts: { default: 'json' } } },
  input: false,
  out: [{ name: 'out', title: { vi: 'Ra', en: 'Out' } }],
  sample: { TenCoQuan: "Sở Y tế 'A'" },
  effects: 'none',
  help: '',
  icon: '',
}
const flow = (settings: Record<string, unknown>, disabled = false) => ({
  format: 1,
  id: 'a',
  title: 'A',
  nodes: { nhan: { use: 'http-in@1', settings, disabled } },
})
const of = (settings: Record<string, unknown>, disabled = false) =>
  addressesOf(flow(settings, disabled), createCatalogue([trigger]), 'http://10.0.0.1:7101')

test('the example command quotes the sample for the shell and names parameters', () => {
  expect(of({ path: '/ho-so/{ma}' })[0]).toMatchObject({ method: 'POST', url: 'http://10.0.0.1:7101/ho-so/{ma}' })
  expect(of({ path: '/ho-so/{ma}' })[0]?.curl).toBe(
    "curl -X POST 'http://10.0.0.1:7101/ho-so/MA' \\\n  -H 'Content-Type: application/json' \\\n" +
      "  -d '{\"TenCoQuan\":\"Sở Y tế '\\''A'\\''\"}'",
  )
})

test('a look-up sends no body, a protected address names its key header, XML comes from a file', () => {
  expect(of({ path: '/x', method: 'GET', access: 'key' })[0]?.curl).toBe(
    "curl -X GET 'http://10.0.0.1:7101/x' \\\n  -H 'X-Api-Key: …'",
  )
  expect(of({ path: '/x', accepts: 'xml' })[0]?.curl).toContain("--data-binary '@tep-mau'")
})

test('a trigger that is off or has no path opens nothing', () => {
  expect(of({ path: '/x' }, true)).toEqual([])
  expect(of({})).toEqual([])
})
