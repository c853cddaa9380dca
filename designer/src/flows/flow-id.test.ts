import { expect, test } from 'vitest'
import { freeId, idFromTitle } from './flow-id.ts'

test('a title becomes a word without marks', () => {
  expect(idFromTitle('Đồng bộ hồ sơ lên Cổng DVCQG')).toBe('dong-bo-ho-so-len-cong-dvcqg')
  expect(idFromTitle('  Tra cứu MST (Thuế) – v2 ')).toBe('tra-cuu-mst-thue-v2')
})

test('an id begins with a letter and never ends with a hyphen or grows too long', () => {
  expect(idFromTitle('123 Thông báo')).toBe('thong-bao')
  expect(idFromTitle('2024')).toBe('')
  const long = idFromTitle('Tiếp nhận '.repeat(20))
  expect(long.length).toBeLessThanOrEqual(60)
  expect(long).toMatch(/^[a-z][a-z0-9-]*[a-z0-9]$/)
})

test('a taken id gets the next number', () => {
  expect(freeId('Nhận hồ sơ', ['nhan-ho-so', 'nhan-ho-so-2'], 'luong')).toBe('nhan-ho-so-3')
  expect(freeId('???', [], 'luong')).toBe('luong')
})
