import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'

/** Được luồng khác gọi: the entry of a flow that others call. */
export const definition = defineNode({
  type: 'flow-in',
  version: 1,
  kind: 'trigger',
  family: 'timing',
  title: { vi: 'Được luồng khác gọi', en: 'Called by a flow' },
  summary: {
    vi: 'Điểm vào của luồng con: nhận thông điệp mà nút "Gọi luồng khác" gửi tới.',
    en: 'The entry of a flow that others call: receives what a "Call flow" node hands over.',
  },
  keywords: ['luồng con', 'điểm vào', 'được gọi', 'subflow', 'entry', 'called'],
  settings: z.strictObject({}),
  input: false,
  out: [{ name: 'out', title: { vi: 'Thông điệp', en: 'Message' } }],
  effects: 'none',
})
