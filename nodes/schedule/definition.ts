import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { isTimetable } from './slots.ts'

/** Lịch: a message at set times, in Vietnamese time. */
export const definition = defineNode({
  type: 'schedule',
  version: 1,
  kind: 'trigger',
  title: { vi: 'Lịch', en: 'Schedule' },
  summary: {
    vi: 'Chạy luồng theo giờ định sẵn (giờ Việt Nam), mỗi mốc giờ đúng một lần.',
    en: 'Runs the flow at set times (Vietnamese time), once for each time.',
  },
  keywords: ['cron', 'định kỳ', 'hẹn giờ', 'timer', 'hằng ngày'],
  settings: z.strictObject({
    cron: field
      .cron({
        title: { vi: 'Thời điểm chạy', en: 'When' },
        help: {
          vi: 'Năm phần: phút, giờ, ngày, tháng, thứ (0 hoặc 7 là Chủ nhật). Ví dụ 0 8 * * 1-5 là 8 giờ sáng các ngày làm việc.',
          en: 'Five parts: minute, hour, day, month, weekday (0 or 7 is Sunday). 0 8 * * 1-5 is eight in the morning on weekdays.',
        },
        placeholder: '0 8 * * 1-5',
      })
      .refine(
        isTimetable,
        complaint(
          'cần năm phần: phút giờ ngày tháng thứ, và phải có ngày thật sự rơi vào lịch này',
          'must have five parts: minute hour day month weekday, and a date that really comes',
        ),
      )
      .default('0 8 * * *'),
    misfire: field
      .choice(
        [
          { value: 'once', title: { vi: 'Chạy bù một lần', en: 'Run once to make up' } },
          { value: 'all', title: { vi: 'Chạy bù đủ mọi mốc', en: 'Run for every missed time' } },
          { value: 'skip', title: { vi: 'Bỏ qua', en: 'Leave them out' } },
        ],
        {
          title: { vi: 'Các mốc bị lỡ khi hệ thống dừng', en: 'Times missed while the system stood still' },
          help: {
            vi: 'Chạy bù đủ: nhiều nhất 1.000 mốc gần đây.',
            en: 'Every missed time: the newest 1,000 at most.',
          },
        },
      )
      .default('once'),
    jitter: field
      .duration({
        title: { vi: 'Lệch ngẫu nhiên tối đa', en: 'Random delay, at most' },
        help: {
          vi: 'Để nhiều luồng không gọi đối tác vào đúng một giây.',
          en: 'So that many flows do not call a partner in the same second.',
        },
        advanced: true,
      })
      .default('PT0S'),
  }),
  input: false,
  out: [
    {
      name: 'out',
      title: { vi: 'Đến giờ', en: 'On time' },
      schema: {
        type: 'object',
        properties: { slot: { type: 'string', format: 'date-time', title: 'Mốc giờ' } },
        required: ['slot'],
        additionalProperties: false,
      },
    },
  ],
  output: 'described',
  sample: { slot: '2026-07-01T08:00:00+07:00' },
  effects: 'none',
})
