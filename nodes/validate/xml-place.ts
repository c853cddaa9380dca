import type { XmlDocument, XmlElement } from 'libxml2-wasm'

/** Levels that a place is told with; deeper ones are cut in front. */
const MOST_LEVELS = 40

/** `/HoSo/GiayTo[2]/Ten` of libxml2, which is `/*` in a namespace, as `HoSo.GiayTo[1].Ten` with the names of the document, counted from 0. */
export function placeInDocument(document: XmlDocument, xpath: string | undefined): string {
  if (xpath === undefined || xpath === '') return ''
  const [, path = '', attribute] = /^(.*?)(?:\/@([^/]+))?$/.exec(xpath) ?? []
  const names: string[] = attribute === undefined ? [] : [`@${attribute}`]
  let at = elementAt(document, path)
  while (at !== null && names.length < MOST_LEVELS) {
    names.unshift(`${at.name}${indexOf(at)}`)
    at = at.parent
  }
  return names.join('.')
}

function elementAt(document: XmlDocument, path: string): XmlElement | null {
  // A path that libxml2 wrote itself: names, `*` and positions only.
  if (!/^(?:\/[^/]+)+$/.test(path) || /:/.test(path)) return byPosition(document, path)
  return asElement(document.get(path))
}

/** Prefixes would have to be declared for a search, so such a path is walked by the positions of its names. */
function byPosition(document: XmlDocument, path: string): XmlElement | null {
  const steps = path.split('/').slice(1)
  const general = steps.map((step) => {
    const [, name = '', position] = /^([^[]+)(?:\[(\d+)\])?$/.exec(step) ?? []
    // libxml2 counts all elements where it writes no name.
    if (name === '*') return `*[${position ?? '1'}]`
    const local = name.slice(name.indexOf(':') + 1).replaceAll("'", '')
    return `*[name()='${name.replaceAll("'", '')}' or local-name()='${local}'][${position ?? '1'}]`
  })
  return general.length === 0 ? null : asElement(document.get(`/${general.join('/')}`))
}

function asElement(node: unknown): XmlElement | null {
  return isElement(node) ? node : null
}

function isElement(node: unknown): node is XmlElement {
  return typeof node === 'object' && node !== null && 'attrs' in node && 'firstChild' in node
}

/** `[1]` for the second of several neighbours of one name; nothing for the only one. */
function indexOf(element: XmlElement): string {
  let before = 0
  for (let at = element.prev; at !== null; at = at.prev) if (isElement(at) && at.name === element.name) before++
  if (before > 0) return `[${before}]`
  for (let at = element.next; at !== null; at = at.next) if (isElement(at) && at.name === element.name) return '[0]'
  return ''
}
