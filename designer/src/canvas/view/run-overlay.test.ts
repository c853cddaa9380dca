import { expect, test } from 'vitest'
import type { RunStep } from '#shared/api/runs.ts'
import { createRunOverlay } from './run-overlay.ts'
import { previewOf } from './value-preview.ts'

const step = (path: string, more: Partial<RunStep> = {}): RunStep => ({
  node: /^[^[#]*/.exec(path)?.[0] ?? path,
  path,
  status: 'done',
  attempts: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 2,
  input: { body: null },
  output: { body: { MaHoSo: path } },
  port: 'out',
  ...more,
})

test('a node that did not change between two moments keeps its object, so that it is not drawn again', () => {
  const overlay = createRunOverlay()
  overlay.getState().show({ steps: [step('a')] })
  const before = overlay.getState().byNode.get('a')
  overlay.getState().show({ steps: [step('a'), step('b[a:0]'), step('b[a:1]', { status: 'failed' })] })
  expect(overlay.getState().byNode.get('a')).toBe(before)
  expect(overlay.getState().byNode.get('b')).toEqual({ status: 'failed', durationMs: 4, times: 2, ports: ['out'] })
})

test('a wire shows the newest message that left over it, on every port that one left through', () => {
  const overlay = createRunOverlay()
  overlay.getState().show({ steps: [step('a[x:0]'), step('a[x:1]', { ports: ['out', 'tap'] })] })
  expect(overlay.getState().values.get('a|out')?.text).toBe('MaHoSo: a[x:1]')
  expect(overlay.getState().values.get('a|tap')?.path).toBe('a[x:1]')
})

test('a message is told in a few characters', () => {
  expect(previewOf({ body: { a: { b: 1 }, ma: '00123' } })).toBe('ma: 00123')
  expect(previewOf({ body: '<?xml version="1.0"?>\n<HoSo><Ma>1</Ma></HoSo>' })).toBe('<HoSo>')
  expect(previewOf([{ body: 1 }, { body: 2 }])).toBe('× 2')
  expect(previewOf({ body: {} })).toBe('{ }')
  expect(previewOf({ body: 'x'.repeat(80) })).toHaveLength(26)
  expect(previewOf({ body: null })).toBe('∅')
})
