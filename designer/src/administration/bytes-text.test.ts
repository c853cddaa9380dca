import { expect, test } from 'vitest'
import { bytesText } from './bytes-text.ts'

test.each([
  [0, '0 B'],
  [1023, '1.023 B'],
  [1536, '1,5 KB'],
  [12_900_000, '12,3 MB'],
  [250 * 1024 ** 3, '250 GB'],
  [5 * 1024 ** 5, '5.120 TB'],
])('%i bytes read %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text)
})
