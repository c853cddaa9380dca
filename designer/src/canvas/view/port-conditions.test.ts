import { expect, test } from 'vitest'
import { definition as router } from '#nodes/content-based-router/definition.ts'
import { definition as filter } from '#nodes/filter/definition.ts'
import { definition as reply } from '#nodes/http-reply/definition.ts'
import { describeNode } from '#shared/node/catalogue.ts'
import { createCatalogue } from '../../document/catalogue.ts'
import { portConditions } from './port-conditions.ts'

const catalogue = createCatalogue([router, filter, reply].map((it) => describeNode(it, '', '')))
const of = (use: string, settings: Record<string, unknown>) =>
  Object.fromEntries(portConditions(catalogue, { use, settings }))

test('each branch of a router has the condition of its row, and the last has none', () => {
  const branches = [
    { id: 'khan', label: 'Khẩn', when: 'MucDo = "khan"' },
    { id: 'nhieu', when: ['MucDo = "thuong"', '  and $count(GiayTo) > 3'] },
    { id: 'chua', when: ' ' },
  ]
  expect(of('content-based-router@1', { branches })).toEqual({
    khan: 'MucDo = "khan"',
    nhieu: 'MucDo = "thuong" and $count(GiayTo) > 3',
  })
})

test('the condition of a filter is that of its first port, and a node without conditions has none', () => {
  expect(of('filter@1', { when: '$exists(MaHoSo)' })).toEqual({ out: '$exists(MaHoSo)' })
  expect(of('http-reply@1', { status: 200 })).toEqual({})
  expect(of('khong-co@1', { when: 'x' })).toEqual({})
})
