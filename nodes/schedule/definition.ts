import { z } from 'zod'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { isTimetable, MOST_MISSED } from './slots.ts'

/** Lịch: a message at set times, in Vietnamese time. */
export const definition = defineNode({
  type: 'schedule',
  version: 1,
  kind: 'trigger',
  family: 'timing',
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
          { value: 'all', title: { vi: 'Chạy bù từng mốc', en: 'Run for every missed time' } },
          { value: 'skip', title: { vi: 'Bỏ qua', en: 'Leave them out' } },
        ],
        {
          title: { vi: 'Các mốc bị lỡ khi hệ thống dừng', en: 'Times missed while the system stood still' },
          help: {
            vi: 'Ví dụ máy chủ tắt từ 7 đến 9 giờ thì mốc 8 giờ bị lỡ.',
            en: "Such as the time of 8 o'clock when the server was off from 7 to 9.",
          },
        },
      )
      .default('once'),
    most: field
      .integer({
        title: { vi: 'Chạy bù nhiều nhất (mốc)', en: 'Make up at most (times)' },
        help: {
          vi: 'Chỉ các mốc gần đây nhất; mốc cũ hơn bị bỏ qua.',
          en: 'The newest ones; older ones are left out.',
        },
        min: 1,
        max: MOST_MISSED,
        showIf: { setting: 'misfire', is: ['all'] },
      })
      .default(100),
    within: field
      .choice(
        [
          { value: 'always', title: { vi: 'Mọi ngày, mọi giờ', en: 'Any day, any hour' } },
          { value: 'working-days', title: { vi: 'Chỉ ngày làm việc', en: 'Working days only' } },
          { value: 'working-hours', title: { vi: 'Chỉ giờ làm việc', en: 'Working hours only' } },
        ],
        {
          title: { vi: 'Theo lịch làm việc', en: 'By the working calendar' },
          help: {
            vi: 'Ngày nghỉ, Tết, ngày làm bù và giờ hành chính đặt ở trang Danh mục › Lịch làm việc.',
            en: 'Holidays, Tết, made-up days and office hours are set on the page Code tables › Working calendar.',
          },
        },
      )
      .default('always'),
    otherwise: field
      .choice(
        [
          { value: 'skip', title: { vi: 'Bỏ qua mốc ấy', en: 'Leave that time out' } },
          {
            value: 'move',
            title: { vi: 'Dời sang lúc làm việc kế tiếp', en: 'Move it to the next working time' },
          },
        ],
        {
          title: { vi: 'Mốc rơi vào lúc nghỉ', en: 'A time outside of it' },
          help: {
            vi: 'Dời theo ngày: cùng giờ của ngày làm việc kế tiếp. Dời theo giờ: đầu giờ làm việc kế tiếp. Nhiều mốc dời về một lúc thì chạy một lần.',
            en: 'Moved by days: the same time of the next working day. Moved by hours: when work next begins. Several times moved to one instant run once.',
          },
          showIf: { setting: 'within', is: ['working-days', 'working-hours'] },
        },
      )
      .default('skip'),
    jitter: field
      .duration({
        title: { vi: 'Lệch ngẫu nhiên tối đa', en: 'Random delay, at most' },
        help: {
          vi: 'Để nhiều luồng không gọi đối tác vào đúng một giây. Ví dụ 30 giây (PT30S).',
          en: 'So that many flows do not call a partner in the same second. Such as 30 seconds (PT30S).',
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
