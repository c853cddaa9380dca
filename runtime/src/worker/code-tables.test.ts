import { expect, test } from 'vitest'
import { createTableStore } from './code-tables.ts'

const store = createTableStore()
store.replace([
  {
    id: 'xa',
    title: 'Xã',
    rows: [
      { code: '00001', name: 'Phường mới', from: '2025-07-01' },
      { code: '00001', name: 'Phường cũ', to: '2025-06-30' },
      { code: '00002', name: 'Xã', extra: { tinh: '01' } },
    ],
  } as never,
])

test('a code gives its newest row, and with a day the row of that day, both ends counted', () => {
  expect(store.lookup('xa', '00001')?.name).toBe('Phường mới')
  expect(store.lookup('xa', '00001', '2025-06-30')?.name).toBe('Phường cũ')
  expect(store.lookup('xa', '00001', '2025-07-01')?.name).toBe('Phường mới')
  expect(store.lookup('xa', '00002', '1990-01-01')).toEqual({ code: '00002', name: 'Xã', extra: { tinh: '01' } })
})

test('codes are texts: zeros in front count; what is not there is undefined', () => {
  for (const code of ['1', '0001', '', 'constructor', '__proto__']) expect(store.lookup('xa', code)).toBeUndefined()
  expect(store.lookup('constructor', '00001')).toBeUndefined()
})
