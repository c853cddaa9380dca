import { baseFields } from '../ui/fields/base-fields.ts'
import type { FieldRegistry } from '../ui/fields/field-contract.ts'
import { CodeTableField, ConnectionField, FlowField } from './fields/choice-fields.tsx'
import {
  ConditionField,
  DynamicField,
  DynamicPairsField,
  ExpressionField,
  LinesField,
} from './fields/formula-fields.tsx'
import { CodeField, MappingField } from './fields/large-fields.tsx'
import { OpenApiField } from './fields/openapi-field.tsx'
import { OperationField, WsdlField } from './fields/soap-fields.tsx'
import { CronField, PathField } from './fields/trigger-fields.tsx'

/** The fields of a node's settings: those of every form, and those that need a flow around them. */
export const inspectorFields: FieldRegistry = {
  ...baseFields,
  'long-text': LinesField,
  value: DynamicField,
  expression: ExpressionField,
  condition: ConditionField,
  pairs: DynamicPairsField,
  mapping: MappingField,
  connection: ConnectionField,
  'code-table': CodeTableField,
  flow: FlowField,
  code: CodeField,
  cron: CronField,
  path: PathField,
  wsdl: WsdlField,
  operation: OperationField,
  openapi: OpenApiField,
}
