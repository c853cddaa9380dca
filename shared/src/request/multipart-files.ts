import type { JsonSchema } from '../node/define.ts'
import { isSchema, propertiesOf } from '../schema/body-schema.ts'
import { SchemaFault } from '../schema/import/fault.ts'
import { entriesOf, resolved } from './openapi-document.ts'

/** References and `allOf` inside each other that are followed in search of files. */
const DEEPEST = 6

/** The fields of a form that are files. Throws `SchemaFault` when the form cannot be sent without one of them. */
export function filesOf(document: JsonSchema, schema: unknown, at: string): readonly string[] {
  const files = new Set<string>()
  const required = new Set<unknown>()
  const walk = (written: unknown, depth: number): void => {
    const held = resolved(document, written)
    if (!held || depth > DEEPEST) return
    for (const [name, inner] of entriesOf(held.properties)) if (isFile(document, inner)) files.add(name)
    for (const name of Array.isArray(held.required) ? held.required : []) required.add(name)
    for (const part of Array.isArray(held.allOf) ? held.allOf : []) walk(part, depth + 1)
  }
  walk(schema, 0)
  const needed = [...files].find((it) => required.has(it))
  if (needed === undefined) return [...files]
  throw new SchemaFault(at, {
    vi: `cần tệp "${needed}" trong biểu mẫu nhiều phần (multipart/form-data), nút này chưa gửi được tệp theo cách đó`,
    en: `needs the file "${needed}" in a form of several parts (multipart/form-data), which this node cannot send`,
  })
}

/** A schema without the fields that are files. */
export function withoutFiles(schema: JsonSchema, files: readonly string[]): JsonSchema {
  if (files.length === 0) return schema
  const left = Object.entries(propertiesOf(schema)).filter(([name]) => !files.includes(name))
  return { ...schema, properties: Object.fromEntries(left) }
}

function isFile(document: JsonSchema, written: unknown): boolean {
  const schema = resolved(document, written)
  if (!schema) return false
  if (schema.type === 'array') return isSchema(schema.items) && isFile(document, schema.items)
  // OpenAPI 3.1 names bytes by their type, without an encoding.
  const bare = schema.contentMediaType !== undefined && schema.contentEncoding === undefined
  return schema.type === 'file' || schema.format === 'binary' || bare
}
