import { z } from 'zod'
import { defineNode } from '#shared/node/define.ts'
import { field } from '#shared/node/fields.ts'
import { fileFields, filesComplete } from './file-fields.ts'
import { judgingFields } from './judging-fields.ts'
import { bodyMapping, openapiField } from './openapi-fields.ts'
import { pagingComplete, pagingFields } from './paging-fields.ts'
import { requestFields, requestLimits } from './request-fields.ts'

/** Gọi HTTP: one request to a partner over a connection; the answer becomes the body. */
export const definition = defineNode({
  type: 'http-request',
  version: 1,
  kind: 'connector',
  family: 'web',
  title: { vi: 'Gọi HTTP', en: 'HTTP request' },
  summary: {
    vi: 'Gửi một yêu cầu HTTP tới hệ thống khác và nhận câu trả lời.',
    en: 'Sends an HTTP request to another system and takes its answer.',
  },
  keywords: ['rest', 'api', 'gọi', 'gửi', 'webhook', 'get', 'post', 'dịch vụ web'],
  imports: ['openapi', 'curl'],
  settings: z
    .strictObject({
      openapi: openapiField,
      ...requestFields,
      ...fileFields,
      mapping: bodyMapping,
      repeatSafe: field
        .boolean({
          title: {
            vi: 'Đối tác chấp nhận gửi lại với cùng Idempotency-Key',
            en: 'The partner takes repeats with the same Idempotency-Key',
          },
          help: {
            vi: 'Khi tắt: nếu không rõ đối tác đã nhận hay chưa, hệ thống không tự gửi lại mà hỏi người phụ trách.',
            en: 'When off and it is unknown whether the partner got it, it is not sent again but a person is asked.',
          },
          showIf: { setting: 'method', is: ['POST', 'PATCH'] },
        })
        .default(false),
      ...judgingFields,
      ...pagingFields,
      ...requestLimits,
    })
    .superRefine(pagingComplete)
    .superRefine(filesComplete),
  input: true,
  out: [{ name: 'out', title: { vi: 'Trả lời', en: 'Answer' } }],
  output: 'described',
  infers: 'openapi-answer',
  sample: { ok: true },
  effects: {
    by: 'method',
    when: { GET: 'idempotent', HEAD: 'idempotent', PUT: 'idempotent', DELETE: 'idempotent' },
    otherwise: { by: 'repeatSafe', when: { true: 'idempotent' }, otherwise: 'once' },
  },
  needs: ['http', 'files'],
})
