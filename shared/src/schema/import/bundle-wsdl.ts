import { LIMITS, SchemaFault } from './fault.ts'
import { writeXmlTree } from './write-xml-tree.ts'
import { WSDL } from './wsdl.ts'
import { childrenNamed, readXmlTree, type XmlElement } from './xml-tree.ts'
import { XSD } from './xsd-set.ts'

/** A file that an officer chose. */
export interface ChosenFile {
  readonly name: string
  readonly text: string
}

/**
 * Makes one WSDL of a service of several files, with every schema inside it, so that nothing has to be fetched later. Files are found by the
 * end of the address that names them, schemas also by their namespace. A single complete file comes back as it is. Throws `SchemaFault`.
 */
export function bundleWsdl(files: readonly ChosenFile[]): string {
  if (files.reduce((sum, it) => sum + it.text.length, 0) > LIMITS.size)
    throw new SchemaFault('WSDL', { vi: 'các tệp lớn hơn 5 triệu ký tự', en: 'larger than 5 million characters' })
  const read = files.map(({ name, text }) => ({ key: keyOf(name), tree: readXmlTree(text), text }))
  const definitions = read.filter(({ tree }) => tree.namespace === WSDL && tree.name === 'definitions')
  const imported = new Set(definitions.flatMap(({ tree }) => importsOf(tree).map(keyOf)))
  const main = definitions.find(({ key }) => !imported.has(key)) ?? definitions[0]
  if (!main)
    throw new SchemaFault('WSDL', { vi: 'không có tệp WSDL 1.1 nào', en: 'there is no WSDL 1.1 file among them' })
  const all = gather(main.tree, (key) => definitions.find((it) => it.key === key)?.tree)
  const schemas = gatherSchemas(
    all.flatMap((tree) => childrenNamed(tree, WSDL, 'types').flatMap((it) => childrenNamed(it, XSD, 'schema'))),
    read.flatMap(({ key, tree }) => (tree.namespace === XSD && tree.name === 'schema' ? [{ key, tree }] : [])),
  )
  if (read.length === 1) return main.text
  const rest = all.flatMap((tree) =>
    tree.children.filter((it) => !(it.namespace === WSDL && /^(?:types|import)$/.test(it.name))),
  )
  const types = `<w:types xmlns:w="${WSDL}">${schemas.join('')}</w:types>`
  const children = [types, ...rest.map((it) => writeXmlTree(it))]
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeXmlTree(main.tree, { children })}`
}

/** `xsd0` of `https://co-quan/DichVu.svc?xsd=xsd0` and of `xsd0.xsd`. */
function keyOf(address: string): string {
  const last = address.split(/[/\\?=&]/).findLast((part) => part !== '') ?? address
  return last.replace(/\.(?:xsd|wsdl|xml)$/i, '').toLowerCase()
}

function importsOf(tree: XmlElement): readonly string[] {
  return childrenNamed(tree, WSDL, 'import').flatMap((it) => it.attributes.location ?? [])
}

function gather(main: XmlElement, find: (key: string) => XmlElement | undefined): readonly XmlElement[] {
  const found = new Set([main])
  for (const tree of found)
    for (const location of importsOf(tree)) {
      const other = find(keyOf(location))
      if (!other) throw missing(location)
      found.add(other)
    }
  return [...found]
}

interface SchemaFile {
  readonly key: string
  readonly tree: XmlElement
}

/** Every schema that is reached, as text without the addresses of others. A schema without a namespace takes that of the one that includes it. */
function gatherSchemas(inline: readonly XmlElement[], files: readonly SchemaFile[]): readonly string[] {
  const open = inline.map((tree) => ({ tree, target: tree.attributes.targetNamespace ?? '' }))
  const seen = new Set<string>()
  const known = new Set(open.map((it) => it.target))
  const texts: string[] = []
  for (const { tree, target } of open) {
    for (const part of tree.children) {
      const { schemaLocation, namespace = '' } = part.attributes
      if (part.namespace !== XSD || !/^(?:import|include|redefine)$/.test(part.name)) continue
      const byName = schemaLocation === undefined ? undefined : files.find((it) => it.key === keyOf(schemaLocation))
      const isImport = part.name === 'import'
      const byNamespace = isImport ? files.find((it) => it.tree.attributes.targetNamespace === namespace) : undefined
      const file = byName ?? byNamespace
      if (!file) {
        if (schemaLocation === undefined || (isImport && known.has(namespace))) continue
        throw missing(schemaLocation)
      }
      const into = isImport ? (file.tree.attributes.targetNamespace ?? '') : target
      if (seen.has(`${file.key}|${into}`)) continue
      seen.add(`${file.key}|${into}`)
      known.add(into)
      open.push({ tree: file.tree, target: into })
    }
    texts.push(standalone(tree, target))
  }
  return texts
}

function standalone(tree: XmlElement, target: string): string {
  const children = tree.children
    .filter((it) => !(it.namespace === XSD && /^(?:include|redefine)$/.test(it.name)))
    .map((it) =>
      writeXmlTree(
        it,
        it.name === 'import' && it.namespace === XSD ? { attributes: { schemaLocation: undefined } } : {},
      ),
    )
  const taken = tree.attributes.targetNamespace === undefined && target !== ''
  const attributes = taken ? { targetNamespace: target, xmlns: tree.prefixes[''] ?? target } : {}
  return writeXmlTree(tree, { attributes, children })
}

function missing(location: string): SchemaFault {
  return new SchemaFault(location.slice(0, 200), {
    vi: 'thiếu tệp này; hãy chọn cùng lúc tệp WSDL và các tệp XSD đi kèm',
    en: 'this file is missing; choose the WSDL and the XSD files that belong to it together',
  })
}
