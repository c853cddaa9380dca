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
            { value: 'working-days', title: { vi: 'Số ngày làm việc', en: 'Working days' } },
            { value: 'working-hours', title: { vi: 'Số giờ làm việc', en: 'Working hours' } },
            { value: 'until', title: { vi: 'Tới một thời điểm', en: 'Until an instant' } },
          ],
          {
            title: { vi: 'Kiểu chờ', en: 'How to wait' },
            help: {
              vi: 'Khoảng thời gian tính liên tục; ngày, giờ làm việc theo lịch làm việc; hoặc tới một thời điểm có trong thông điệp.',
              en: 'Elapsed time; working days or hours by the calendar; or until an instant that the message holds.',
            },
          },
        )
        .default('for'),
      for: field
        .duration({
          title: { vi: 'Khoảng thời gian', en: 'How long' },
          help: {
            vi: 'Ví dụ 5 phút (PT5M), 2 ngày (P2D). Không quá 366 ngày.',
            en: 'Such as 5 minutes (PT5M) or 2 days (P2D). At most 366 days.',
          },
          placeholder: 'PT5M',
          showIf: { setting: 'mode', is: ['for'] },
        })
        .default('PT1M'),
      amount: field
        .integer({
          title: { vi: 'Số ngày hoặc giờ làm việc', en: 'Working days or hours' },
          help: {
            vi: 'Theo lịch làm việc ở trang Danh mục. Ngày: tới cùng giờ của ngày làm việc thứ N sau hôm nay. Giờ: bỏ qua nghỉ trưa, đêm và ngày nghỉ.',
            en: 'By the working calendar on the page Code tables. Days: until the same time of the N-th working day after today. Hours: lunch, nights and days off do not count.',
          },
          min: 1,
          max: 1000,
          showIf: { setting: 'mode', is: ['working-days', 'working-hours'] },
        })
        .default(1),
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
