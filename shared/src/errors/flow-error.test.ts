import { expect, test } from 'vitest'
import type { ErrorCode } from './codes.ts'
import { errorCodes } from './codes.ts'
import { errorData, FlowError, permanent, retryable, toErrorData } from './flow-error.ts'

const codes = Object.keys(errorCodes) as ErrorCode[]

test('a retryable error is transient and a permanent one never is, whatever the table says of the code', () => {
  for (const code of codes) {
    expect(retryable(code).data.class).toBe('transient')
    expect(permanent(code).data.class).toBe(
      errorCodes[code].class === 'transient' ? 'permanent' : errorCodes[code].class,
    )
  }
})

test('parameters fill message and advice, words in their own language, and details stay apart', () => {
  const { data } = permanent('run.child-failed', { flow: 'con', reason: { vi: 'hỏng', en: 'broken' } }, { path: 'goi' })
  expect(data.message.vi).toContain('hỏng')
  expect(data.message.en).toContain('broken')
  expect(data.details).toEqual({ path: 'goi' })
  expect(errorData('run.child-failed', { flow: 'con' })).not.toHaveProperty('details')
})

test('an error is plain data: it crosses a process unchanged', () => {
  for (const code of codes) {
    const data = errorData(code, { host: 'h' }, { a: 1 })
    expect(JSON.parse(JSON.stringify(data))).toEqual(data)
  }
})

test('a flow error gives its own data, and its text is that of the English sentence with the code', () => {
  const cause = new Error('gốc')
  const error = new FlowError(errorData('gateway.paused'), cause)
  expect(toErrorData(error)).toBe(error.data)
  expect(error.message).toBe(`gateway.paused: ${error.data.message.en}`)
  expect(error.cause).toBe(cause)
})

test('anything else that is thrown, also what has no text, is our own fault, of class bug', () => {
  const thrown: readonly (readonly [unknown, string])[] = [
    [new TypeError('x is not a function'), 'x is not a function'],
    ['chữ', 'chữ'],
    [undefined, 'undefined'],
    [Symbol('s'), 'Symbol(s)'],
    [Object.create(null), 'object'],
    [Object.assign(new Error(), { message: Object.create(null) }), 'object'],
  ]
  for (const [it, reason] of thrown) {
    const data = toErrorData(it)
    expect(data).toMatchObject({ code: 'bug.unexpected', class: 'bug', side: 'ours', status: 500 })
    expect(data.message.en).toContain(reason)
  }
})

test('the reason of an unexpected error is cut, so that no payload is kept in it', () => {
  expect(toErrorData(new Error('x'.repeat(10_000))).message.vi.length).toBeLessThan(500)
})
