import { z } from 'zod'
import { textOf } from '../flow/lines.ts'

/**
 * A value given by the officer in one of three modes (design §7): a literal (*Giá trị*), `{ field: 'ChuHoSo.HoTen' }`
 * (*Trường*: a missing path is an error) or `{ expr: '…' }` (*Công thức*, JSONata).
 */
export type Dynamic = string | number | boolean | null | { readonly field: string } | { readonly expr: string }

/** Text that a flow file may hold as an array of lines. */
export const linesSchema = (max: number, min = 0) => z.preprocess(textOf, z.string().min(min).max(max))

/** The zod schema of `Dynamic`. */
export const dynamicSchema = z.union([
  linesSchema(100_000),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ field: z.string().min(1).max(500) }),
  z.strictObject({ expr: linesSchema(20_000, 1) }),
])

/** An expression in JSONata; checked for syntax when the flow is validated. */
export const expressionTextSchema = linesSchema(20_000, 1)
