import type { JsonSchema } from '../../node/define.ts'
import { parseCells } from '../../text/cells.ts'
import { isSchema } from '../body-schema.ts'
import { schemaOfSamples } from '../from-sample.ts'
import { LIMITS, SchemaFault } from './fault.ts'
import { fromJsonSchema } from './json-schema.ts'
import { bodiesOfOpenApi, fromOpenApi } from './openapi.ts'
import { jsonValue, trimmedDocument } from './read-value.ts'
import { fromWsdl, operationsOfWsdl } from './wsdl.ts'
import { readXmlTree, type XmlElement } from './xml-tree.ts'
import { fromXsd, type Imported, rootsOfXsd } from './xsd.ts'
import { XSD } from './xsd-set.ts'
import { looksLikeYaml } from './yaml-tree.ts'
import { yamlValue } from './yaml-value.ts'

/** What a document is. */
export type DocumentKind = 'json' | 'xml' | 'csv' | 'json-schema' | 'openapi' | 'xsd' | 'wsdl'

/** A part of a document that a schema can be made of; most documents have one. */
export interface DocumentPart {
  readonly label: string
  /** Throws `SchemaFault`. */
  readonly read: () => Imported
}

/** A document that has been recognised. */
export interface ReadDocument {
  readonly kind: DocumentKind
  readonly parts: readonly DocumentPart[]
}

/** How the reader of the messages writes names: as in the document, or without prefix. Names of an XSD or WSDL have none. */
export type Prefixes = 'keep' | 'drop'

/** Recognises samples (JSON, XML, CSV) and schemas (JSON Schema, OpenAPI 3, Swagger 2.0, XSD, WSDL 1.1) by what they hold. Throws `SchemaFault`. */
export function readDocument(text: string, prefixes: Prefixes = 'keep'): ReadDocument {
  const trimmed = trimmedDocument(text)
  if (trimmed.startsWith('<')) return readXml(trimmed, prefixes)
  if (/^[[{]/.test(trimmed)) return readJson(trimmed)
  return looksLikeYaml(trimmed) ? readYamlSchema(trimmed) : readCsv(trimmed)
}

function readXml(text: string, prefixes: Prefixes): ReadDocument {
  const tree = readXmlTree(text)
  if (tree.namespace === XSD && tree.name === 'schema')
    return { kind: 'xsd', parts: rootsOfXsd(text).map((root) => ({ label: root, read: () => fromXsd(text, root) })) }
  if (tree.name === 'definitions' && tree.namespace.startsWith('http://schemas.xmlsoap.org/wsdl'))
    return {
      kind: 'wsdl',
      parts: operationsOfWsdl(text).flatMap(({ port, name, directions }) =>
        directions.flatMap((direction) =>
          (['envelope', 'body'] as const).map((part) => ({
            label: `${name} · ${direction} · ${part === 'envelope' ? 'Envelope' : 'Body'} (${port})`,
            read: () => fromWsdl(text, { port, name, direction, part }),
          })),
        ),
      ),
    }
  const root = prefixes === 'drop' ? tree.name : tree.fullName
  return { kind: 'xml', parts: [sample(root, { [root]: contentOf(tree, prefixes) })] }
}

function readJson(text: string): ReadDocument {
  const value = jsonValue(text)
  return schemaIn(value) ?? { kind: 'json', parts: [sample('$', value)] }
}

/** Samples of messages are not written in YAML, so only schemas are taken. */
function readYamlSchema(text: string): ReadDocument {
  const found = schemaIn(yamlValue(text))
  if (found) return found
  throw new SchemaFault('YAML', {
    vi: 'không phải OpenAPI 3 hay JSON Schema; mẫu dữ liệu hãy dán dạng JSON, XML hoặc CSV',
    en: 'is neither OpenAPI 3 nor a JSON Schema; paste a sample as JSON, XML or CSV',
  })
}

function schemaIn(value: unknown): ReadDocument | undefined {
  if (!isSchema(value)) return undefined
  if ('openapi' in value || 'swagger' in value)
    return {
      kind: 'openapi',
      parts: bodiesOfOpenApi(value).map((body) => ({
        label: `${body.operation} · ${body.part}${body.summary === '' ? '' : ` (${body.summary})`}`,
        read: () => fromOpenApi(value, body),
      })),
    }
  if (!looksLikeSchema(value)) return undefined
  return { kind: 'json-schema', parts: [{ label: '#', read: () => fromJsonSchema(value) }] }
}

function looksLikeSchema(value: JsonSchema): boolean {
  if (typeof value.$schema === 'string' || typeof value.$ref === 'string') return true
  if (isSchema(value.properties) && (value.type === undefined || value.type === 'object')) return true
  return value.type === 'array' && isSchema(value.items)
}

function readCsv(text: string): ReadDocument {
  const [heads = [], ...rows] = parseCells(text.slice(0, 1_000_000))
  if (heads.length < 2)
    throw new SchemaFault('$', {
      vi: 'không nhận ra: cần JSON, XML, CSV có dòng tiêu đề, JSON Schema, OpenAPI (JSON hoặc YAML), XSD hoặc WSDL',
      en: 'not recognised: JSON, XML, CSV with a line of headings, JSON Schema, OpenAPI (JSON or YAML), XSD or WSDL is needed',
    })
  const items = (rows.length > 0 ? rows : [heads.map(() => '')])
    .slice(0, 200)
    .map((row) =>
      Object.fromEntries(
        heads.slice(0, LIMITS.fields).flatMap((head, i) => (head === '' ? [] : [[head, row[i] ?? '']])),
      ),
    )
  return { kind: 'csv', parts: [sample('$', items)] }
}

function sample(label: string, value: unknown): DocumentPart {
  return { label, read: () => ({ schema: schemaOfSamples([value]), notes: [] }) }
}

/** The value that "Đọc XML" makes of an element: attributes as `@name`, text beside them as `#text`, repeated elements as lists. */
function contentOf(element: XmlElement, prefixes: Prefixes): unknown {
  const drop = prefixes === 'drop'
  const marks = Object.entries(element.attributes).filter(([name]) => !drop || !/^xmlns(?::|$)/.test(name))
  if (marks.length === 0 && element.children.length === 0) return element.text
  if (drop) marks.sort(([a], [b]) => Number(a.includes(':')) - Number(b.includes(':')))
  const nameOf = namesIn(drop)
  const value: Record<string, unknown> = Object.fromEntries(marks.map(([name, text]) => [nameOf(`@${name}`), text]))
  for (const [name, same] of Map.groupBy(element.children, (it) => nameOf(it.fullName)))
    value[name] = same.length > 1 ? same.map((it) => contentOf(it, prefixes)) : contentOf(same[0] ?? element, prefixes)
  return element.text === '' ? value : { ...value, '#text': element.text }
}

/** Names of the parts of one element: short, unless one with another prefix has the short name already (as "Đọc XML" does). */
function namesIn(drop: boolean): (written: string) => string {
  const taken = new Map<string, string>()
  return (written) => {
    if (!drop) return written
    const short = written.replace(/^(@?)[^:]+:(?=.)/, '$1')
    if ((taken.get(short) ?? written) !== written) return written
    taken.set(short, written)
    return short
  }
}
