import { z } from 'zod'
import { complaint } from '../node/complaint.ts'
import { dynamicSchema, expressionTextSchema } from '../node/dynamic.ts'
import type { Mapping, MappingItem } from './mapping.ts'

/** Names that could reach a prototype; never the name of a target field (reliability rule 16). */
export const FORBIDDEN_TARGETS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** The most fields of one level of the target. */
const MAX_FIELDS = 1000

/** The most keys of one order. */
const MAX_SORT_KEYS = 8

const level = (): z.ZodType<Mapping> => z.array(itemSchema).max(MAX_FIELDS).superRefine(checkTargets)

const targetSchema = z
  .string()
  .min(1)
  .max(300)
  .refine((name) => !FORBIDDEN_TARGETS.has(name), complaint('tên trường này bị cấm', 'this field name is forbidden'))

const sortKeySchema = z.strictObject({
  by: expressionTextSchema,
  order: z.enum(['asc', 'desc']).optional(),
  as: z.literal('number').optional(),
})

const eachSchema = z.lazy(() =>
  z
    .strictObject({
      over: expressionTextSchema,
      where: expressionTextSchema.optional(),
      groupBy: expressionTextSchema.optional(),
      sort: z.array(sortKeySchema).min(1).max(MAX_SORT_KEYS).optional(),
      fields: level().optional(),
      value: dynamicSchema.optional(),
    })
    .refine(
      (each) => (each.fields === undefined) !== (each.value === undefined),
      complaint('cần "fields" hoặc "value"', 'needs either "fields" or "value"'),
    ),
)

const itemSchema: z.ZodType<MappingItem> = z.lazy(() =>
  z
    .strictObject({
      target: targetSchema,
      value: dynamicSchema.optional(),
      fields: level().optional(),
      each: eachSchema.optional(),
      when: expressionTextSchema.optional(),
      as: z.enum(['text', 'number', 'boolean', 'any']).optional(),
      missing: z.enum(['error', 'omit', 'null']).optional(),
      default: dynamicSchema.optional(),
    })
    .refine(
      (item) => [item.value, item.fields, item.each].filter((content) => content !== undefined).length === 1,
      complaint('có trường đích chưa có nguồn', 'a target field has no source yet'),
    ),
) as z.ZodType<MappingItem>

/**
 * The schema of a mapping, for the settings of nodes. A target may stand several times at one level (a choice): the first row
 * whose condition holds makes the field, so all but the last of them need `when`.
 */
export function mappingSchema(): z.ZodType<Mapping> {
  return level()
}

function checkTargets(items: Mapping, context: z.RefinementCtx): void {
  const last = new Map<string, number>()
  for (const [i, item] of items.entries()) {
    const before = last.get(item.target)
    if (before !== undefined && items[before]?.when === undefined)
      context.addIssue({
        code: 'custom',
        path: [i, 'target'],
        ...complaint('trường này đã có ở trên', 'this field is already made above'),
      })
    last.set(item.target, i)
  }
}
