import { expect, test } from 'vitest'
import { actionText, outcomeOf } from './audit-words.ts'

test('an operation is told by the words of its route, whatever became of it', () => {
  expect(actionText('publishFlow').vi).toBe('Ban hành')
  expect(actionText('publishFlow.refused')).toEqual(actionText('publishFlow'))
})

test('what the server does by itself has words too', () => {
  expect(actionText('sandbox.killed').vi).toBe('Dừng vùng chạy mã')
})

test('an action of another release keeps its name', () => {
  expect(actionText('somethingElse')).toEqual({ vi: 'somethingElse', en: 'somethingElse' })
})

test('what was refused or failed is told apart from what was done', () => {
  expect(outcomeOf('publishFlow')).toBeUndefined()
  expect(outcomeOf('publishFlow.refused')).toBe('refused')
  expect(outcomeOf('retryRun.failed')).toBe('failed')
})
