import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprintOf } from './canonical.ts'
import { openRecord, type RecordLine } from './record.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sim-record-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const clock = () => new Date('2025-10-17T01:02:03Z')
const change = (key: string) => ({ operation: 'ghi', key, outcome: 'inserted', body: { key } })

test('equal bodies have one fingerprint whatever the order of fields and the form of Unicode', () => {
  const composed = fingerprintOf({ b: [1, { y: null, x: 'hồ sơ'.normalize('NFC') }], a: '00123' })
  const decomposed = fingerprintOf({ a: '00123', b: [1, { x: 'hồ sơ'.normalize('NFD'), y: null }] })
  expect(decomposed).toBe(composed)
  expect(fingerprintOf({ a: '123', b: [] })).not.toBe(fingerprintOf({ a: 123, b: [] }))
})

test('entries are numbered without gaps and read from a number on', () => {
  const record = openRecord({ clock })
  record.append([change('1'), change('2')], { call: 7, idempotencyKey: 'k', fault: 'dropAfterRate' })
  record.append([change('3')], { call: 8 })
  expect(record.entries().map((entry) => entry.seq)).toEqual([1, 2, 3])
  expect(record.entries(1, 1).map((entry) => entry.key)).toEqual(['2'])
  expect(record.entries(0, 1)[0]).toEqual({
    seq: 1,
    time: '2025-10-17T01:02:03.000Z',
    operation: 'ghi',
    key: '1',
    call: 7,
    idempotencyKey: 'k',
    fingerprint: fingerprintOf({ key: '1' }),
    outcome: 'inserted',
    fault: 'dropAfterRate',
  })
})

test('a record file is read back after a restart and numbering goes on', () => {
  const path = join(folder, 'deep', 'record.jsonl')
  const first = openRecord({ path, clock })
  first.append([change('1'), change('2')], { call: 1 })
  first.close()
  const restored: RecordLine[] = []
  const second = openRecord({ path, clock, restore: (line) => restored.push(line) })
  second.append([change('3')], { call: 1 })
  second.close()
  expect(restored.map((line) => line.body)).toEqual([{ key: '1' }, { key: '2' }])
  expect(second.entries().map((entry) => entry.seq)).toEqual([1, 2, 3])
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4)
})

test('a torn last line is cut off and its number is used again', () => {
  const path = join(folder, 'record.jsonl')
  const first = openRecord({ path, clock })
  first.append([change('ồ')], { call: 1 })
  first.close()
  appendFileSync(path, '{"seq":2,"operation":"ghi","key":"ồ')
  const second = openRecord({ path, clock })
  second.append([change('2')], { call: 1 })
  second.close()
  expect(
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).seq),
  ).toEqual([1, 2])
})

test('a damaged line in the middle stops the start with its place', () => {
  const path = join(folder, 'record.jsonl')
  appendFileSync(path, '{"seq":1,"operation":"ghi"}\n"x"\n{"seq":3,"operation":"ghi"}\n')
  expect(() => openRecord({ path, clock })).toThrow(/record\.jsonl:2/)
})

test('a reset empties the reading, is marked in the file, and goes on counting', () => {
  const path = join(folder, 'record.jsonl')
  const record = openRecord({ path, clock })
  record.append([change('1')], { call: 1 })
  record.reset()
  record.append([change('2')], { call: 2 })
  expect(record.entries().map((entry) => [entry.seq, entry.key])).toEqual([[3, '2']])
  record.close()
  const restored: string[] = []
  const again = openRecord({ path, clock, restore: (line) => restored.push(line.key) })
  again.close()
  expect(restored).toEqual(['2'])
  expect(again.lastSeq()).toBe(3)
})
