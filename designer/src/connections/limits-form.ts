import { settingProblems } from '#shared/flow/setting-problems.ts'
import { connectionLimitsSchema } from '#shared/node/connection-limits.ts'
import { toJsonSchema } from '#shared/node/to-json-schema.ts'
import type { FieldProblem } from '../ui/fields/field-contract.ts'

/** The limits of a connection as a form; the same for every kind. */
export const limitsForm = toJsonSchema(connectionLimitsSchema)

/** Where the fields of the form are, for problems beside them. */
export const LIMITS_PATH = 'limits'

/** What is wrong with limits, in the words of the form. */
export function limitProblems(limits: Readonly<Record<string, unknown>>): readonly FieldProblem[] {
  const { error } = connectionLimitsSchema.safeParse(limits, { reportInput: true })
  return settingProblems('', error?.issues ?? [], limitsForm).map((it) => ({
    ...it,
    path: `${LIMITS_PATH}.${it.path}`,
  }))
}
