import { z } from 'zod'
import { isWait, notAWait } from '#nodes/waiting/deadline.ts'
import { complaint } from '#shared/node/complaint.ts'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'

/** A duration of whole days, `P1D` to `P999D`. */
const WHOLE_DAYS = /^P[1-9]\d{0,2}D$/

/** Chờ người duyệt: the run stops until a person decides. */
export const definition = defineNode({
  type: 'human-task',
  version: 1,
  kind: 'control',
  title: { vi: 'Chờ người duyệt', en: 'Human task' },
  summary: {
    vi: 'Dừng lại cho tới khi một người chọn một trong các quyết định, hoặc tới khi quá hạn.',
    en: 'Stops until a person chooses one of the decisions, or until the time is up.',
  },
  keywords: ['duyệt', 'phê duyệt', 'người', 'quyết định', 'thủ công', 'approve', 'manual', 'human', 'decision', 'task'],
  settings: z
    .strictObject({
      title: field.value({
        title: { vi: 'Tên việc', en: 'Title' },
        help: { vi: 'Hiện trong danh sách "Việc chờ xử lý".', en: 'Shown in the list of open tasks.' },
        placeholder: 'Duyệt hồ sơ hoàn thuế',
      }),
      instructions: field
        .longText({
          title: { vi: 'Hướng dẫn', en: 'Instructions' },
          help: {
            vi: 'Người duyệt cần xem gì, chọn thế nào. Ví dụ: Đối chiếu ảnh với giấy tờ rồi chọn.',
            en: 'What to look at, and how to choose. Such as: Compare the picture with the papers, then choose.',
          },
        })
        .optional(),
      fields: field
        .list(
          {
            label: field.text({
              title: { vi: 'Nhãn', en: 'Label' },
              help: {
                vi: 'Chữ đứng trước giá trị, ví dụ Chủ hồ sơ.',
                en: 'The words before the value, such as Applicant.',
              },
              placeholder: 'Chủ hồ sơ',
            }),
            value: field.value({
              title: { vi: 'Giá trị', en: 'Value' },
              help: {
                vi: 'Trường hoặc công thức, ví dụ ChuHoSo.HoTen.',
                en: 'A field or an expression, such as ChuHoSo.HoTen.',
              },
              placeholder: 'ChuHoSo.HoTen',
            }),
          },
          {
            title: { vi: 'Thông tin cho người duyệt', en: 'What the person sees' },
            help: {
              vi: 'Chỉ đưa những gì cần để quyết định; ai xem được lần chạy đều thấy.',
              en: 'Only what the decision needs; everybody who may look at runs sees it.',
            },
            add: { vi: 'Thêm dòng', en: 'Add a line' },
            max: 50,
          },
        )
        .default([]),
      choices: field
        .list(
          {
            id: field
              .text({
                title: { vi: 'Mã quyết định', en: 'Decision id' },
                help: {
                  vi: 'Tên cổng ra: chữ thường không dấu, số và dấu gạch nối. Đổi mã phải nối lại dây.',
                  en: 'Name of the port: lower-case letters, digits and hyphens. Wires must be connected again after a change.',
                },
                placeholder: 'dong-y',
              })
              .regex(/^[a-z][a-z0-9-]{0,63}$/)
              .refine(
                (id) => id !== 'timeout',
                complaint('tên "timeout" đã dùng cho cổng "Quá hạn"', '"timeout" is the name of the last port'),
              ),
            label: field
              .text({
                title: { vi: 'Nhãn', en: 'Label' },
                help: {
                  vi: 'Chữ trên nút bấm, ví dụ Đồng ý. Để trống: dùng mã.',
                  en: 'The words on the button, such as Agree. Blank: the id.',
                },
                placeholder: 'Đồng ý',
              })
              .optional(),
          },
          {
            title: { vi: 'Các quyết định', en: 'Decisions' },
            help: { vi: 'Mỗi quyết định là một nút bấm và một cổng ra.', en: 'Each is a button and a port.' },
            add: { vi: 'Thêm quyết định', en: 'Add a decision' },
            min: 1,
            max: 20,
          },
        )
        .refine(
          (choices) => new Set(choices.map((choice) => choice.id)).size === choices.length,
          complaint('các mã quyết định phải khác nhau', 'decision ids must differ'),
        ),
      deadline: field
        .duration({
          title: { vi: 'Thời hạn', en: 'Deadline' },
          help: {
            vi: 'Hết thời gian này mà chưa ai quyết định thì thông điệp đi ra cổng "Quá hạn".',
            en: 'When nobody has decided by then, the message leaves through "Time is up".',
          },
          placeholder: 'P2D',
        })
        .refine(isWait, notAWait),
      counting: field
        .choice(
          [
            { value: 'calendar', title: { vi: 'Thời gian liên tục', en: 'Elapsed time' } },
            { value: 'working-days', title: { vi: 'Ngày làm việc', en: 'Working days' } },
          ],
          {
            title: { vi: 'Thời hạn tính theo', en: 'The deadline counts' },
            help: {
              vi: 'Ngày làm việc: 2 ngày là tới cùng giờ của ngày làm việc thứ hai sau hôm nay, theo trang Danh mục › Lịch làm việc; thời hạn phải là số ngày tròn.',
              en: 'Working days: 2 days end at the same time of the second working day after today, by the page Code tables › Working calendar; the deadline must be whole days.',
            },
          },
        )
        .default('calendar'),
      role: field
        .choice(
          [
            { value: 'operator', title: { vi: 'Vận hành', en: 'Operator' } },
            { value: 'designer', title: { vi: 'Thiết kế', en: 'Designer' } },
            { value: 'admin', title: { vi: 'Quản trị', en: 'Administrator' } },
          ],
          {
            title: { vi: 'Ai được quyết định', en: 'Who may decide' },
            help: { vi: 'Vai trò này và các vai trò cao hơn.', en: 'This role and those above it.' },
          },
        )
        .default('operator'),
      commentRequired: field
        .boolean({
          title: { vi: 'Bắt buộc ghi ý kiến', en: 'A comment is required' },
          help: {
            vi: 'Bật khi quyết định nào cũng phải có lý do, ví dụ trả lại hồ sơ.',
            en: 'On when every decision needs a reason, such as sending a dossier back.',
          },
        })
        .default(false),
    })
    .refine(({ counting, deadline }) => counting === 'calendar' || WHOLE_DAYS.test(deadline), {
      ...complaint(
        'theo ngày làm việc thì thời hạn là số ngày tròn, ví dụ P2D',
        'counted in working days it is whole days, such as P2D',
      ),
      path: ['deadline'],
    }),
  input: true,
  out: [
    { each: 'choices', name: 'id', title: 'label' },
    { name: 'timeout', title: { vi: 'Quá hạn', en: 'Time is up' }, mustWire: true },
  ],
  output: 'same',
  effects: 'none',
  stores: true,
  breaksCycle: true,
})
