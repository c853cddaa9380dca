import type { XmlElement } from './xml-tree.ts'

/** Changes to the tag of an element while it is written. */
export interface TagChanges {
  /** Attributes over those of the element; undefined leaves one out. */
  readonly attributes?: Readonly<Record<string, string | undefined>>
  /** Child elements in place of those of the element. */
  readonly children?: readonly string[]
}

/** Writes an element so that it stands by itself: the prefixes that hold where it stood are declared on it. */
export function writeXmlTree(element: XmlElement, changes: TagChanges = {}): string {
  const around = Object.entries(element.prefixes).map(([prefix, uri]) => [prefix ? `xmlns:${prefix}` : 'xmlns', uri])
  const attributes = { ...Object.fromEntries(around), ...element.attributes, ...changes.attributes }
  return tag(element, attributes, changes.children ?? element.children.map(inner))
}

function inner(element: XmlElement): string {
  return tag(element, element.attributes, element.children.map(inner))
}

function tag(
  element: XmlElement,
  attributes: Readonly<Record<string, string | undefined>>,
  children: readonly string[],
): string {
  const marks = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${escapeXml(value)}"`],
  )
  const content = `${escapeXml(element.text)}${children.join('')}`
  const start = `${element.fullName}${marks.join('')}`
  return content === '' ? `<${start}/>` : `<${start}>${content}</${element.fullName}>`
}

/** Text as it stands in an element or in an attribute between double quotes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;')
    .replaceAll('\t', '&#x9;')
}
