import { z } from 'zod'
import { createSimulator, type FramedSimulator } from '../frame/create-simulator.ts'
import type { ControlRoute, SimulatorOptions, SimulatorParts, SimulatorTools } from '../frame/simulator.ts'
import { dvcqgAnswers } from './answers.ts'
import { createDossiers, type DossierEffects, type Dossiers, type StoredDossier } from './dossiers.ts'
import { gplxServices } from './gplx.ts'
import { paymentControls } from './payment-controls.ts'
import { createPayments, DEFAULT_CALLBACK, type PaymentSettings, type Payments } from './payments.ts'
import {
  createPusher,
  DEFAULT_PUSH_TARGET,
  type PushedDossier,
  type Pusher,
  type PushResult,
  type PushTarget,
} from './push.ts'
import { createQuestions, type QuestionDesk } from './questions.ts'
import { dvcqgDialect, dvcqgRoutes } from './routes.ts'
import { dvcqgServices } from './services.ts'
import { createSessions, type Sessions } from './sessions.ts'

/** Options of the portal simulator. */
export interface DvcqgOptions extends SimulatorOptions {
  /** How long a session lasts after login; 1,200 (20 minutes) by default. */
  readonly sessionSeconds?: number
  /** Where its traffic goes; the local gateway by default. */
  readonly target?: PushTarget
  /** Where the payment platform calls back; the local gateway by default. */
  readonly callbackUrl?: string
}

/** The portal simulator. */
export interface Dvcqg extends FramedSimulator {
  /** What the portal holds of one dossier. */
  dossier(code: string): StoredDossier | undefined
  /** How often each effect reached each dossier. */
  effects(): Readonly<Record<string, DossierEffects>>
  /** Sends one dossier to a province (a new one unless given) and records the answer. Never rejects. */
  pushDossier(target?: PushTarget, dossier?: PushedDossier): Promise<PushResult>
  /** Sends dossiers steadily; unanswered ones come again, now and then an answered one too. 0 stops. */
  traffic(setting: { readonly perMinute: number; readonly target?: PushTarget }): ReturnType<FramedSimulator['traffic']>
  setSessionSeconds(seconds: number): void
  /** Ends a payment and calls back; see `Payments.pay`. */
  pay: Payments['pay']
  /** What the payment platform does besides. */
  readonly paymentSettings: PaymentSettings
}

interface DvcqgParts extends SimulatorParts {
  readonly dossiers: Dossiers
  readonly questions: QuestionDesk
  readonly payments: Payments
  readonly sessions: Sessions
  readonly pusher: Pusher
  setTarget(target: PushTarget): void
  target(): PushTarget
}

/** Cổng Dịch vụ công quốc gia behind an X-Road adapter: login, services by name, dossiers kept and counted, dossiers pushed. */
export function createDvcqg(options: DvcqgOptions = {}): Dvcqg {
  const { simulator, parts } = createSimulator(
    options,
    (tools) => buildDvcqg(tools, options),
    (built, line) => {
      built.dossiers.restore(line)
      built.questions.restore(line)
      built.payments.restore(line)
      built.pusher.restore(line)
    },
  )
  return Object.assign(simulator, {
    dossier: parts.dossiers.get,
    effects: parts.dossiers.effects,
    pushDossier: (target?: PushTarget, dossier?: PushedDossier) => parts.pusher.push(target ?? parts.target(), dossier),
    traffic: start(simulator, parts),
    setSessionSeconds: parts.sessions.setSeconds,
    pay: parts.payments.pay,
    paymentSettings: parts.payments.settings,
  })
}

function start(simulator: FramedSimulator, parts: DvcqgParts): Dvcqg['traffic'] {
  const begin = simulator.traffic
  return ({ perMinute, target }) => {
    if (target) parts.setTarget(target)
    return begin({ perMinute })
  }
}

