import type { ErrorDetail, XsdValidator } from 'libxml2-wasm'
import { placeInDocument } from '#nodes/validate/xml-place.ts'
import { isEcho, xsdFinding } from '#nodes/validate/xsd-sentences.ts'
import { type Libxml2, loadLibxml2, withDocument } from '#nodes/xml/libxml2.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { SoapService } from '#shared/schema/import/soap-service.ts'
import { escapeXml, writeXmlTree } from '#shared/schema/import/write-xml-tree.ts'
import type { XmlElement } from '#shared/schema/import/xml-tree.ts'
import { XSD } from '#shared/schema/import/xsd-set.ts'

/** Checks what stands in the body of an envelope against the schemas of a WSDL. */
export interface BodyCheck {
  /** Throws `soap.wrong-data` with the place and the reason of the first few findings; values are left out, they may be a citizen's. */
  check(envelope: string): void
  /** The same for the element in the detail of a fault of SOAP 1.1. */
  checkDetail(envelope: string): void
}

const checks = new WeakMap<SoapService, Promise<BodyCheck>>()

/** The check of a service; libxml2 is loaded when the first is asked for. Throws `soap.wsdl` for schemas that are wrong themselves. */
export function bodyCheck(service: SoapService): Promise<BodyCheck> {
  const known = checks.get(service)
  if (known) return known
  const made = createCheck(service)
  checks.set(service, made)
  return made
}

/** The reader of envelopes has its own, smaller bound. */
const MOST_BYTES = 100_000_000

const PAYLOAD = "/*/*[local-name()='Body']/*[1]"

async function createCheck(service: SoapService): Promise<BodyCheck> {
  const lib = await loadLibxml2()
  const validator = compiled(lib, service.schemas)
  const checkAt = (place: string, envelope: string): void =>
    withDocument(lib, envelope, MOST_BYTES, (document) => {
      const payload = document.get(place)
      if (!(payload instanceof lib.XmlElement)) return
      try {
        validator.validate(payload)
      } catch (thrown) {
        if (!(thrown instanceof lib.XmlValidateError) || thrown.details.length === 0) throw thrown
        throw refused(thrown.details, (fault) =>
          placeInDocument(document, fault.xpath).replace(/^Envelope\.Body\.?(?:Fault\.detail\.?)?/, ''),
        )
      }
    })
  return {
    check: (envelope) => checkAt(PAYLOAD, envelope),
    checkDetail: (envelope) => checkAt(`${PAYLOAD}/detail/*[1]`, envelope),
  }
}

const MOST_FINDINGS = 3

function refused(faults: readonly ErrorDetail[], placeOf: (fault: ErrorDetail) => string): Error {
  const told = faults.filter((fault, i) => !isEcho(fault, faults[i - 1]))
  const findings = told.slice(0, MOST_FINDINGS).map((it) => xsdFinding({ ...it, line: 0 }, placeOf(it)).text)
  const more = told.length > MOST_FINDINGS ? '; …' : ''
  const join = (language: 'vi' | 'en'): string => findings.map((it) => it[language]).join('; ') + more
  return permanent('soap.wrong-data', { reason: { vi: join('vi'), en: join('en') } })
}

/** Schemas are read from memory alone, and only while they are compiled. */
function compiled(lib: Libxml2, schemas: readonly XmlElement[]): XsdValidator {
  const { main, files } = schemaFiles(schemas)
  const buffers = Object.fromEntries([...files].map(([name, text]) => [name, Buffer.from(text)]))
  lib.xmlRegisterInputProvider(new lib.XmlBufferInputProvider(buffers))
  const driver = lib.XmlDocument.fromString(main)
  try {
    return lib.XsdValidator.fromDoc(driver)
  } catch (thrown) {
    const details = thrown instanceof lib.XmlLibError ? thrown.details : []
    const first = details.find((it) => it.level >= 2) ?? details[0]
    throw permanent('soap.wsdl', { reason: (first?.message ?? String(thrown)).trim().slice(0, 300) })
  } finally {
    driver.dispose()
    lib.xmlCleanupInputProvider()
  }
}

/** Folder that no file system has. */
const BASE = 'lienthong-wsdl:/'

/**
 * A schema that imports all others, and those as files in memory. Several schemas of one namespace are included by one file of theirs, since
 * an import takes one file a namespace (XML Schema 1.0 part 1, §4.2.3).
 */
function schemaFiles(schemas: readonly XmlElement[]): {
  readonly main: string
  readonly files: ReadonlyMap<string, string>
} {
  const files = new Map<string, string>()
  const byNamespace = [...Map.groupBy(schemas, (it) => it.attributes.targetNamespace ?? '')]
  const places = new Map(byNamespace.map(([namespace], i) => [namespace, `${BASE}${i}.xsd`]))
  for (const [namespace, group] of byNamespace) {
    const place = places.get(namespace) ?? ''
    const texts = group.map((it) => located(it, places))
    if (texts.length === 1) files.set(place, texts[0] ?? '')
    else {
      const includes = texts.map((text, i) => {
        const name = place.replace('.xsd', `-${i}.xsd`)
        files.set(name, text)
        return `<xs:include schemaLocation="${name}"/>`
      })
      const target = namespace === '' ? '' : ` targetNamespace="${escapeXml(namespace)}"`
      files.set(place, `<xs:schema xmlns:xs="${XSD}"${target}>${includes.join('')}</xs:schema>`)
    }
  }
  const imports = [...places].map(([namespace, place]) => {
    const named = namespace === '' ? '' : ` namespace="${escapeXml(namespace)}"`
    return `<xs:import${named} schemaLocation="${place}"/>`
  })
  const driver = `<xs:schema xmlns:xs="${XSD}" targetNamespace="urn:lienthong:wsdl">${imports.join('')}</xs:schema>`
  return { main: driver, files }
}

/** A schema whose imports lead to the files in memory; documentation is left out. */
function located(schema: XmlElement, places: ReadonlyMap<string, string>): string {
  const parts = schema.children.filter((it) => it.namespace !== XSD || it.name !== 'annotation')
  const children = parts.map((it) => {
    if (it.namespace !== XSD || it.name !== 'import') return writeXmlTree(it)
    return writeXmlTree(it, { attributes: { schemaLocation: places.get(it.attributes.namespace ?? '') } })
  })
  return writeXmlTree(schema, { children })
}
