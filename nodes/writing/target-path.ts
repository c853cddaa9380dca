import { complaint } from '#shared/node/complaint.ts'
import { field } from '#shared/node/fields.ts'

const PATH = /^[^.[\]`]+(?:\.[^.[\]`]+)*$/
const FORBIDDEN = ['__proto__', 'constructor', 'prototype']

/** A setting that names where a node writes: names with dots between them, none of which reaches a prototype. */
export const targetPath = (look: Parameters<typeof field.text>[0]) =>
  field
    .text(look)
    .regex(PATH)
    .refine(
      (path) => !path.split('.').some((name) => FORBIDDEN.includes(name)),
      complaint('tên trường này bị cấm', 'this field name is forbidden'),
    )
