import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { domainFunctions } from '../expression/domain/catalogue.ts'

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
/** Functions that have nothing to do with Vietnam: working days have a page of their own, the others are plumbing. */
const ELSEWHERE =
  /ngayLamViec|gioLamViec|laNgayLamViec|NgayLamViec|GioLamViec|^(?:danhMuc|coGiaTri|laDung|jsonTu|thanhJson|thanhBase64|tuBase64)$/

test('the page lists every function on data of Vietnam under both names, and no other', () => {
  const own = domainFunctions.filter(({ name }) => !ELSEWHERE.test(name))
  const listed = [...readme.matchAll(/`\$(\w+)`/g)].map((found) => found[1])
  expect([...new Set(listed)].sort()).toEqual(own.map((it) => it.name).sort())
  for (const { alias } of own) expect(readme).toContain(`\`${alias}\``)
})
