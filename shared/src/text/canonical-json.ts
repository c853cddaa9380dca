/**
 * Canonical JSON: object keys sorted, no spaces, text in NFC, bytes as text of one character a byte. Two values that mean the same give the same text, whatever
 * order their fields were written in.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'))
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (value instanceof Uint8Array) return JSON.stringify(new TextDecoder('latin1').decode(value))
  if (Array.isArray(value)) return listText(value)
  return objectText(value, orderOf(Object.keys(value)))
}

/** The keys of an object as they came, and in canonical order with the text that stands in front of their values. */
interface Order {
  readonly keys: readonly string[]
  readonly sorted: readonly { readonly key: string; readonly before: string }[]
}

function orderOf(keys: readonly string[]): Order {
  const sorted = keys
    .map((key) => ({ key, name: key.normalize('NFC') }))
    .sort(({ name: a }, { name: b }) => (a < b ? -1 : a > b ? 1 : 0))
  return { keys, sorted: sorted.map(({ key, name }) => ({ key, before: `${JSON.stringify(name)}:` })) }
}

/** Rows of a table have the same keys one after the other, so their order is made once: a list of 100,000 rows is printed for every effect it goes to. */
function listText(items: readonly unknown[]): string {
  let order: Order | undefined
  let text = ''
  for (const item of items) {
    if (text !== '') text += ','
    if (typeof item !== 'object' || item === null || Array.isArray(item) || item instanceof Uint8Array) {
      text += canonicalJson(item)
      continue
    }
    const keys = Object.keys(item)
    if (!order || !isSame(order.keys, keys)) order = orderOf(keys)
    text += objectText(item, order)
  }
  return `[${text}]`
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, at) => key === b[at])
}

function objectText(value: object, { sorted }: Order): string {
  let text = ''
  for (const { key, before } of sorted) {
    const field: unknown = Reflect.get(value, key)
    if (field === undefined) continue
    if (text !== '') text += ','
    text += before + canonicalJson(field)
  }
  return `{${text}}`
}
