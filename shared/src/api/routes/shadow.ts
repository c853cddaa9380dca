import { z } from 'zod'
import * as shadow from '../shadow.ts'
import { route } from './route.ts'

/** Routes of shadow runs. */
export const shadowRoutes = {
  shadowFlow: route({
    method: 'POST',
    path: '/flows/{id}/shadow',
    role: 'designer',
    summary: {
      vi: 'Chạy đối chiếu thông điệp cũ qua bản nháp, không gửi gì ra ngoài',
      en: 'Run past messages through the draft, sending nothing to the outside',
    },
    body: shadow.shadowRequestSchema,
    answer: shadow.shadowPageSchema,
  }),
  shadowMessage: route({
    method: 'POST',
    path: '/flows/{id}/shadow/{run}',
    role: 'designer',
    summary: { vi: 'Đối chiếu một thông điệp, từng bước', en: 'Compare one message step by step' },
    body: z.strictObject({ version: z.string().max(100).optional() }),
    answer: shadow.shadowDetailSchema,
  }),
} as const
