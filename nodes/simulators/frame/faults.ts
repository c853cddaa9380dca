import { z } from 'zod'
import { type FaultName, faultNames } from '#shared/api/simulator-faults.ts'
import type { Text } from '#shared/text/text.ts'
import { drawSeed, type Random, seededRandom } from './random.ts'

/** What each fault does, for the status page and the designer. */
export const FAULT_TITLES: Readonly<Record<FaultName, Text>> = {
  delayMs: { vi: 'Trả lời chậm (mili giây)', en: 'Slow answer (milliseconds)' },
  timeoutRate: { vi: 'Nhận yêu cầu nhưng không bao giờ trả lời', en: 'Takes the request, never answers' },
  errorRate5xx: { vi: 'Lỗi máy chủ HTTP 500, 502, 503', en: 'Server error HTTP 500, 502, 503' },
  htmlErrorRate: { vi: 'HTTP 200 nhưng nội dung là trang báo lỗi', en: 'HTTP 200 with an error page as its body' },
  sessionExpiredRate: { vi: 'Phiên làm việc hoặc mã truy cập hết hạn', en: 'Session or access token expired' },
  duplicateRate: { vi: 'Đã ghi nhận nhưng trả lời “đã tồn tại”', en: 'Work done, answered as “already exists”' },
  dropAfterRate: {
    vi: 'Đã ghi nhận rồi ngắt kết nối trước khi trả lời',
    en: 'Work done, connection cut before the answer',
  },
  halfResponseRate: { vi: 'Đã ghi nhận, chỉ gửi nửa câu trả lời', en: 'Work done, only half of the answer sent' },
  invalidXmlRate: { vi: 'Đã ghi nhận, trả lời XML sai quy cách', en: 'Work done, answered with broken XML' },
}

const setting = (max: number) => {
  const value = z.number().min(0).max(max)
  return z
    .union([value, z.strictObject({ value, times: z.number().int().min(0).max(1_000_000).optional() })])
    .optional()
}

/** The dial as it is set: each fault a number (rate 0 to 1; `delayMs` up to 600,000) or `{ value, times }`. */
export const faultDialSchema = z.strictObject({
  delayMs: setting(600_000),
  timeoutRate: setting(1),
  errorRate5xx: setting(1),
  htmlErrorRate: setting(1),
  sessionExpiredRate: setting(1),
  duplicateRate: setting(1),
  dropAfterRate: setting(1),
  halfResponseRate: setting(1),
  invalidXmlRate: setting(1),
  /** Only calls of these operations meet faults; absent means every call. */
  only: z.array(z.string().min(1).max(100)).max(50).optional(),
})

/** The dial as a caller sets it. */
export type FaultDial = z.input<typeof faultDialSchema>

/** The dial as it stands: value, times left, and how often each fault struck since it was set. */
export interface FaultReading {
  readonly faults: Readonly<Partial<Record<FaultName, { readonly value: number; readonly timesLeft?: number }>>>
  readonly only?: readonly string[]
  readonly struck: Readonly<Partial<Record<FaultName, number>>>
}

/** What will go wrong with one call. At most one fault stands before the work, and one after it. */
export interface FaultPlan {
  readonly delayMs: number
  readonly before?: 'timeoutRate' | 'errorRate5xx' | 'htmlErrorRate' | 'sessionExpiredRate'
  readonly duplicate: boolean
  readonly after?: 'dropAfterRate' | 'halfResponseRate' | 'invalidXmlRate'
}

/** What a call can meet: only calls with a session can find it expired, only creating calls can be called duplicates. */
interface FaultTraits {
  readonly session: boolean
  readonly creates: boolean
}

/** The fault dial of one simulator. */
export interface Faults {
  reading(): FaultReading
  /** Replaces the whole dial; faults not named are off. Throws a zod error for a setting that does not exist. */
  set(dial: FaultDial): void
  clear(): void
  plan(operation: string, traits: FaultTraits): FaultPlan
}

interface Armed {
  readonly value: number
  timesLeft?: number
}

/** Makes a dial with everything off; its draws come from a stream of its own, so data stay equal with and without faults. */
export function createFaults(random: Random): Faults {
  const seed = drawSeed(random)
  let draw = seededRandom(seed)
  let armed = new Map<FaultName, Armed>()
  let only: readonly string[] | undefined
  let struck = new Map<FaultName, number>()

  const strikes = (name: FaultName): boolean => {
    const fault = armed.get(name)
    if (!fault || fault.timesLeft === 0) return false
    if (name !== 'delayMs' && draw() >= fault.value) return false
    if (fault.timesLeft !== undefined) fault.timesLeft--
    struck.set(name, (struck.get(name) ?? 0) + 1)
    return true
  }
  const set = (dial: FaultDial): void => {
    const parsed = faultDialSchema.parse(dial)
    armed = new Map()
    struck = new Map()
    draw = seededRandom(seed)
    only = parsed.only
    for (const name of faultNames) {
      const given = parsed[name]
      const { value, times } = typeof given === 'number' ? { value: given, times: undefined } : (given ?? { value: 0 })
      if (value > 0) armed.set(name, times === undefined ? { value } : { value, timesLeft: times })
    }
  }
  return {
    reading: () => ({
      faults: Object.fromEntries([...armed].map(([name, fault]) => [name, { ...fault }])),
      ...(only === undefined ? {} : { only }),
      struck: Object.fromEntries(struck),
    }),
    set,
    clear: () => set({}),
    plan: (operation, traits) => {
      if (only !== undefined && !only.includes(operation)) return { delayMs: 0, duplicate: false }
      const delayMs = strikes('delayMs') ? (armed.get('delayMs')?.value ?? 0) : 0
      for (const name of ['timeoutRate', 'errorRate5xx', 'htmlErrorRate'] as const) {
        if (strikes(name)) return { delayMs, before: name, duplicate: false }
      }
      if (traits.session && strikes('sessionExpiredRate'))
        return { delayMs, before: 'sessionExpiredRate', duplicate: false }
      const duplicate = traits.creates && strikes('duplicateRate')
      for (const name of ['dropAfterRate', 'halfResponseRate', 'invalidXmlRate'] as const) {
        if (strikes(name)) return { delayMs, duplicate, after: name }
      }
      return { delayMs, duplicate }
    },
  }
}
