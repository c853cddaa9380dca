import type { Random } from '../frame/random.ts'
import { between, pick } from '../frame/random.ts'
import { addWorkingDays, shortDay, slashedTime } from '../frame/vietnam-time.ts'
import type { MotCuaDatabase } from './database.ts'
import {
  AGENCY,
  commonState,
  type GiayToRow,
  type HoSoRow,
  type MadeDossier,
  makeDossier,
  makeStep,
  type TienDoRow,
} from './dossier.ts'
import { prepareStatements, type Statements, type ThuTucRow } from './statements.ts'
import { isFinal, NEXT_STATES, type State } from './states.ts'

/** Writes and reads of the one-stop system; each write that concerns the portal adds its outbox row in the same transaction. */
export interface MotCuaStore {
  /** Makes `count` dossiers of the last thirty days with steps and outbox rows. Returns their codes. */
  generate(count: number): readonly string[]
  /** One new dossier of this minute, one change of state or one more step, as a working day has them. */
  work(): void
  find(code: string): HoSoRow | undefined
  stepsOf(code: string): readonly (TienDoRow & { readonly Id: number })[]
  papersOf(code: string): readonly Omit<GiayToRow & { readonly Id: number }, 'NoiDung'>[]
  procedure(localCode: string): ThuTucRow | undefined
  procedures(): readonly ThuTucRow[]
  /** Stores a dossier that came from outside, with its first step and outbox rows. Call inside `transaction`. */
  insert(made: MadeDossier): void
  /** Moves a dossier to a state with a step. Call inside `transaction`. */
  move(code: string, state: State, step: TienDoRow): void
  /** Runs several writes as one. */
  transaction(write: () => void): void
  search(filter: SearchFilter): { readonly total: number; readonly rows: readonly HoSoRow[] }
  counts(): Readonly<Record<string, number>>
}

/** What `GET /api/hoso` filters by; `from` is `yyyyMMdd`. */
interface SearchFilter {
  readonly from?: string | undefined
  readonly state?: string | undefined
  readonly page: number
  readonly size: number
}

/** `dd/MM/yyyy …` columns as `yyyyMMdd`, since text in that form does not sort. */
const DAY = `substr(NgayNopHoSo, 7, 4) || substr(NgayNopHoSo, 4, 2) || substr(NgayNopHoSo, 1, 2)`

/** Makes the store over an open database. */
export function createMotCuaStore(database: MotCuaDatabase, random: Random, clock: () => Date): MotCuaStore {
  const sql = prepareStatements(database)
  const transaction = (write: () => void): void => database.transaction(write).immediate()

  const { insert, move, addStep } = writesOf(sql, clock)
  const newCode = (time: Date): string => {
    const day = shortDay(time)
    const number = sql.nextNumber.get(day)?.So ?? 1
    return `${AGENCY}-${day}-${String(number).padStart(4, '0')}`
  }
  const makeNew = (received: Date, state: State): string => {
    const code = newCode(received)
    insert(makeDossier(random, code, received, state))
    return code
  }
  const work = (): void => {
    const now = clock()
    const roll = random()
    const open = roll < 0.5 ? undefined : sql.someOpen.get(between(random, 0, 1_000_000))
    if (!open) {
      transaction(() => {
        makeNew(now, random() < 0.6 ? 'receiving' : 'new')
      })
      return
    }
    const next = roll < 0.85 && !isFinal(open.TrangThai) ? pick(random, NEXT_STATES[open.TrangThai]) : open.TrangThai
    const due = new Date(now.getTime() + 24 * 60 * 60 * 1000)
    const content = next === open.TrangThai ? 'Trao đổi, xác minh thông tin với đơn vị liên quan' : undefined
    const step = makeStep(random, open.MaHoSo, next, now, due, content)
    transaction(() => (next === open.TrangThai ? addStep(step) : move(open.MaHoSo, next, step)))
  }
  return {
    generate: (count) => {
      const codes: string[] = []
      for (let begun = 0; begun < count; begun += 500) {
        transaction(() => {
          for (let i = begun; i < Math.min(begun + 500, count); i++)
            codes.push(makeNew(officeTime(random, clock()), commonState(random)))
        })
      }
      return codes
    },
    work,
    find: (code) => sql.find.get(code),
    stepsOf: (code) => sql.steps.all(code),
    papersOf: (code) => sql.papers.all(code),
    procedure: (localCode) => sql.procedure.get(localCode),
    procedures: () => sql.procedures.all(),
    insert,
    move,
    transaction,
    search: (filter) => search(database, filter),
    counts: () => Object.fromEntries(sql.counts.all().map((row) => [row.name, row.value])),
  }
}

/** The writes that concern the portal, each with its outbox row. */
function writesOf(sql: Statements, clock: () => Date) {
  const addStep = (step: TienDoRow): void => {
    const { lastInsertRowid } = sql.insertStep.run(step)
    sql.insertOutbox.run({
      MaHoSo: step.MaHoSo,
      Loai: 'TienDo',
      TienDoId: Number(lastInsertRowid),
      NgayTao: slashedTime(clock()),
    })
  }
  const insert = (made: MadeDossier): void => {
    sql.insertDossier.run(made.dossier)
    for (const paper of made.papers) sql.insertPaper.run(paper)
    sql.insertOutbox.run({ MaHoSo: made.dossier.MaHoSo, Loai: 'HoSo', TienDoId: null, NgayTao: slashedTime(clock()) })
    for (const step of made.steps) addStep(step)
  }
  const move = (code: string, state: State, step: TienDoRow): void => {
    const now = step.ThoiDiemXuLy
    const days = sql.daysOf.get(code)?.SoNgayGiaiQuyet ?? 1
    sql.moveDossier.run({
      code,
      state,
      received: state === 'new' ? now : null,
      due: state === 'new' ? slashedTime(addWorkingDays(clock(), days)) : null,
      finished: state === 'releasing' || state === 'unresolved' ? now : null,
      returned: state === 'done' ? now : null,
      refused: state === 'denied' ? now : null,
    })
    sql.insertOutbox.run({ MaHoSo: code, Loai: 'HoSo', TienDoId: null, NgayTao: slashedTime(clock()) })
    addStep(step)
  }
  return { insert, move, addStep }
}

/** A moment of the last thirty days between 7:30 and 16:30, at least five hours ago. */
function officeTime(random: Random, now: Date): Date {
  const day = new Date(now.getTime() - between(random, 1, 30) * 24 * 60 * 60 * 1000)
  day.setUTCHours(0, between(random, 30, 570), between(random, 0, 59), 0)
  return day
}

function search(database: MotCuaDatabase, filter: SearchFilter): { total: number; rows: readonly HoSoRow[] } {
  const conditions = [
    ...(filter.from === undefined ? [] : [`${DAY} >= @from`]),
    ...(filter.state === undefined ? [] : ['TrangThai = @state']),
  ]
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const params = {
    from: filter.from ?? null,
    state: filter.state ?? null,
    size: filter.size,
    skip: (filter.page - 1) * filter.size,
  }
  const total = database.prepare<[object], { n: number }>(`SELECT count(*) AS n FROM HoSo ${where}`).get(params)?.n ?? 0
  const rows = database
    .prepare<[object], HoSoRow>(`SELECT * FROM HoSo ${where} ORDER BY ${DAY}, MaHoSo LIMIT @size OFFSET @skip`)
    .all(params)
  return { total, rows }
}
