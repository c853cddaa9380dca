import { BooleanField, ChoiceField, CodeLineField, LongTextField, NumberField, TextField } from './basic-fields.tsx'
import { DurationField } from './DurationField.tsx'
import type { FieldRegistry } from './field-contract.ts'
import { GroupField, ListField, PairsField } from './structure-fields.tsx'

/**
 * The components that every form has. Kinds that need a flow around them (value, expression, condition, mapping, flow …)
 * are drawn as plain text here; the inspector puts its own in their place (see `FieldRegistry`).
 */
export const baseFields: FieldRegistry = {
  text: TextField,
  'long-text': LongTextField,
  number: NumberField,
  boolean: BooleanField,
  choice: ChoiceField,
  duration: DurationField,
  list: ListField,
  group: GroupField,
  pairs: PairsField,
  value: TextField,
  expression: LongTextField,
  condition: LongTextField,
  mapping: LongTextField,
  connection: CodeLineField,
  'code-table': CodeLineField,
  flow: CodeLineField,
  code: LongTextField,
  cron: CodeLineField,
  path: CodeLineField,
  wsdl: LongTextField,
  operation: CodeLineField,
  openapi: CodeLineField,
}
