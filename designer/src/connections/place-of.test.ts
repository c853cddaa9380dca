import { expect, test } from 'vitest'
import { placeOf } from './place-of.ts'

test('the place of a connection is its address, host with port, or file', () => {
  expect(placeOf({ values: { auth: 'none', baseUrl: 'https://a.vn' } })).toBe('https://a.vn')
  expect(placeOf({ values: { host: 'db', port: 5432 } })).toBe('db:5432')
  expect(placeOf({ values: { driver: 'sqlite', file: 'data/mot-cua.db' } })).toBe('data/mot-cua.db')
  expect(placeOf({ values: { tokenEndpoint: 'http://x/token' } })).toBe('http://x/token')
  expect(placeOf({ values: {} })).toBe('')
})
