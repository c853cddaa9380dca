import { expect, test } from 'vitest'
import { testCatalogue } from '../../document/catalogue.fixture.ts'
import { callbackPairs, implicitLinks } from './implicit-links.ts'

const flow = {
  format: 1,
  id: 'goc',
  title: 'Gốc',
  nodes: {
    vao: { use: 'flow-in@1', to: { out: ['goi'] } },
    goi: { use: 'call-flow@1', settings: { flow: 'tin' }, onError: { then: 'bao' } },
    bao: { use: 'map@1', title: 'Báo lỗi', onError: { then: 'hop-loi' } },
    cho: { use: 'wait-for-callback@1', title: 'Chờ', settings: { topic: 'tt' } },
    giao: { use: 'deliver-callback@1', title: 'Giao', settings: { topic: 'tt' } },
    le: { use: 'deliver-callback@1', settings: { topic: 'khac' } },
  },
}
const node = (id: string) => ({ vi: id, en: id })
const map = {
  flows: [
    { id: 'goc', title: 'Gốc', links: [] },
    { id: 'tin', title: 'Nhắn tin', links: [] },
    {
      id: 'ngoai',
      title: 'Ngoài',
      links: [
        { node: 'x', nodeTitle: node('X'), is: 'flow' as const, to: 'goc' },
        { node: 'y', nodeTitle: node('Y'), is: 'delivers' as const, to: 'tt' },
      ],
    },
  ],
}
const told = (id: string) =>
  implicitLinks(flow, testCatalogue, map)
    .get(id)
    ?.map((it) => [it.is, it.name?.vi, it.flow ?? '', it.node ?? ''].join(' '))

test('calls, callers, callbacks and error handlers are told at both ends with names', () => {
  expect(told('vao')).toEqual(['called Ngoài › X ngoai x'])
  expect(told('goi')).toEqual(['calls Nhắn tin tin ', 'failsTo Báo lỗi  bao'])
  expect(told('bao')).toEqual(['failsTo   ', 'catches call-flow@1  goi'])
  expect(told('cho')).toEqual(['answeredBy Giao  giao', 'answeredBy Ngoài › Y ngoai y'])
  expect(told('giao')).toEqual(['answers Chờ  cho'])
  expect(told('le')).toEqual(['noWaiter khac  '])
})

test('only callbacks within the flow are drawn', () => {
  expect(callbackPairs(implicitLinks(flow, testCatalogue, map))).toEqual([{ from: 'giao', to: 'cho' }])
})
