import type { ErrorDetail, XmlDocument, XsdValidator } from 'libxml2-wasm'
import { type Libxml2, loadLibxml2, withDocument } from '#nodes/xml/libxml2.ts'
import { checkXml } from '#nodes/xml/parse.ts'
import { permanent, toErrorData } from '#shared/errors/flow-error.ts'
import type { Verdict } from './finding.ts'
import { placeInDocument } from './xml-place.ts'
import { isEcho, xsdFinding } from './xsd-sentences.ts'

/** Bounds of a check against an XSD. */
export interface XsdLimits {
  /** Most faults that are told. */
  readonly most: number
  /** Largest document in bytes. */
  readonly maxBytes: number
}

/** A further file of the schema, by the name that `schemaLocation` gives it. */
export interface XsdPart {
  readonly name: string
  readonly text: string
}

/** Folder that no file system has; names of parts are resolved against it. */
const BASE = 'lienthong-xsd:/'

/**
 * A check compiled from an XSD (https://www.w3.org/TR/xmlschema-1/) and the files that come with it; nothing is fetched from anywhere
 * else. Throws `schema.unusable`; the check throws what `parseXml` throws for what is no XML.
 */
export async function compileXsd(
  xsd: string,
  parts: readonly XsdPart[],
  { most, maxBytes }: XsdLimits,
): Promise<(text: string) => Verdict | undefined> {
  const lib = await loadLibxml2()
  const validator = compiled(lib, xsd, parts)
  return (text) =>
    withDocument(lib, text, maxBytes, (document) => {
      const faults = faultsOf(lib, validator, document)
      return faults === undefined ? undefined : verdictOf(faults, document, most)
    })
}

function compiled(lib: Libxml2, xsd: string, parts: readonly XsdPart[]): XsdValidator {
  for (const { text, name } of [{ name: 'XSD', text: xsd }, ...parts]) checkPart(text, name)
  const files = Object.fromEntries(parts.map(({ name, text }) => [`${BASE}${name}`, Buffer.from(undeclared(text))]))
  const provider = new lib.XmlBufferInputProvider(files)
  lib.xmlRegisterInputProvider(provider)
  try {
    const { ParseOption } = lib
    const document = lib.XmlDocument.fromString(undeclared(xsd), {
      url: `${BASE}schema.xsd`,
      option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE,
    })
    try {
      return lib.XsdValidator.fromDoc(document)
    } finally {
      document.dispose()
    }
  } catch (thrown) {
    throw unusable(lib, thrown)
  } finally {
    lib.xmlCleanupInputProvider()
  }
}

function undeclared(text: string): string {
  return text.replace(/^\s*<\?xml\s[^>]*\?>/, '')
}

function checkPart(text: string, name: string): void {
  try {
    checkXml(text)
  } catch (thrown) {
    const { vi, en } = toErrorData(thrown).message
    throw permanent('schema.unusable', { reason: { vi: `${name}: ${vi}`, en: `${name}: ${en}` } })
  }
}

function unusable(lib: Libxml2, thrown: unknown): Error {
  const details = thrown instanceof lib.XmlLibError ? thrown.details : []
  const said = details.map((it) => it.message.trim())
  const absent = said
    .map((it) => /(?:Failed to locate|failed to load) .*?['"]([^'"]+)['"]/i.exec(it)?.[1])
    .find((it) => it !== undefined)
  if (absent !== undefined) {
    const name = absent.replace(BASE, '').slice(0, 120)
    const reason = {
      vi: `thiếu tệp "${name}" được include hoặc import; hãy thêm vào "Các tệp XSD kèm theo"`,
      en: `the file "${name}", which is included or imported, is missing; add it to "Further XSD files"`,
    }
    return permanent('schema.unusable', { reason })
  }
  const first = details.find((it) => it.level >= 2) ?? details[0]
  const place = first === undefined ? '' : `${first.line}: `
  const words = (first?.message.trim() ?? (thrown instanceof Error ? thrown.message : String(thrown))).slice(0, 200)
  return permanent('schema.unusable', {
    reason: { vi: `lược đồ viết sai (dòng ${place}${words})`, en: `line ${place}${words}` },
  })
}

function faultsOf(lib: Libxml2, validator: XsdValidator, document: XmlDocument): readonly ErrorDetail[] | undefined {
  try {
    validator.validate(document)
    return undefined
  } catch (thrown) {
    if (thrown instanceof lib.XmlValidateError && thrown.details.length > 0) return thrown.details
    throw thrown
  }
}

function verdictOf(faults: readonly ErrorDetail[], document: XmlDocument, most: number): Verdict {
  const told = faults.filter((fault, i) => !isEcho(fault, faults[i - 1]))
  const findings = told.slice(0, most).map((fault) => xsdFinding(fault, placeInDocument(document, fault.xpath)))
  return { count: told.length, findings }
}
