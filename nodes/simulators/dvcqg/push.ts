import { makePerson } from '../data/person.ts'
import { PROCEDURES } from '../data/procedures.ts'
import { smallPdf } from '../data/small-pdf.ts'
import { chance, pick, type Random } from '../frame/random.ts'
import type { CallRecord, RecordLine } from '../frame/record.ts'
import { asObject } from '../frame/request.ts'
import { compactTime, shortDay } from '../frame/vietnam-time.ts'

/** Where the portal sends new dossiers: the province's endpoint and the key it gave to the portal. */
export interface PushTarget {
  readonly url: string
  readonly apiKey: string
}

/** The gateway of a local installation, with the key of the demonstration. */
export const DEFAULT_PUSH_TARGET: PushTarget = {
  url: 'http://127.0.0.1:7101/dvcqg/nhan-ho-so',
  apiKey: 'mo-phong-khoa-gateway',
}

/** A dossier that a citizen handed in on the portal, as the portal sends it to the province. */
export type PushedDossier = Readonly<Record<string, unknown>> & { readonly MaHoSo: string }

/** What came back: `acknowledged`, `duplicate` (also an acknowledgement), `refused`, or `no-answer` (cut, timed out, 429, 5xx). */
type PushOutcome = 'acknowledged' | 'duplicate' | 'refused' | 'no-answer'

/** One push and its answer. */
export interface PushResult {
  readonly dossier: PushedDossier
  readonly outcome: PushOutcome
  readonly status?: number
  readonly errorCode?: string
  readonly message?: string
}

/** The portal's side of inbound dossiers. */
export interface Pusher {
  /** Sends a dossier (a new one by default) and records the answer. Never rejects. */
  push(target: PushTarget, dossier?: PushedDossier): Promise<PushResult>
  /** One piece of traffic: an unanswered dossier again if one is due, at times an answered one again, else a new one. */
  work(target: PushTarget): Promise<void>
  counts(): Readonly<Record<string, number>>
  reset(): void
  /** Answers that come from now on are not recorded any more. */
  close(): void
  /** Takes up one line of an earlier process: numbers go on, unanswered dossiers wait for another try. */
  restore(line: RecordLine): void
}

/** How long the portal waits for an answer. */
const PATIENCE_MS = 15_000

/** Unanswered dossiers kept for another try; a portal keeps them all, a simulator needs an end. */
const MOST_WAITING = 10_000

const OPERATION = 'DayHoSo'

/**
 * Makes the pusher. Every push is recorded as `DayHoSo` twice: `sent` before it leaves, and its outcome when the answer (or its
 * absence) is known; a dossier that was acknowledged must be in the province once, one only `sent` may be there once.
 */
export function createPusher(random: Random, clock: () => Date, record: CallRecord): Pusher {
  const waiting: PushedDossier[] = []
  let answered: PushedDossier | undefined
  let sequence = 0
  let closed = false
  const counts = { pushed: 0, acknowledged: 0, duplicate: 0, refused: 0, 'no-answer': 0 }

  const push: Pusher['push'] = async (target, given) => {
    const dossier = given ?? makePushedDossier(random, clock(), ++sequence)
    record.append([{ operation: OPERATION, key: dossier.MaHoSo, outcome: 'sent', body: dossier }], { call: 0 })
    const result: PushResult = { dossier, ...(await send(target, dossier)) }
    counts.pushed++
    counts[result.outcome]++
    if (!closed)
      record.append([{ operation: OPERATION, key: dossier.MaHoSo, outcome: result.outcome, body: dossier }], {
        call: 0,
      })
    if (result.outcome === 'no-answer') {
      if (waiting.length < MOST_WAITING) waiting.push(dossier)
    } else answered = dossier
    return result
  }
  return {
    push,
    work: async (target) => {
      const again = chance(random, 0.5) ? waiting.shift() : undefined
      const repeat = answered && chance(random, 0.08) ? answered : undefined
      await push(target, again ?? repeat)
    },
    counts: () => ({
      'DayHoSo.pushed': counts.pushed,
      'DayHoSo.acknowledged': counts.acknowledged,
      'DayHoSo.duplicate': counts.duplicate,
      'DayHoSo.refused': counts.refused,
      'DayHoSo.noAnswer': counts['no-answer'],
      'DayHoSo.waiting': waiting.length,
    }),
    reset: () => {
      waiting.length = 0
      answered = undefined
      sequence = 0
      Object.assign(counts, { pushed: 0, acknowledged: 0, duplicate: 0, refused: 0, 'no-answer': 0 })
    },
    close: () => {
      closed = true
    },
    restore: (line) => {
      const dossier = line.operation === OPERATION ? dossierOf(line) : undefined
      if (!dossier) return
      sequence = Math.max(sequence, Number(dossier.MaHoSo.split('-').at(-1)) || 0)
      const place = waiting.findIndex((other) => other.MaHoSo === dossier.MaHoSo)
      const unanswered = line.outcome === 'sent' || line.outcome === 'no-answer'
      if (unanswered && place < 0) waiting.push(dossier)
      if (!unanswered && place >= 0) waiting.splice(place, 1)
    },
  }
}

