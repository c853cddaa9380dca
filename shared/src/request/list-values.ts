import type { JsonSchema } from '../node/define.ts'
import { isSchema } from '../schema/body-schema.ts'

const SEPARATORS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ['spaceDelimited', ' '],
  ['tabDelimited', '\t'],
  ['pipeDelimited', '|'],
])

/** How a list is written as one value: the sign between its items, or one value for each item. */
export type ListForm = { readonly between: string } | 'repeated'

/**
 * How the items of a parameter or of a field of a form are written (OpenAPI 3, "Style Values"). `apart`: what holds where nothing is said,
 * true for the query and for forms. Undefined for a value that is no list.
 */
export function listForm(schema: unknown, { style, explode }: JsonSchema, apart: boolean): ListForm | undefined {
  if (!isSchema(schema) || schema.type !== 'array') return undefined
  const between = SEPARATORS.get(style)
  if (between !== undefined) return { between }
  return apart && explode !== false ? 'repeated' : { between: ',' }
}

/** The formula that writes the list at a place as one text. */
export function joinedList(path: string, between: string): { readonly expr: string } {
  return { expr: `$join(${path}.$string($), ${JSON.stringify(between)})` }
}
