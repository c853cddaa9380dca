import { expect, test } from 'vitest'
import type { AuditEntry } from '../security/audit.ts'
import { createSandboxRecord } from './sandbox-record.ts'

test('a sandbox that dies again and again is written down once a minute, with how often it did', () => {
  const rows: AuditEntry[] = []
  let now = 1_760_000_000_000
  const record = createSandboxRecord({
    audit: { append: (entry) => void rows.push(entry) },
    clock: () => now,
    unitOf: (flow) => (flow === 'a' ? 'so-noi-vu' : undefined),
  })
  for (let i = 0; i < 50; i++) record.ended({ why: 'died', flow: 'a', run: `R${i}` })
  record.ended({ why: 'forged', flow: 'a', run: 'X' })
  record.ended({ why: 'died' })
  expect(rows.map(({ unit, action, target, details }) => [unit, action, target, details.run, details.times])).toEqual([
    ['so-noi-vu', 'sandbox.killed', 'a', 'R0', 1],
    ['so-noi-vu', 'sandbox.killed', 'a', 'X', 1],
    ['mac-dinh', 'sandbox.killed', '', undefined, 1],
  ])
  now += 60_000
  record.ended({ why: 'died', flow: 'a', run: 'R50' })
  expect(rows.at(-1)?.details).toMatchObject({ run: 'R50', times: 50 })
  expect(rows.at(-1)?.details.reason).toContain('hết bộ nhớ')
})
