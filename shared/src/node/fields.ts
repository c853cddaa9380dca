import { z } from 'zod'
import { mappingSchema } from '../mapping/schema.ts'
import type { Text } from '../text/text.ts'
import { dynamicSchema, expressionTextSchema, linesSchema } from './dynamic.ts'

export type { Dynamic } from './dynamic.ts'

/** How the inspector draws a field. Travels to the designer inside the JSON Schema under `x-field`. */
export interface FieldLook {
  readonly kind:
    | 'text'
    | 'long-text'
    | 'number'
    | 'boolean'
    | 'choice'
    | 'duration'
    | 'list'
    | 'group'
    | 'value'
    | 'expression'
    | 'condition'
    | 'pairs'
    | 'mapping'
    | 'connection'
    | 'code-table'
    | 'flow'
    | 'code'
    | 'cron'
    | 'path'
    | 'wsdl'
    | 'operation'
    | 'openapi'
  readonly title: Text
  readonly help?: Text
  readonly placeholder?: string
  /** For `choice`: the words shown for each value. */
  readonly options?: readonly { readonly value: string; readonly title: Text }[]
  /** For `connection`: the kinds of connection that fit. */
  readonly connectionKinds?: readonly string[]
  /** For `code`: `javascript`, `sql` or `xslt`. */
  readonly language?: string
  /** Shown only while another setting of the same group has one of these values. */
  readonly showIf?: { readonly setting: string; readonly is: readonly (string | boolean)[] }
  /** For `text`, `long-text` and `code`: the value may be taken from a file of the officer's machine, as text or as Base64; `most` is its largest size in bytes. */
  readonly upload?: { readonly accept: string; readonly as: 'text' | 'base64'; readonly most?: number }
  /** For `list`: the label of the button that adds a row. */
  readonly add?: Text
  /** What the formula is about, when it is not the body that arrives: messages that were gathered, or what a partner has answered. */
  readonly over?: 'parts' | 'answer'
  /** For `mapping`: its fields may be taken from the message of the settings `wsdl` and `operation`, or `openapi`, beside it. */
  readonly target?: 'soap-request' | 'soap-answer' | 'openapi-request'
  /** Folded under "Nâng cao" when true. */
  readonly advanced?: boolean
}

type Look = Omit<FieldLook, 'kind'>

const drawn = <T extends z.ZodType>(schema: T, kind: FieldLook['kind'], look: Look): T =>
  schema.meta({ 'x-field': { kind, ...look } })

/** Builders for settings: each gives a zod schema that also says how the form draws it (design D9). Add `.optional()` or `.default(…)` after. */
export const field = {
  text: (look: Look) => drawn(z.string().min(1).max(1000), 'text', look),
  longText: (look: Look) => drawn(linesSchema(100_000), 'long-text', look),
  number: (look: Look & { min?: number; max?: number }) =>
    drawn(
      z
        .number()
        .min(look.min ?? Number.MIN_SAFE_INTEGER)
        .max(look.max ?? Number.MAX_SAFE_INTEGER),
      'number',
      look,
    ),
  integer: (look: Look & { min?: number; max?: number }) =>
    drawn(
      z
        .int()
        .min(look.min ?? Number.MIN_SAFE_INTEGER)
        .max(look.max ?? Number.MAX_SAFE_INTEGER),
      'number',
      look,
    ),
  boolean: (look: Look) => drawn(z.boolean(), 'boolean', look),
  choice: <const V extends string>(options: readonly { value: V; title: Text }[], look: Look) =>
    drawn(z.enum(options.map((option) => option.value) as [V, ...V[]]), 'choice', { ...look, options }),
  /** ISO 8601 duration such as `PT30S`. */
  duration: (look: Look) => drawn(z.string().regex(DURATION), 'duration', look),
  list: <T extends z.ZodRawShape>(row: T, look: Look & { min?: number; max?: number }) =>
    drawn(
      z
        .array(z.strictObject(row))
        .min(look.min ?? 0)
        .max(look.max ?? 500),
      'list',
      look,
    ),
  group: <T extends z.ZodRawShape>(shape: T, look: Look) => drawn(z.strictObject(shape), 'group', look),
  value: (look: Look) => drawn(dynamicSchema, 'value', look),
  expression: (look: Look) => drawn(expressionTextSchema, 'expression', look),
  condition: (look: Look) => drawn(expressionTextSchema, 'condition', look),
  /** Name → dynamic value, for headers, query parameters and SQL parameters. */
  pairs: (look: Look) =>
    drawn(z.array(z.strictObject({ name: z.string().min(1).max(200), value: dynamicSchema })).max(200), 'pairs', look),
  /** The tree of the target (see `mapping/mapping.ts`), drawn as the mapper. */
  mapping: (look: Look) => drawn(mappingSchema(), 'mapping', look),
  connection: (kinds: readonly string[], look: Look) =>
    drawn(z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), 'connection', { ...look, connectionKinds: kinds }),
  codeTable: (look: Look) => drawn(z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), 'code-table', look),
  flow: (look: Look) => drawn(z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), 'flow', look),
  code: (language: 'javascript' | 'sql' | 'xslt', look: Look) =>
    drawn(linesSchema(200_000, 1), 'code', { ...look, language }),
  cron: (look: Look) => drawn(z.string().min(1).max(200), 'cron', look),
  /** The WSDL of a service with its schemas inside it; see `schema/import/bundle-wsdl.ts`. */
  wsdl: (look: Look) => drawn(linesSchema(2_000_000, 1), 'wsdl', look),
  /** The name of an operation of the WSDL in the setting `wsdl` beside it. It is also the name of a port, where rows make ports. */
  operation: (look: Look) => drawn(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/), 'operation', look),
  /** The part of an OpenAPI document that one operation needs; see `request/openapi-excerpt.ts`. */
  openapi: (look: Look) => drawn(linesSchema(400_000, 1), 'openapi', look),
  /** An address path of the gateway such as `/tra-cuu/doanh-nghiep/{maSo}`. */
  path: (look: Look) => drawn(z.string().regex(/^\/[A-Za-z0-9._~\-/{}]{0,300}$/), 'path', look),
} as const

/** ISO 8601 durations in days, hours, minutes and seconds. */
export const DURATION = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/

/** Whether a duration lies in a range of milliseconds; true for what is no duration, which is another complaint. */
export function isDurationWithin(text: string, least: number, most: number): boolean {
  if (!DURATION.test(text)) return true
  const ms = durationMs(text)
  return ms >= least && ms <= most
}

/** Milliseconds of an ISO 8601 duration in days, hours, minutes and seconds; throws a RangeError on anything else. */
export function durationMs(text: string): number {
  const found = DURATION.exec(text)
  if (!found) throw new RangeError(`not an ISO 8601 duration: ${text}`)
  const [, d = '0', h = '0', m = '0', s = '0'] = found
  return Math.round(((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60_000 + Number(s) * 1000)
}
