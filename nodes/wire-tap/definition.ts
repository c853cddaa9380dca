import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'

/** Trích bản sao (Wire Tap): a copy leaves through `tap`, the message goes on. */
export const definition = defineNode({
  type: 'wire-tap',
  version: 1,
  kind: 'router',
  title: { vi: 'Trích bản sao', en: 'Wire tap' },
  summary: {
    vi: 'Gửi một bản sao của thông điệp ra cổng "Bản sao" (ghi nhật ký, thống kê) và cho thông điệp đi tiếp như cũ.',
    en: 'Sends a copy of the message out of "Copy" (for logs or statistics) and lets the message go on as it is.',
  },
  keywords: ['bản sao', 'nhân bản', 'theo dõi', 'copy', 'tap', 'duplicate', 'log'],
  settings: z.strictObject({}),
  input: true,
  out: [
    { name: 'out', title: { vi: 'Đi tiếp', en: 'Main' } },
    { name: 'tap', title: { vi: 'Bản sao', en: 'Copy' } },
  ],
  output: 'same',
  effects: 'none',
})
