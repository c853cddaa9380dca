import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { FlowError, permanent } from '#shared/errors/flow-error.ts'
import { isSchema } from '#shared/schema/body-schema.ts'
import { checkCccd } from '#shared/vietnam/identifiers/cccd.ts'
import { checkDossierCode } from '#shared/vietnam/identifiers/dossier-code.ts'
import { checkTaxCode } from '#shared/vietnam/identifiers/tax-code.ts'
import type { Verdict } from './finding.ts'
import { findingOf } from './keyword-sentences.ts'
import { safePattern } from './pattern.ts'

/** Beyond so many values only the first fault is told: the library gathers all faults before anybody can stop it. */
const MOST_VALUES = 50_000

/** Codes of Vietnam that a schema may name as `format`. */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  digits: (text) => /^\d+$/.test(text),
  cccd: (text) => checkCccd(text).ok,
  'ma-so-thue': (text) => checkTaxCode(text).ok,
  'ma-ho-so': (text) => checkDossierCode(text).ok,
}

/**
 * A check compiled from a JSON Schema (https://json-schema.org, 2020-12 unless `$schema` says otherwise). Nothing is fetched. Throws
 * `schema.unusable`; the check gives undefined for what is valid, otherwise all faults, at most `most` of them as sentences.
 */
export function compileJsonSchema(text: string, most: number): (value: unknown) => Verdict | undefined {
  const schema = readSchema(text)
  const first = compiled(schema, false)
  let all: ValidateFunction | undefined
  return (value) => {
    if (first(value)) return undefined
    const firstFaults = first.errors ?? []
    if (isBeyond(value, MOST_VALUES)) return verdictOf(firstFaults, most)
    all ??= compiled(schema, true)
    return all(value) ? undefined : verdictOf(all.errors ?? firstFaults, most)
  }
}

function readSchema(text: string): Readonly<Record<string, unknown>> {
  const read = parsed(text)
  if (!isSchema(read)) throw unusable('không phải JSON Schema', 'is not a JSON Schema')
  return read
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unusable('không phải JSON hợp lệ', 'is not valid JSON')
  }
}

function compiled(schema: Readonly<Record<string, unknown>>, allErrors: boolean): ValidateFunction {
  const regExp = Object.assign((source: string) => safePattern(source), { code: 'safePattern' })
  const options: Options = {
    allErrors,
    strict: false,
    messages: false,
    ownProperties: true,
    logger: false,
    addUsedSchema: false,
    code: { regExp },
  }
  const { $schema, ...rest } = schema
  const dialect = typeof $schema === 'string' ? $schema : '2020-12'
  const ajv = dialect.includes('2020-12')
    ? new Ajv2020(options)
    : dialect.includes('2019-09')
      ? new Ajv2019(options)
      : new Ajv(options)
  addFormats.default(ajv)
  for (const [name, check] of Object.entries(formats)) ajv.addFormat(name, check)
  try {
    return ajv.compile(rest)
  } catch (thrown) {
    if (thrown instanceof FlowError) throw thrown
    const said = (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 200)
    const missing = /can't resolve reference (\S+)/.exec(said)?.[1]
    throw missing
      ? unusable(
          `tham chiếu "${missing}" không có trong lược đồ, và không tải từ nơi khác`,
          `the reference "${missing}" is not in the schema, and nothing is fetched`,
        )
      : unusable(`lược đồ viết sai (${said})`, said)
  }
}

function unusable(vi: string, en: string): Error {
  return permanent('schema.unusable', { reason: { vi, en } })
}

/** Faults inside the branches of a choice say less than the choice itself, which is always told too. */
const IN_BRANCH = /\/(?:anyOf|oneOf)\/\d+\/|\/not\//

function verdictOf(faults: readonly ErrorObject[], most: number): Verdict {
  const outer = faults.filter((it) => !IN_BRANCH.test(it.schemaPath) && it.keyword !== 'if')
  const told = outer.length > 0 ? outer : faults
  return { count: told.length, findings: told.slice(0, most).map(findingOf) }
}

/** Whether a value holds more than so many values; looks at no more than that. */
function isBeyond(value: unknown, most: number): boolean {
  const open: unknown[] = [value]
  for (let seen = 0; open.length > 0; seen++) {
    if (seen + open.length > most) return true
    const at = open.pop()
    if (typeof at !== 'object' || at === null) continue
    for (const inner of Object.values(at)) open.push(inner)
  }
  return false
}
