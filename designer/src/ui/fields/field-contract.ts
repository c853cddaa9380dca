import type { ReactNode } from 'react'
import type { JsonSchema } from '#shared/node/define.ts'
import type { FieldLook } from '#shared/node/fields.ts'
import type { Text } from '#shared/text/text.ts'

/** The kinds of field that a schema may ask for under `x-field`. */
export type FieldKind = FieldLook['kind']

/** A problem with its place in the form (`branches.0.when`); the problems of the API have this shape too. */
export interface FieldProblem {
  /** Of the error table, for problems that the server found. */
  readonly code?: string | undefined
  readonly path?: string | undefined
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: Text
  readonly advice?: Text | undefined
}

/** What a component that draws one field is given. */
export interface FieldProps {
  /** Place in the form, such as `branches.0.when`; also the base of DOM ids. */
  readonly path: string
  /** The field's JSON Schema: default, limits, `items` … */
  readonly schema: JsonSchema
  readonly look: FieldLook
  /** What is stored; `undefined` = left out, then the schema's default holds. */
  readonly value: unknown
  readonly required: boolean
  readonly disabled: boolean
  /** Problems at this place or below it. */
  readonly problems: readonly FieldProblem[]
  /** The other values of the same group, with defaults filled in. */
  readonly siblings: Readonly<Record<string, unknown>>
  /** `undefined` takes the setting out. */
  readonly onChange: (value: unknown) => void
}

/** Draws one field. */
export type FieldComponent = (props: FieldProps) => ReactNode

/**
 * Which component draws which kind. This is the extension point: a screen that knows more kinds spreads `baseFields` and
 * puts its own beside them — `<SchemaForm registry={{ ...baseFields, value: DynamicField, mapping: MappingField }} …/>`.
 */
export type FieldRegistry = Readonly<Record<FieldKind, FieldComponent>>
