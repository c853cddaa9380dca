import { z } from 'zod'
import type { periods } from '../flow/limits.ts'
import { complaint } from './complaint.ts'
import { field, isDurationWithin } from './fields.ts'

/** The shortest and the longest pause of a breaker: below it hammers, above nobody would notice that the partner is back. */
const PAUSE_MS = { least: 1000, most: 3_600_000 }

/** How hard a partner may be called, whatever flow calls: the same for every kind of connection. */
export const connectionLimitsSchema = z.strictObject({
  concurrency: field
    .integer({
      title: { vi: 'Số lượt gọi cùng lúc tối đa', en: 'Most calls at a time' },
      help: {
        vi: 'Tính trên cả hệ thống, mọi luồng. Lượt gọi vượt quá chờ đến lượt. Để trống: không giới hạn.',
        en: 'On the whole installation, over all flows. Calls beyond it wait their turn. Empty: no limit.',
      },
      min: 1,
      max: 10_000,
      advanced: true,
    })
    .optional(),
  rate: field
    .integer({
      title: { vi: 'Tốc độ gọi tối đa', en: 'Highest rate of calls' },
      help: { vi: 'Số lượt gọi trong mỗi khoảng bên dưới.', en: 'Calls in each of the periods below.' },
      min: 1,
      max: 1_000_000,
      advanced: true,
    })
    .optional(),
  per: field
    .choice(
      [
        { value: 'second', title: { vi: 'Giây', en: 'Second' } },
        { value: 'minute', title: { vi: 'Phút', en: 'Minute' } },
        { value: 'hour', title: { vi: 'Giờ', en: 'Hour' } },
      ] satisfies { value: (typeof periods)[number]; title: { vi: string; en: string } }[],
      { title: { vi: 'Trong mỗi', en: 'In every' }, advanced: true },
    )
    .default('second'),
  breakAfter: field
    .integer({
      title: { vi: 'Ngắt mạch sau số lỗi liên tiếp', en: 'Break after consecutive failures' },
      help: {
        vi: 'Lỗi mạng, quá thời gian chờ hoặc lỗi máy chủ (5xx). Khi ngắt mạch, thông điệp chờ và đối tác không bị gọi dồn. 0: không ngắt.',
        en: 'Network faults, time-outs and server errors (5xx). While the circuit is open messages wait and the partner is left alone. 0: never.',
      },
      min: 0,
      max: 1000,
      advanced: true,
    })
    .default(10),
  pause: field
    .duration({
      title: { vi: 'Nghỉ trước khi thử lại', en: 'Pause before the next try' },
      help: {
        vi: 'Hết thời gian này một lượt gọi được thử; còn lỗi thì nghỉ lâu gấp đôi, tối đa 10 lần.',
        en: 'Then one call is tried; while it fails the pause doubles, up to ten times.',
      },
      advanced: true,
    })
    .refine(
      (pause) => isDurationWithin(pause, PAUSE_MS.least, PAUSE_MS.most),
      complaint('từ 1 giây đến 1 giờ', 'from 1 second to 1 hour'),
    )
    .default('PT30S'),
})
export type ConnectionLimits = z.infer<typeof connectionLimitsSchema>

/** What holds for a connection that says nothing. */
export const DEFAULT_LIMITS: ConnectionLimits = connectionLimitsSchema.parse({})
