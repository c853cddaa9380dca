import type { JsonSchema } from '../node/define.ts'
import { jsonValue, trimmedDocument } from '../schema/import/read-value.ts'
import { yamlValue } from '../schema/import/yaml-value.ts'
import { checkedOpenApi } from './openapi-document.ts'
import { openApi3 } from './swagger2.ts'

/**
 * An OpenAPI 3.0 or 3.1 document as a value, also what Swagger 2.0 says as one; from JSON or YAML. Throws `SchemaFault` with the line or the
 * pointer of what is wrong.
 */
export function readOpenApi(text: string): JsonSchema {
  const trimmed = trimmedDocument(text)
  return checkedOpenApi(openApi3(/^[[{]/.test(trimmed) ? jsonValue(trimmed) : yamlValue(trimmed)))
}
