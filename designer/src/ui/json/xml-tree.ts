/** Tags that one document may have before it is too large to look at as a tree. */
const MOST_TAGS = 20_000

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*>|<\/([^\s>]+)\s*>|<([^\s>/!?]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/y
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

interface Open {
  readonly name: string
  readonly entries: [string, unknown][]
  text: string
}

/**
 * Markup as a tree to look at and to compare: attributes as `@name`, text as `#text` or alone as the value, equal tags as a list. Undefined
 * for what is no well-formed document; nothing is loaded or expanded.
 */
export function xmlTree(source: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^\s*</.test(source)) return undefined
  const root: Open = { name: '', entries: [], text: '' }
  const open = [root]
  let tags = 0
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < source.length) {
    const found = TOKEN.exec(source)
    const within = open.at(-1)
    if (!found || !within) return undefined
    const [, cdata, closing, opening, attributes = '', alone, text] = found
    if (opening !== undefined) {
      if (++tags > MOST_TAGS) return undefined
      const element: Open = { name: opening, entries: attributesOf(attributes), text: '' }
      if (alone === '/') within.entries.push([opening, elementValue(element)])
      else open.push(element)
    } else if (closing !== undefined) {
      if (within.name !== closing) return undefined
      open.pop()
      open.at(-1)?.entries.push([closing, elementValue(within)])
    } else within.text += cdata ?? unescaped(text ?? '')
  }
  return open.length === 1 && tags > 0 && root.text.trim() === '' && root.entries.length === 1
    ? Object.fromEntries(root.entries)
    : undefined
}

function attributesOf(text: string): [string, unknown][] {
  return [...text.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [
    `@${name}`,
    unescaped(double ?? single ?? ''),
  ])
}

function elementValue({ entries, text }: Open): unknown {
  const words = text.trim()
  if (entries.length === 0) return words
  const byName = Map.groupBy(entries, ([name]) => name)
  const fields = [...byName].map(([name, all]): [string, unknown] => {
    const values = all.map(([, value]) => value)
    return [name, values.length === 1 ? values[0] : values]
  })
  return Object.fromEntries(words === '' ? fields : [...fields, ['#text', words]])
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return (Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined) ?? whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
