import { expect, test } from 'vitest'
import type { Flow, FlowNode } from './flow.ts'
import { flowOf, placesOf } from './testing/definitions.ts'

const gui = (more: Partial<FlowNode> = {}): FlowNode => ({
  use: 'gui@1',
  compensate: 'huy',
  to: { out: ['b'] },
  ...more,
})
const lam: FlowNode = { use: 'lam@1' }
const codes = (nodes: Readonly<Record<string, FlowNode>>, more: Partial<Flow> = {}): unknown =>
  placesOf(flowOf(nodes, more)).map(({ code, node, severity }) => [code, node, severity])

test('a compensation branch of its own, of several steps and for several nodes, has no problems', () => {
  expect(codes({ a: gui(), b: gui({ to: {} }), huy: { ...lam, to: { out: ['bao'] } }, bao: lam })).toEqual([])
})

test('a branch that leads into the main path, or that the main path leads into, is an error at the shared node', () => {
  expect(codes({ a: gui(), b: lam, huy: { ...lam, to: { out: ['b'] } } })).toEqual([
    ['flow.compensation-mixed', 'b', 'error'],
  ])
  expect(codes({ a: gui(), b: { ...lam, onError: { then: 'huy' } }, huy: lam })).toEqual([
    ['flow.compensation-mixed', 'huy', 'error'],
  ])
})

test('a branch answers nobody, begins nothing and is not undone itself', () => {
  expect(
    codes({ a: gui(), b: lam, huy: { ...lam, to: { out: ['tra'] } }, tra: { use: 'http-reply@1' } }),
  ).toContainEqual(['flow.compensation-node', 'tra', 'error'])
  expect(codes({ a: gui(), b: lam, huy: { use: 'gui@1', compensate: 'x' }, x: lam })).toEqual([
    ['flow.compensation-nested', 'huy', 'error'],
  ])
})

test('a compensation that leads nowhere, undoes nothing or cannot be kept is told', () => {
  expect(codes({ a: gui({ compensate: 'mat' }), b: lam })).toEqual([['flow.unknown-compensation', 'a', 'error']])
  expect(codes({ a: { ...lam, compensate: 'huy' }, huy: lam })).toEqual([['flow.compensation-nothing', 'a', 'warning']])
  expect(codes({ a: gui(), b: lam, huy: lam }, { settings: { durability: 'none' } })).toEqual([
    ['flow.compensation-not-stored', 'a', 'error'],
  ])
})
