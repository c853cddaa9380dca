import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { seededRandom } from '#nodes/simulators/index.ts'
import { openStore } from '#runtime/kernel/store/open-store.ts'
import { openVault } from '#runtime/kernel/store/vault.ts'
import { type Audit, createAudit } from '#runtime/security/audit.ts'
import { machine } from '#runtime/security/ports.ts'
import { type Figure, say, torture } from './harness/figures.ts'
import { type CaseOptions, inWorkplace } from './harness/workplace.ts'

const ROWS = 40
const COLUMNS = ['at', 'unit', 'actor', 'address', 'action', 'target', 'details', 'prev', 'hash'] as const

/** R13, case 19: one bit flipped anywhere in the trail, a row removed or two swapped: the verifier names the first bad row. */
export async function evidenceTamper({ seed, short, keep }: CaseOptions): Promise<readonly Figure[]> {
  return inWorkplace('evidence-tamper', keep, async (place) => {
    const db = openStore(join(place.folder, 'data'))
    place.ends(() => db.close())
    const key = join(place.folder, 'master.key')
    const audit = createAudit(db, openVault(db, key, join(place.folder, 'data'), machine.random), machine.clock)
    for (let i = 1; i <= ROWS; i++) audit.append(entry(i))
    const random = seededRandom(`${seed}/evidence`)
    const below = (limit: number): number => Math.floor(random() * limit)
    const flips = short ? 200 : 5000
    const faults: string[] = []
    for (let i = 0; i < flips; i++) {
      const column = COLUMNS[below(COLUMNS.length)] ?? 'hash'
      const seq = 1 + below(ROWS)
      faults.push(...unseen(db, audit, `a bit of ${column}`, seq, () => flip(db, column, seq, random())))
    }
    for (let seq = 1; seq <= ROWS; seq++)
      faults.push(...unseen(db, audit, 'a removed row', seq, () => db.exec(`DELETE FROM audit WHERE seq = ${seq}`)))
    for (let seq = 1; seq < ROWS; seq++) faults.push(...unseen(db, audit, 'a swap', seq, () => swap(db, seq)))
    if (!audit.verify().ok) faults.push('the untouched trail does not verify')
    for (const fault of faults) say(`  ${fault}`)
    return [torture('R13', faults.length, { seed, rows: ROWS, flips, removed: ROWS, swapped: ROWS - 1, faults })]
  })
}

/** Plays one forgery, asks the verifier and takes it back. Nothing in the answer = it was found where it is. */
function unseen(db: Database, audit: Audit, what: string, seq: number, forge: () => void): readonly string[] {
  db.exec('BEGIN IMMEDIATE')
  try {
    forge()
    const verdict = audit.verify()
    if (!verdict.ok && verdict.seq === seq) return []
    return [`${what} in row ${seq}: ${verdict.ok ? 'not found' : `found in row ${verdict.seq}`}`]
  } finally {
    db.exec('ROLLBACK')
  }
}

function flip(db: Database, column: (typeof COLUMNS)[number], seq: number, place: number): void {
  const row = db.prepare<[number], { bytes: Buffer }>(
    `SELECT CAST(${column} AS BLOB) AS bytes FROM audit WHERE seq = ?`,
  )
  const bytes = row.get(seq)?.bytes ?? Buffer.alloc(0)
  const bit = Math.floor(place * bytes.length * 8)
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  db.prepare(`UPDATE audit SET ${column} = CAST(? AS TEXT) WHERE seq = ?`).run(bytes, seq)
}

/** What rows `seq` and `seq + 1` say changes places. */
function swap(db: Database, seq: number): void {
  db.exec(`UPDATE audit SET seq = -1 WHERE seq = ${seq}`)
  db.exec(`UPDATE audit SET seq = ${seq} WHERE seq = ${seq + 1}`)
  db.exec(`UPDATE audit SET seq = ${seq + 1} WHERE seq = -1`)
}

function entry(i: number): Parameters<Audit['append']>[0] {
  return {
    unit: 'mac-dinh',
    actor: `can-bo-${i % 5}`,
    address: '127.0.0.1',
    action: ['publishFlow', 'retryRun', 'signIn.refused'][i % 3] ?? '',
    target: `luồng-${i}`,
    details: { ghiChu: `Ban hành lần ${i}`, i },
  }
}
