import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** Chờ: sleeps durably, through restarts. */
export const definition = defineNode({
  type: 'delay',
  version: 1,
  kind: 'control',
  title: { vi: 'Chờ', en: 'Delay' },
  summary: {
    vi: 'Giữ thông điệp một khoảng thời gian hoặc tới một thời điểm rồi cho đi tiếp; khởi động lại máy chủ không làm mất.',
    en: 'Holds the message for a while or until an instant, then lets it go on; a restart of the server loses nothing.',
  },
  keywords: ['chờ', 'đợi', 'hẹn giờ', 'tạm dừng', 'delay', 'wait', 'sleep', 'timer'],
  settings: z
    .strictObject({
      mode: field
        .choice(
          [
            { value: 'for', title: { vi: 'Một khoảng thời gian', en: 'For a while' } },
            { value: 'until', title: { vi: 'Tới một thời điểm', en: 'Until an instant' } },
          ],
          { title: { vi: 'Kiểu chờ', en: 'How to wait' } },
        )
        .default('for'),
      for: field
        .duration({
          title: { vi: 'Khoảng thời gian', en: 'How long' },
          placeholder: 'PT5M',
          showIf: { setting: 'mode', is: ['for'] },
        })
        .default('PT1M'),
      until: field
        .expression({
          title: { vi: 'Thời điểm', en: 'Instant' },
          help: {
            vi: 'Công thức cho ra ngày giờ ISO 8601 có múi giờ, ví dụ 2026-01-05T08:00:00+07:00. Đã qua thì đi tiếp ngay.',
            en: 'An expression that gives an ISO 8601 date-time with offset, such as 2026-01-05T08:00:00+07:00. In the past: goes on at once.',
          },
          placeholder: 'HenTra',
          showIf: { setting: 'mode', is: ['until'] },
        })
        .optional(),
    })
    .refine((settings) => settings.mode !== 'until' || settings.until !== undefined, {
      ...complaint('chưa nhập', 'is missing'),
      path: ['until'],
    }),
  input: true,
  out: [{ name: 'out', title: { vi: 'Hết giờ chờ', en: 'Afterwards' } }],
  output: 'same',
  effects: 'none',
  breaksCycle: true,
})
