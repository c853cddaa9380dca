import { expect, test } from 'vitest'
import { readTrace } from './fsync-before-acknowledge.ts'

const request = 'read(30<TCP:[127.0.0.1:1->127.0.0.1:2]>, "POST /thu-nghiem"..., 65536) = 180'
const write = 'pwrite64(23</d/engine.db-wal>, "..."..., 4096, 32) = 4096'
const sync = 'fdatasync(23</d/engine.db-wal>) = 0'
const answer = 'write(30<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 202 Acc"..., 190) = 190'

test('an acknowledgement counts as synced only when the log was written and then synced after its request', () => {
  const seen = (...lines: string[]): number => readTrace(lines.join('\n')).unsynced
  expect(seen(request, write, sync, answer)).toBe(0)
  expect(seen(request, write, answer, sync)).toBe(1)
  expect(seen(write, sync, request, answer)).toBe(1)
  expect(seen(request, sync, write, answer)).toBe(1)
  expect(readTrace([request, write, sync, answer].join('\n')).acknowledged).toBe(1)
})
