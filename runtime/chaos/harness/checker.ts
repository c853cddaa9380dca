import { join } from 'node:path'
import Database from 'better-sqlite3'
import { readLineFile } from './acknowledged-file.ts'
import { type EngineRecord, inInbox, isOpen, type KeyedRun } from './engine-record.ts'
import { T1 } from './flows.ts'
import type { Acknowledgement } from './sender.ts'
import type { SinkLine } from './sink.ts'

/** What the comparison of three histories found. Each list holds at most ten findings in words. */
export interface Verdict {
  readonly messages: number
  readonly lost: number
  readonly duplicated: number
  /** Waiting for a person: neither lost nor repeated. */
  readonly inbox: Readonly<Record<string, number>>
  readonly findings: readonly string[]
}

interface OutboxRow {
  readonly Id: number
  readonly MaHoSo: string
  readonly Loai: 'HoSo' | 'TienDo'
  /** `dd/MM/yyyy HH:mm:ss` of the progress step; null for a dossier. */
  readonly ThoiDiemXuLy: string | null
  readonly TrangThai: string | null
  readonly Loi: string | null
  /** Null when the procedure is not mapped: such a row is noted in the outbox and not sent. */
  readonly MaTTHCQuocGia: string | null
}

interface PortalLine {
  readonly operation: string
  readonly key: string
  readonly outcome: string
  readonly fingerprint: string
  readonly body?: { readonly ThoiDiemXuLy?: unknown }
}

/** Compares the outbox of the one-stop system, the engine's file and the portal's own record. */
export function checkT1(partnersFolder: string, engine: EngineRecord): Verdict {
  const judge = createJudge()
  const rows = outboxOf(join(partnersFolder, 'mot-cua.sqlite'))
  const keyed = new Map(engine.keyed(T1).map((it) => [it.key, it]))
  const portal = portalOf(join(partnersFolder, 'dvcqg.jsonl'), judge)
  for (const row of rows) {
    const name = `outbox row ${row.Id} (${row.Loai} ${row.MaHoSo})`
    const run = keyed.get(`hang-doi:${row.Id}`)
    if (!run) judge.lost(`${name} never became a run`)
    else if (isOpen(run.status)) judge.lost(`${name}: run ${run.run} is still ${run.status}`)
    else if (inInbox(run.status)) judge.inbox(run)
    else if (row.MaTTHCQuocGia === null) {
      if (row.Loi === null) judge.lost(`${name} is done but not noted in the outbox`)
    } else if (row.Loai === 'HoSo' && !portal.dossiers.has(row.MaHoSo)) {
      judge.lost(`${name} is done but the portal has no such dossier`)
    } else if (row.Loai === 'TienDo' && !portal.steps.has(`${row.MaHoSo} ${compact(row.ThoiDiemXuLy)}`)) {
      judge.lost(`${name} is done but the portal has no step of ${row.ThoiDiemXuLy}`)
    }
  }
  extraRuns(engine, T1, keyed.size, judge)
  return judge.verdict(rows.length)
}

function outboxOf(file: string): readonly OutboxRow[] {
  const db = new Database(file, { readonly: true })
  try {
    return db
      .prepare<[], OutboxRow>(
        `select q.Id, q.MaHoSo, q.Loai, s.ThoiDiemXuLy, s.TrangThai, q.Loi, t.MaTTHCQuocGia
           from HangDoi q join HoSo h on h.MaHoSo = q.MaHoSo join ThuTuc t on t.MaTTHC = h.MaTTHC
           left join TienDo s on s.Id = q.TienDoId order by q.Id`,
      )
      .all()
  } finally {
    db.close()
  }
}

/** `dd/MM/yyyy HH:mm:ss` as the portal has it, `yyyyMMddHHmmss`. */
function compact(slashed: string | null): string {
  const [, day, month, year, hour, minute, second] =
    /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d)(?::(\d\d))?$/.exec(slashed ?? '') ?? []
  return `${year}${month}${day}${hour}${minute}${second ?? '00'}`
}

