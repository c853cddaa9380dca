/** What one entry of a stream holds, in the order of its fields. */
export interface Entry {
  /** `milliseconds-number`; no other entry of the stream has it. */
  readonly id: string
  readonly fields: readonly (readonly [name: string, value: Buffer])[]
}

/** The field that holds the body; the others are headers. */
export const BODY = 'body'
const UTF8 = new TextDecoder('utf-8', { fatal: true })

function listOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : []
}

/** An entry as Redis tells it; undefined for one that is gone from the stream. */
function entryOf(reply: unknown): Entry | undefined {
  const [id, told] = listOf(reply)
  if (!Array.isArray(told)) return undefined
  const fields = told.flatMap((value, at) =>
    at % 2 === 1 && Buffer.isBuffer(value) ? [[String(told[at - 1]), value] as const] : [],
  )
  return { id: String(id), fields }
}

/** The entries of a reply of XREADGROUP for one stream; none when nothing came in time. */
export function entriesRead(reply: unknown): readonly Entry[] {
  return listOf(listOf(listOf(reply)[0])[1]).flatMap((one) => entryOf(one) ?? [])
}

/** A reply of XAUTOCLAIM: where to go on (`0-0` at the end), and the entries that are ours now. */
export function entriesClaimed(reply: unknown): { readonly next: string; readonly entries: readonly Entry[] } {
  const [next, told] = listOf(reply)
  return { next: String(next), entries: listOf(told).flatMap((one) => entryOf(one) ?? []) }
}

/** How often each pending entry was delivered, from a reply of XPENDING. */
export function deliveriesOf(reply: unknown): ReadonlyMap<string, number> {
  return new Map(
    listOf(reply).map((one) => {
      const [id, , , count] = listOf(one)
      return [String(id), Number(count)] as const
    }),
  )
}

/** A reply of names and values in turn, as XINFO gives one for each group and consumer. */
export function recordsOf(reply: unknown): readonly ReadonlyMap<string, string>[] {
  return listOf(reply).map((one) => {
    const told = listOf(one)
    return new Map(told.flatMap((value, at) => (at % 2 === 1 ? [[String(told[at - 1]), String(value)] as const] : [])))
  })
}

/**
 * Body and headers of an entry. A field named `body`, or the only field that there is, is the body. An entry of other
 * fields was written by a program that spreads its data over them: its body is a JSON object of them.
 */
export function contentOf({ fields }: Entry): {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
} {
  const body = fields.find(([name]) => name === BODY) ?? (fields.length === 1 ? fields[0] : undefined)
  if (!body) return { bytes: spread(fields), headers: { 'content-type': 'application/json' } }
  const headers: Record<string, string> = {}
  for (const one of fields) if (one !== body) headers[one[0].toLowerCase()] = one[1].toString()
  return { bytes: body[1], headers }
}

/** The JSON text of fields. A value that is not UTF-8 stands there as it came, so that whoever reads the text says what is wrong. */
function spread(fields: Entry['fields']): Buffer {
  if (fields.every(([, value]) => isUtf8(value))) {
    return Buffer.from(JSON.stringify(Object.fromEntries(fields.map(([name, value]) => [name, value.toString()]))))
  }
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from(`${JSON.stringify(name)}:`), value]))
}

function isUtf8(bytes: Buffer): boolean {
  try {
    UTF8.decode(bytes)
    return true
  } catch {
    return false
  }
}
