import { z } from 'zod'
import { createSimulator, type FramedSimulator } from '../frame/create-simulator.ts'
import { drawSeed } from '../frame/random.ts'
import type { ControlRoute, SimulatorOptions, SimulatorParts, SimulatorTools } from '../frame/simulator.ts'
import { type CaseBook, createCaseBook } from './case-book.ts'
import { type Citizen, makeCitizens } from './citizens.ts'
import { type Enterprise, makeEnterprises } from './enterprises.ts'
import { createGateway, type NgspGateway } from './gateway.ts'
import { ngspServices } from './services.ts'
import { createTableStore, type TableStore } from './table-store.ts'
import { createTokens, type Tokens } from './tokens.ts'
import { createTrackingBook, type TrackingBook } from './tracking.ts'

/** Options of the NGSP simulator. */
export interface NgspOptions extends SimulatorOptions {
  /** How long a token lasts; 3,600 by default. */
  readonly tokenSeconds?: number
  /** Calls a minute before HTTP 429; 0 (the default) is no limit. */
  readonly quotaPerMinute?: number
  /** Enterprises in the register besides the six samples; 60 by default. */
  readonly enterprises?: number
  /** How long one state of a dossier at a ministry lasts; 20 s by default. */
  readonly stateSeconds?: number
}

/** The NGSP simulator. */
export interface Ngsp extends FramedSimulator {
  /** The enterprises of the register by mã số doanh nghiệp. */
  enterprises(): ReadonlyMap<string, Enterprise>
  /** The synthetic citizens by số định danh. */
  citizens(): ReadonlyMap<string, Citizen>
  /** What the measuring system (EMC) was told. */
  tracked(): readonly unknown[]
  /** How long one state of a dossier at a ministry lasts; days become moments. */
  setStateSeconds(seconds: number): void
  setTokenSeconds(seconds: number): void
  setQuota(perMinute: number): void
}

interface NgspParts extends SimulatorParts {
  readonly tokens: Tokens
  readonly gateway: NgspGateway
  readonly tables: TableStore
  readonly enterprises: ReadonlyMap<string, Enterprise>
  readonly citizens: ReadonlyMap<string, Citizen>
  readonly criminalRecords: CaseBook
  readonly civilStatus: CaseBook
  readonly pace: Pace
  readonly tracking: TrackingBook
}

/** How fast dossiers go on. */
interface Pace {
  get(): number
  set(seconds: number): void
}

/** NGSP: OAuth2 gateway in the way of WSO2, with the enterprise register and the shared code tables behind it. */
export function createNgsp(options: NgspOptions = {}): Ngsp {
  const { simulator, parts } = createSimulator(
    options,
    (tools) => buildNgsp(tools, options),
    (built, line) => {
      built.tables.restore(line)
      built.criminalRecords.restore(line)
      built.civilStatus.restore(line)
    },
  )
  return Object.assign(simulator, {
    enterprises: () => parts.enterprises,
    citizens: () => parts.citizens,
    tracked: () => parts.tracking.all(),
    setStateSeconds: parts.pace.set,
    setTokenSeconds: parts.tokens.setSeconds,
    setQuota: parts.gateway.setQuota,
  })
}

function buildNgsp(tools: SimulatorTools, options: NgspOptions): NgspParts {
  const journalSeed = drawSeed(tools.random)
  const enterprises = makeEnterprises(tools.random, options.enterprises ?? 60)
  const tokens = createTokens(tools.random, tools.clock, options.tokenSeconds ?? 3600)
  const gateway = createGateway(tokens, tools.clock, options.quotaPerMinute ?? 0)
  const tables = createTableStore()
  const citizens = makeCitizens(drawSeed(tools.random), tools.clock())
  const tracking = createTrackingBook()
  const pace = createPace(options.stateSeconds ?? 20)
  const criminalRecords = createCaseBook('nhanHoSoDangKy', tools.clock, pace.get)
  const civilStatus = createCaseBook('dangKyHoTich', tools.clock, pace.get)
  return {
    tokens,
    gateway,
    tables,
    enterprises,
    citizens,
    criminalRecords,
    civilStatus,
    pace,
    tracking,
    name: 'ngsp',
    title: { vi: 'Nền tảng tích hợp NGSP (giả lập)', en: 'National integration platform NGSP (simulated)' },
    summary: {
      vi: 'Đóng vai cổng NGSP: cấp mã truy cập OAuth2 hoặc lgspaccesstoken, tra cứu đăng ký doanh nghiệp, danh mục dùng chung, dân cư, BHXH, lý lịch tư pháp, hộ tịch, đo lường EMC; gọi được cả qua X-Road.',
      en: 'Plays the NGSP gateway: OAuth2 or lgspaccesstoken, enterprise register, shared code tables, population, insurance, criminal records, civil status, EMC tracking; also over X-Road.',
    },
    routes: [
      tracking.route,
      ...ngspServices(gateway, {
        enterprises,
        tables,
        citizens,
        criminalRecords,
        civilStatus,
        journalSeed,
        clock: tools.clock,
      }),
    ],
    controls: ngspControls(tokens, gateway, enterprises, pace),
    dialect: gateway.dialect,
    countTitles: {
      enterprises: { vi: 'Doanh nghiệp', en: 'Enterprises' },
      cases: { vi: 'Hồ sơ tư pháp đã nhận', en: 'Dossiers at the ministry of justice' },
      tableRows: { vi: 'Dòng trong danh mục dùng chung', en: 'Rows of shared code tables' },
      tracked: { vi: 'Lượt đo lường EMC', en: 'States told to EMC' },
    },
    counts: () => ({
      enterprises: enterprises.size,
      cases: criminalRecords.size() + civilStatus.size(),
      tableRows: tables.total(),
      tracked: tracking.all().length,
    }),
    reset: () => {
      gateway.reset()
      tables.clear()
      criminalRecords.clear()
      civilStatus.clear()
      tracking.clear()
    },
  }
}

function createPace(first: number): Pace {
  let seconds = first
  return {
    get: () => seconds,
    set: (value) => {
      seconds = value
    },
  }
}

const settingsSchema = z.strictObject({
  tokenSeconds: z.number().int().min(0).max(86_400).optional(),
  stateSeconds: z.number().int().min(1).max(86_400).optional(),
  quotaPerMinute: z.number().int().min(0).max(1_000_000).optional(),
})

function ngspControls(
  tokens: Tokens,
  gateway: NgspGateway,
  enterprises: ReadonlyMap<string, Enterprise>,
  pace: Pace,
): readonly ControlRoute[] {
  const settings = () => ({ tokenSeconds: tokens.seconds(), quotaPerMinute: gateway.quota(), stateSeconds: pace.get() })
  return [
    { method: 'GET', path: 'settings', handle: settings },
    {
      method: 'PUT',
      path: 'settings',
      handle: (body) => {
        const given = settingsSchema.parse(body)
        if (given.tokenSeconds !== undefined) tokens.setSeconds(given.tokenSeconds)
        if (given.stateSeconds !== undefined) pace.set(given.stateSeconds)
        if (given.quotaPerMinute !== undefined) gateway.setQuota(given.quotaPerMinute)
        return settings()
      },
    },
    {
      method: 'GET',
      path: 'enterprises',
      handle: () => ({
        enterprises: [...enterprises.values()].map(({ code, name, shape, status }) => ({ code, name, shape, status })),
      }),
    },
  ]
}