function portalOf(
  file: string,
  judge: Judge,
): { readonly dossiers: ReadonlySet<string>; readonly steps: ReadonlySet<string> } {
  const inserts = new Map<string, number>()
  const steps = new Set<string>()
  const prints = new Set<string>()
  for (const line of readLineFile<PortalLine>(file)) {
    if (line.outcome === 'inserted') inserts.set(line.key, (inserts.get(line.key) ?? 0) + 1)
    if (line.outcome !== 'step-added') continue
    const print = `${line.key} ${line.fingerprint}`
    if (prints.has(print)) judge.duplicated(`the portal has a step of ${line.key} twice: ${JSON.stringify(line.body)}`)
    prints.add(print)
    steps.add(`${line.key} ${String(line.body?.ThoiDiemXuLy)}`)
  }
  for (const [code, count] of inserts) if (count > 1) judge.duplicated(`dossier ${code} was inserted ${count} times`)
  return { dossiers: new Set(inserts.keys()), steps }
}

/** Compares the sender's acknowledgements, the engine's file and the sink's record of one HTTP flow. */
export function checkHttp(acknowledged: string, sinkFile: string, flow: string, engine: EngineRecord): Verdict {
  const judge = createJudge()
  const acks = readLineFile<Acknowledgement>(acknowledged)
  const keyed = new Map(engine.keyed(flow).map((it) => [it.key, it]))
  const writes = new Map<string, Set<string>>()
  const once = new Map<string, number>()
  for (const { id, kind, key } of readLineFile<SinkLine>(sinkFile)) {
    if (kind === 'ghi') writes.set(id, (writes.get(id) ?? new Set()).add(key))
    if (kind === 'mot-lan') once.set(id, (once.get(id) ?? 0) + 1)
  }
  for (const { id, run } of acks) {
    const kept = keyed.get(id)
    if (!kept) judge.lost(`${id} was acknowledged but has no run`)
    else if (kept.run !== run) judge.duplicated(`${id} was acknowledged as run ${run} and is run ${kept.run}`)
    else if (isOpen(kept.status)) judge.lost(`${id}: run ${run} is still ${kept.status}`)
    else if (inInbox(kept.status)) judge.inbox(kept)
    else if (!writes.has(id) || !once.has(id)) judge.lost(`${id}: run ${run} is done but the sink misses a call of it`)
  }
  for (const [id, keys] of writes)
    if (keys.size > 1) judge.duplicated(`${id} came to the sink under ${keys.size} idempotency keys`)
  for (const [id, count] of once)
    if (count > 1) judge.duplicated(`${id}: the call that must come once came ${count} times`)
  extraRuns(engine, flow, keyed.size, judge)
  return judge.verdict(acks.length)
}

/** Every message of these flows comes with a key, so more runs than keys are duplicates. */
function extraRuns(engine: EngineRecord, flow: string, keys: number, judge: Judge): void {
  const runs = Object.values(engine.counts(flow)).reduce((sum, n) => sum + n, 0)
  for (let i = keys; i < runs; i++) judge.duplicated(`${runs} runs of ${flow} for ${keys} keys`)
}

interface Judge {
  lost(finding: string): void
  duplicated(finding: string): void
  inbox(run: KeyedRun): void
  verdict(messages: number): Verdict
}

function createJudge(): Judge {
  const count = { lost: 0, duplicated: 0 }
  const inbox: Record<string, number> = {}
  const findings: string[] = []
  const found = (kind: keyof typeof count, text: string): void => {
    count[kind]++
    if (findings.length < 10) findings.push(`${kind}: ${text}`)
  }
  return {
    lost: (text) => found('lost', text),
    duplicated: (text) => found('duplicated', text),
    inbox({ status, error }) {
      const { code } = JSON.parse(error ?? '{}') as { code?: string }
      const name = `${status} ${code ?? ''}`.trim()
      inbox[name] = (inbox[name] ?? 0) + 1
    },
    verdict: (messages) => ({ messages, ...count, inbox, findings }),
  }
}
