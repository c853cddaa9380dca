import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '#runtime/engine/engine.ts'
import { errorData } from '#shared/errors/flow-error.ts'
import { emit } from '#shared/node/run.ts'
import { EMPTY_MEMO, foldJournal, memoSince } from './memo.ts'

const error = errorData('connect.cut', { host: 'h' })
const emission = emit('out', { body: 1, headers: {}, keys: {} })
const effect = (path: string, attempt = 1): JournalEntry => ({
  kind: 'effect',
  path,
  node: path,
  attempt,
  startedAt: 1,
  endedAt: 2,
  emission,
})
const failed = (path: string, attempt = 1, more: object = {}): JournalEntry => ({
  kind: 'failed',
  path,
  node: path,
  attempt,
  startedAt: 1,
  endedAt: 2,
  error,
  ...more,
})
const intent = (path: string, attempt = 1): JournalEntry => ({ kind: 'intent', path, node: path, attempt, at: 1 })
const resume = (more: object = {}): JournalEntry => ({ kind: 'resume', by: 'an', at: 3, ...more })

test('an empty journal folds to the empty memo', () => {
  expect(foldJournal([])).toEqual(EMPTY_MEMO)
})

describe('a person who has it tried again', () => {
  test('clears earlier failures, and the tries so far do not count against the policy', () => {
    const memo = foldJournal([failed('a', 1), failed('a', 2), resume()])
    expect(memo.steps.get('a')?.failure).toMatchObject({ attempt: 2, base: 2, cleared: true })
  })
  test('does not clear failures that come later, which keep the base', () => {
    const memo = foldJournal([failed('a', 1), resume(), failed('a', 2), failed('b', 1)])
    expect(memo.steps.get('a')?.failure).toMatchObject({ attempt: 2, base: 1, cleared: false })
    expect(memo.steps.get('b')?.failure).toMatchObject({ base: 0, cleared: false })
  })
  test('may name a step to begin from, a version, or a decision: the last one of each counts', () => {
    const memo = foldJournal([
      resume({ from: 'a' }),
      resume({ from: 'a', version: 'v1' }),
      resume({ version: 'v2' }),
      resume({ decision: { path: 'b', as: 'sent', reason: 'x' } }),
      resume({ decision: { path: 'b', as: 'resend', reason: 'x' } }),
    ])
    expect([...memo.redo]).toEqual([['a', 1]])
    expect(memo.version).toBe('v2')
    expect(memo.steps.get('b')?.decision).toEqual({ as: 'resend', seq: 4 })
  })
})

test('of each kind of row the latest counts, with its place in the journal', () => {
  const memo = foldJournal([intent('a', 1), failed('a', 1), intent('a', 2), effect('a', 2)])
  expect(memo.steps.get('a')).toMatchObject({
    intent: { attempt: 2, seq: 2 },
    failure: { seq: 1 },
    answer: { attempt: 2, seq: 3 },
  })
})

test('what a wish to do it again has overtaken is forgotten, what came after is kept', () => {
  const memo = foldJournal([effect('a'), intent('a', 2), resume({ from: 'a' }), failed('a', 3)])
  expect(memoSince(memo, 'a', -1)).toBe(memo.steps.get('a'))
  expect(Object.keys(memoSince(memo, 'a', 2) ?? {})).toEqual(['reached', 'failure'])
  expect(memoSince(memo, 'a', 3)).toEqual({})
  expect(memoSince(memo, 'khac', 2)).toBeUndefined()
})

const row = fc.oneof(
  fc
    .tuple(fc.constantFrom(effect, failed, intent), fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 4 }))
    .map(([make, path, n]) => make(path, n)),
  fc.constantFrom(
    resume(),
    resume({ from: 'a' }),
    resume({ version: 'v' }),
    resume({ decision: { path: 'b', as: 'drop', reason: 'x' } }),
  ),
  fc.constant<JournalEntry>({ kind: 'timer', path: 'a', node: 'a', due: 5 }),
)

test('folding is pure, and rows of one step never change what is known of another', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const frozen = Object.freeze(rows.map((it) => Object.freeze(it)))
      expect(foldJournal(frozen)).toEqual(foldJournal(JSON.parse(JSON.stringify(rows))))
      const others = (memo: ReturnType<typeof foldJournal>) => ({
        b: Object.keys(memo.steps.get('b') ?? {}),
        redo: [...memo.redo.keys()],
        version: memo.version,
      })
      expect(others(foldJournal(rows.filter((it) => !('path' in it && it.path === 'a'))))).toEqual(
        others(foldJournal(rows)),
      )
    }),
  )
})
