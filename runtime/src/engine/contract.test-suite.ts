import { describe } from 'vitest'
import { acceptingCases } from './contract/accepting.test-suite.ts'
import { childCases } from './contract/children.test-suite.ts'
import { commitCases } from './contract/commits.test-suite.ts'
import { groupCases } from './contract/groups.test-suite.ts'
import { historyCases } from './contract/history.test-suite.ts'
import { leaseCases } from './contract/leases.test-suite.ts'
import { orderCases } from './contract/order.test-suite.ts'
import { repairCases } from './contract/repair.test-suite.ts'
import { retentionCases } from './contract/retention.test-suite.ts'
import { scheduleCases } from './contract/schedules.test-suite.ts'
import { sharingCases } from './contract/sharing.test-suite.ts'
import { waitCases } from './contract/waits.test-suite.ts'
import { type ContractStore, casesOn } from './contract/world.test-suite.ts'

/**
 * The contract that every adapter of the engine keeps: about a hundred cases, each on a fresh store made by `create`, whose engines are to
 * be opened with leases of `LEASE_MS`.
 */
export function engineContract(name: string, create: () => Promise<ContractStore>): void {
  const it = casesOn(create)
  describe(`${name}: accepting`, () => acceptingCases(it))
  describe(`${name}: leases`, () => leaseCases(it))
  describe(`${name}: commits`, () => commitCases(it))
  describe(`${name}: order in a partition`, () => orderCases(it))
  describe(`${name}: claims that are shared out`, () => sharingCases(it))
  describe(`${name}: child runs`, () => childCases(it))
  describe(`${name}: resume and cancel`, () => repairCases(it))
  describe(`${name}: schedules, timers, cursors`, () => scheduleCases(it))
  describe(`${name}: waits`, () => waitCases(it))
  describe(`${name}: keeping no longer than needed`, () => retentionCases(it))
  describe(`${name}: groups of messages`, () => groupCases(it))
  describe(`${name}: history`, () => historyCases(it))
}
