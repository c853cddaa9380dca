import { expect, test } from 'vitest'
import { fieldsOf } from '../ui/fields/form-model.ts'
import { limitProblems, limitsForm } from './limits-form.ts'

test('the form draws every limit, and says what is wrong beside its field', () => {
  expect(fieldsOf(limitsForm).map(({ name, look }) => [name, look.kind])).toEqual([
    ['concurrency', 'number'],
    ['rate', 'number'],
    ['per', 'choice'],
    ['breakAfter', 'number'],
    ['pause', 'duration'],
  ])
  expect(limitProblems({})).toEqual([])
  expect(limitProblems({ concurrency: 0 })).toMatchObject([{ path: 'limits.concurrency', severity: 'error' }])
  expect(limitProblems({ pause: '30 giây' })).toMatchObject([{ path: 'limits.pause' }])
  expect(limitProblems({ pause: 'PT0.1S' })).toMatchObject([
    { path: 'limits.pause', message: { vi: expect.stringContaining('từ 1 giây đến 1 giờ') } },
  ])
})
