import { expect, test } from 'vitest'
import type { FlowNode } from './flow.ts'
import { flowOf, placesOf, problemsOf } from './testing/definitions.ts'

const wait = (topic = 't'): FlowNode => ({ use: 'wait-for-callback@1', settings: { topic }, to: { timeout: ['b'] } })
const deliver = (topic = 't'): FlowNode => ({ use: 'deliver-callback@1', settings: { topic } })
const lam: FlowNode = { use: 'lam@1' }
const second = (to: string): FlowNode => ({
  use: 'http-in@1',
  settings: { path: '/b', answer: 'stored' },
  to: { out: [to] },
})

test('a time-out that leads nowhere is an error that names the port in words', () => {
  const broken = flowOf({ a: { use: 'wait-for-callback@1', to: { out: ['b'] } }, b: lam })
  expect(placesOf(broken)).toEqual([{ code: 'flow.port-unwired', severity: 'error', node: 'a', port: 'timeout' }])
  expect(problemsOf(broken)[0]?.message).toMatchObject({ vi: expect.stringContaining('"Quá hạn"') })
  expect(problemsOf(flowOf({ a: wait(), b: lam }))).toEqual([])
})

test('a node that is switched off need not be wired', () => {
  expect(problemsOf(flowOf({ a: { use: 'wait-for-callback@1', disabled: true, to: { out: ['b'] } }, b: lam }))).toEqual(
    [],
  )
})

test('a flow that keeps its messages in memory cannot wait', () => {
  const forgetful = flowOf({ a: wait(), b: lam }, { settings: { durability: 'none' } })
  expect(placesOf(forgetful)).toEqual([{ code: 'group.not-stored', severity: 'error', node: 'a' }])
})

test('a flow that keeps an order cannot deliver to itself, since the callback would stand in line behind the wait', () => {
  const settings = { keys: { ma: 'a' }, partition: 'ma' }
  const nodes = (topic: string) => ({ a: wait(), b: lam, vao2: second('d'), d: deliver(topic) })
  expect(placesOf(flowOf(nodes('t'), { settings })).map(({ code, node }) => [code, node])).toEqual([
    ['flow.callback-in-line', 'd'],
  ])
  expect(problemsOf(flowOf(nodes('khac'), { settings }))).toEqual([])
  expect(problemsOf(flowOf(nodes('t')))).toEqual([])
})

test('a callback that is delivered answers its caller', () => {
  const waiting = (answer: boolean) => flowOf({ d: { ...deliver(), settings: { answer } } }, {}).nodes
  const codes = (answer: boolean) => {
    const nodes = waiting(answer)
    const vao: FlowNode = { use: 'http-in@1', settings: { path: '/a' }, to: { out: ['d'] } }
    return placesOf({ ...flowOf({}), nodes: { ...nodes, vao } }).map(({ code }) => code)
  }
  expect(codes(true)).toEqual([])
  expect(codes(false)).toEqual(['flow.no-reply'])
})
