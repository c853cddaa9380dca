import { field } from '#shared/node/fields.ts'

/** The setting that says how long a call of a partner waits for its answer, with the seconds that it waits unless told. */
export function timeoutField(seconds: number) {
  return field
    .duration({
      title: { vi: 'Thời hạn', en: 'Time limit' },
      help: {
        vi: `Chờ câu trả lời lâu nhất chừng này, ví dụ ${seconds} giây (PT${seconds}S).`,
        en: `The longest wait for the answer, such as ${seconds} seconds (PT${seconds}S).`,
      },
      advanced: true,
    })
    .default(`PT${seconds}S`)
}