const COUNT_TITLES = {
  HoSo: { vi: 'Hồ sơ đang giữ', en: 'Dossiers kept' },
  inserts: { vi: 'Lần thêm mới', en: 'Inserts' },
  updates: { vi: 'Lần cập nhật', en: 'Updates' },
  steps: { vi: 'Bước xử lý đã nhận', en: 'Progress steps' },
  repeatedSteps: { vi: 'Bước xử lý bị gửi lặp', en: 'Repeated steps' },
  refusedInserts: { vi: 'Lần thêm mới bị báo đã tồn tại', en: 'Inserts refused as existing' },
  HoiDap: { vi: 'Câu hỏi', en: 'Questions' },
  sessions: { vi: 'Phiên làm việc', en: 'Sessions' },
  payments: { vi: 'Khoản thanh toán', en: 'Payments' },
  paid: { vi: 'Đã thanh toán', en: 'Paid' },
  callbacks: { vi: 'Lần báo kết quả thanh toán', en: 'Payment callbacks' },
  callbacksAccepted: { vi: 'Báo kết quả được nhận', en: 'Callbacks accepted' },
  'DayHoSo.pushed': { vi: 'Lần đẩy hồ sơ về tỉnh', en: 'Pushes to the province' },
  'DayHoSo.acknowledged': { vi: 'Tỉnh đã nhận', en: 'Acknowledged by the province' },
  'DayHoSo.duplicate': { vi: 'Tỉnh báo đã tồn tại', en: 'Already in the province' },
  'DayHoSo.refused': { vi: 'Tỉnh từ chối', en: 'Refused by the province' },
  'DayHoSo.noAnswer': { vi: 'Tỉnh không trả lời', en: 'No answer from the province' },
  'DayHoSo.waiting': { vi: 'Hồ sơ chờ gửi lại', en: 'Waiting to be sent again' },
}

function buildDvcqg(tools: SimulatorTools, options: DvcqgOptions): DvcqgParts {
  const dossiers = createDossiers()
  const answers = dvcqgAnswers(tools.random)
  const sessions = createSessions(tools.random, tools.clock, options.sessionSeconds ?? 1200)
  const pusher = createPusher(tools.random, tools.clock, tools.record)
  const payments = createPayments(tools.random, tools.clock, tools.record, options.callbackUrl ?? DEFAULT_CALLBACK)
  const firstTarget = options.target ?? DEFAULT_PUSH_TARGET
  let target = firstTarget
  const setTarget = (value: PushTarget): void => {
    target = value
  }
  const questions = createQuestions(answers)
  const services = new Map([...dvcqgServices(dossiers, answers), ...questions.services])
  const desk = { sessions, answers, services, gplx: gplxServices(answers), random: tools.random }
  return {
    dossiers,
    questions,
    payments,
    sessions,
    pusher,
    setTarget,
    target: () => target,
    name: 'dvcqg',
    title: { vi: 'Cổng Dịch vụ công quốc gia (giả lập)', en: 'National public service portal (simulated)' },
    summary: {
      vi: 'Đóng vai Cổng DVCQG sau adapter của trục NDXP: đăng nhập lấy session, gọi dịch vụ theo tên, giữ và đếm từng hồ sơ, đẩy hồ sơ mới về tỉnh.',
      en: 'Plays the portal behind an NDXP adapter: login for a session, services by name, dossiers kept and counted, new ones pushed to the province.',
    },
    routes: [...dvcqgRoutes(desk), ...payments.routes],
    controls: [...dvcqgControls(dossiers, sessions, pusher, () => target, setTarget), ...paymentControls(payments)],
    dialect: dvcqgDialect(desk),
    countTitles: COUNT_TITLES,
    counts: () => ({
      ...dossiers.totals(),
      HoiDap: questions.count(),
      sessions: sessions.count(),
      ...payments.counts(),
      ...pusher.counts(),
    }),
    tick: async () => {
      await payments.work()
      await pusher.work(target)
    },
    reset: () => {
      dossiers.clear()
      questions.clear()
      payments.reset()
      sessions.clear()
      pusher.reset()
      target = firstTarget
    },
    close: pusher.close,
  }
}

const targetSchema = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(500), apiKey: z.string().max(500) })
const settingsSchema = z.strictObject({
  sessionSeconds: z.number().min(0).max(86_400).optional(),
  target: targetSchema.optional(),
})

function dvcqgControls(
  dossiers: Dossiers,
  sessions: Sessions,
  pusher: Pusher,
  target: () => PushTarget,
  setTarget: (target: PushTarget) => void,
): readonly ControlRoute[] {
  // the key is never shown
  const settings = () => ({ sessionSeconds: sessions.seconds(), target: { url: target().url } })
  return [
    { method: 'GET', path: 'effects', handle: () => ({ effects: dossiers.effects() }) },
    {
      method: 'GET',
      path: 'dossier',
      handle: (_body, query) => dossiers.get(query.get('code') ?? '') ?? { data: null, steps: [], effects: null },
    },
    { method: 'GET', path: 'settings', handle: settings },
    {
      method: 'PUT',
      path: 'settings',
      handle: (body) => {
        const given = settingsSchema.parse(body)
        if (given.sessionSeconds !== undefined) sessions.setSeconds(given.sessionSeconds)
        if (given.target) setTarget(given.target)
        return settings()
      },
    },
    {
      method: 'POST',
      path: 'push',
      handle: async (body) => {
        const given = z.strictObject({ target: targetSchema.optional() }).parse(body)
        return pusher.push(given.target ?? target())
      },
    },
  ]
}