function dossierOf(line: RecordLine): PushedDossier | undefined {
  const body = asObject(line.body)
  return body && { ...body, MaHoSo: line.key }
}

async function send(target: PushTarget, dossier: PushedDossier): Promise<Omit<PushResult, 'dossier'>> {
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-api-key': target.apiKey },
      body: JSON.stringify(dossier),
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: 'manual',
    })
    const text = (await response.text()).slice(0, 1024 * 1024)
    return classify(response.status, text)
  } catch {
    return { outcome: 'no-answer' }
  }
}

function classify(status: number, text: string): Omit<PushResult, 'dossier'> {
  if (status === 429 || status >= 500) return { outcome: 'no-answer', status }
  const answer = asObject(parsed(text))
  const errorCode = answer && 'error_code' in answer ? String(answer.error_code) : undefined
  const message = typeof answer?.message === 'string' ? answer.message.slice(0, 500) : undefined
  const facts = {
    status,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(message === undefined ? {} : { message }),
  }
  if (errorCode === '1' || message?.normalize('NFC').toLocaleLowerCase('vi').includes('đã tồn tại') === true)
    return { outcome: 'duplicate', ...facts }
  const fine = status >= 200 && status < 300 && (errorCode === undefined || Number(errorCode) === 0)
  return { outcome: fine ? 'acknowledged' : 'refused', ...facts }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A dossier with the codes of the portal: national procedure code, `yyyyMMddHHmmss`, small base64 files. */
export function makePushedDossier(random: Random, now: Date, sequence: number): PushedDossier {
  const procedure = pick(
    random,
    PROCEDURES.filter((candidate) => candidate.national !== undefined && candidate.forEnterprises !== true),
  )
  const person = makePerson(random, now)
  const code = `000.00.00.G22-${shortDay(now)}-${String(sequence).padStart(5, '0')}`
  return {
    MaHoSo: code,
    MaTTHC: procedure.national,
    TenTTHC: procedure.title,
    MaLinhVuc: procedure.fieldCode,
    TenLinhVuc: procedure.field,
    KenhThucHien: '2',
    ChuHoSo: person.name,
    LoaiDoiTuong: '1',
    DinhDanhCHS: [{ LoaiDinhDanh: person.idKind === 'CCCD' ? '1' : '2', SoDinhDanh: person.idNumber }],
    NgaySinh: person.birthDate,
    GioiTinh: person.gender === 'nam' ? '1' : '2',
    DiaChi: person.address,
    MaTinh: person.commune.provinceCode === '02' ? '08' : person.commune.provinceCode,
    MaXa: person.commune.becomes[0] ?? '',
    SoDienThoai: person.phone,
    Email: person.email,
    TrichYeuHoSo: `${procedure.title} cho ${person.name}`,
    NgayNopHoSo: compactTime(now),
    NoiNopHoSo: '1',
    MaDonVi: '000.00.00.H22',
    TaiLieuNop: procedure.papers.map(([id, name], index) => ({
      TepDinhKemId: `${code}-${index + 1}`,
      TenTepDinhKem: `${name}.pdf`,
      IsDeleted: 'False',
      MaThanhPhanHoSo: id,
      DuocSoHoa: '1',
      Base64: smallPdf(`${name} - ${code}`),
    })),
  }
}
