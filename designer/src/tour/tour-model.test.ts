import { expect, test } from 'vitest'
import type { Tour } from '#shared/api/tour.ts'
import { afterCall, currentStep, withDone } from './tour-model.ts'

const begun: Tour = { state: 'open', done: [] }
const call = (operation: string, id: string, answer: unknown = {}) => ({ operation, input: { params: { id } }, answer })

test('the steps are recognised by what happened, and the last one ends the tour', () => {
  const calls = [
    call('listTemplates', ''),
    call('useTemplate', 'mau', { flow: 'mau-2' }),
    call('runCases', 'mau-2'),
    call('publishFlow', 'mau-2'),
    call('getRun', 'r1', { flow: 'mau-2' }),
  ]
  const after = calls.reduce(afterCall, begun)
  expect([after.flow, currentStep(after)]).toEqual(['mau-2', 'node'])
  expect(withDone(after, 'node')).toMatchObject({ state: 'done' })
})

test('what is done to another flow is no step of the tour, and what was done is not done twice', () => {
  const chosen: Tour = { state: 'open', done: ['gallery', 'template'], flow: 'cua-toi' }
  for (const it of [call('publishFlow', 'khac'), call('testFlow', 'khac'), call('getRun', 'r', { flow: 'khac' })])
    expect(afterCall(chosen, it)).toBe(chosen)
  expect(afterCall(chosen, call('listTemplates', ''))).toBe(chosen)
  expect(afterCall(begun, call('publishFlow', 'khac'))).toBe(begun)
})

test('steps that were done before their turn count, and the tour goes on at the first that is open', () => {
  expect(currentStep(withDone(begun, 'publish'))).toBe('gallery')
  expect(withDone(withDone(begun, 'publish'), 'gallery').done).toEqual(['gallery', 'publish'])
})
