import { DEFAULT_UNIT } from '../accounts/caller.ts'
import type { Audit } from '../security/audit.ts'
import type { Clock } from '../security/ports.ts'
import type { SandboxEnd } from '../worker/protocol.ts'

/** What the record works with. */
export interface SandboxRecordParts {
  readonly audit: Pick<Audit, 'append'>
  readonly clock: Clock
  unitOf(flow: string): string | undefined
}

/** Ends of sandbox processes in the audit trail. */
export interface SandboxRecord {
  ended(end: SandboxEnd): void
}

/** Of one flow and one reason so often at most; the next entry says how many there were. */
const ONCE_IN_MS = 60_000
/** Flows that are kept in mind; the one that was written longest ago is forgotten first. */
const MOST = 1000

const REASONS: Readonly<Record<SandboxEnd['why'], string>> = {
  forged: 'tiến trình gửi dữ liệu giả mạo (it forged an answer)',
  time: 'đoạn mã không chịu dừng (a script did not end)',
  died: 'tiến trình tự chết, thường do hết bộ nhớ (it died, most often out of memory)',
}

/** Writes each end down, but lets no script that dies again and again flood the trail. */
export function createSandboxRecord({ audit, clock, unitOf }: SandboxRecordParts): SandboxRecord {
  const written = new Map<string, { at: number; since: number }>()
  return {
    ended({ why, flow, run }) {
      const name = `${why} ${flow ?? ''}`
      const last = written.get(name)
      const now = clock()
      if (last && Math.abs(now - last.at) < ONCE_IN_MS) {
        last.since++
        return
      }
      written.delete(name)
      written.set(name, { at: now, since: 0 })
      if (written.size > MOST) written.delete([...written.keys()][0] ?? '')
      const details = { reason: REASONS[why], ...(run === undefined ? {} : { run }), times: 1 + (last?.since ?? 0) }
      const unit = (flow === undefined ? undefined : unitOf(flow)) ?? DEFAULT_UNIT
      audit.append({ unit, actor: 'hệ thống', address: '', action: 'sandbox.killed', target: flow ?? '', details })
    },
  }
}
