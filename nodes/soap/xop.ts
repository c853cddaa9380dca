/** A part of a MIME message. */
export interface MimePart {
  /** Content-ID without its brackets. */
  readonly id: string
  readonly type: string
  readonly bytes: Buffer
}

/** A message in several parts (RFC 2387): the one that the others belong to, and those. */
export interface MultipartMessage {
  readonly root: MimePart
  readonly parts: readonly MimePart[]
}

const MOST_PARTS = 200
const MOST_HEADER = 20_000

/** The parameter of a content type, without quotes; '' when it has none. */
export function parameterOf(contentType: string, name: string): string {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(contentType)
  return found?.[1] ?? found?.[2] ?? ''
}

/** Takes a `multipart/related` message apart; undefined when it is cut off, has no boundary or more than 200 parts. */
export function readMultipart(bytes: Buffer, contentType: string): MultipartMessage | undefined {
  const boundary = parameterOf(contentType, 'boundary')
  if (boundary === '' || boundary.length > 200) return undefined
  const line = Buffer.from(`--${boundary}`)
  const parts: MimePart[] = []
  let at = bytes.indexOf(line)
  while (at >= 0) {
    const start = at + line.length
    if (bytes.subarray(start, start + 2).toString('latin1') === '--') return together(parts, contentType)
    const next = bytes.indexOf(Buffer.concat([Buffer.from('\r\n'), line]), start)
    if (next < 0 || parts.length >= MOST_PARTS) return undefined
    const part = partOf(bytes.subarray(start, next))
    if (!part) return undefined
    parts.push(part)
    at = next + 2
  }
  return undefined
}

function together(parts: readonly MimePart[], contentType: string): MultipartMessage | undefined {
  const start = bare(parameterOf(contentType, 'start'))
  const root = parts.find((it) => it.id === start && start !== '') ?? parts[0]
  return root && { root, parts: parts.filter((it) => it !== root) }
}

function partOf(bytes: Buffer): MimePart | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0 || end > MOST_HEADER) return undefined
  const head = bytes.subarray(0, end).toString('latin1')
  const field = (name: string): string =>
    new RegExp(`^${name}:[ \\t]*(.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? ''
  const content = bytes.subarray(end + 4)
  const packed = /^base64/i.test(field('Content-Transfer-Encoding'))
  return {
    id: bare(field('Content-ID')),
    type: field('Content-Type'),
    bytes: packed ? Buffer.from(content.toString('latin1'), 'base64') : content,
  }
}

function bare(id: string): string {
  return id.trim().replace(/^<|>$/g, '')
}

// Every part of the pattern is bounded: what comes from outside must not make the search slow.
const INCLUDE =
  /<(?:([\w.-]{1,100}):)?Include\s[^>]{0,500}?href\s{0,20}=\s{0,20}["']cid:([^"']{1,500})["'][^>]{0,500}?(?:\/>|>\s{0,100}<\/(?:\1:)?Include\s{0,20}>)/g

/** A document with its parts in place, or why it cannot be had. `unused`: parts that it does not refer to. */
export type Unpacked =
  | { readonly text: string; readonly unused: readonly MimePart[] }
  | { readonly fault: 'missing' | 'too-large' }

/**
 * Puts the parts that an XOP document refers to back where they belong, as base64, so that it is the document that it stands for (XOP 1.0 §3.2). A
 * part may be referred to again and again, so what comes out is bounded by `maxCharacters`.
 */
export function withoutXop(text: string, parts: readonly MimePart[], maxCharacters: number): Unpacked {
  const byId = new Map(parts.map((it) => [it.id, it]))
  const used = new Set<MimePart>()
  let size = text.length
  let missing = false
  const made = text.replace(INCLUDE, (_whole, _prefix, reference: string) => {
    const part = byId.get(decoded(reference)) ?? byId.get(reference)
    if (!part) missing = true
    else used.add(part)
    size += part ? Math.ceil(part.bytes.length / 3) * 4 : 0
    return part && size <= maxCharacters ? part.bytes.toString('base64') : ''
  })
  if (missing) return { fault: 'missing' }
  return size > maxCharacters ? { fault: 'too-large' } : { text: made, unused: parts.filter((part) => !used.has(part)) }
}

/** The characters that a message of so many bytes may become when its parts are put back. */
export function unpackedLimit(maxBytes: number): number {
  return Math.ceil(maxBytes * 1.4)
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference
  }
}
