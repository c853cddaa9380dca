import { escapeAttribute, escapeText } from '#nodes/xml/build.ts'
import { permanent } from '#shared/errors/flow-error.ts'
import type { QName } from '#shared/schema/import/xml-tree.ts'

/** A header block as it was sent, with the prefixes that hold where it stood declared on it, so that it can stand anywhere. */
export interface HeaderBlock {
  readonly name: QName
  readonly xml: string
}

/** Declarations around an element: prefix to namespace, '' is the default one. */
type Scope = Readonly<Record<string, string>>

/** All blocks together; names and identifiers are short. */
const MOST_CHARACTERS = 20_000

/** Gathers header blocks while an envelope is read. */
export interface BlockKeeper {
  /** Begins a block. */
  begin(name: QName, written: string, attributes: Readonly<Record<string, string>>, scope: Scope): void
  /** An element inside the block that has begun. */
  open(written: string, attributes: Readonly<Record<string, string>>): void
  text(text: string): void
  /** Closes the innermost element of the block that has begun; any other is none of ours. */
  close(): void
  readonly blocks: readonly HeaderBlock[]
}

/** Makes a keeper for one envelope; throws `soap.wrong-envelope` when its blocks are larger than such a thing ever is. */
export function createBlockKeeper(): BlockKeeper {
  const blocks: HeaderBlock[] = []
  const open: string[] = []
  let name: QName | undefined
  let pieces: string[] = []
  let size = 0
  const put = (piece: string): void => {
    size += piece.length
    if (size > MOST_CHARACTERS)
      throw permanent('soap.wrong-envelope', { found: `Header > ${MOST_CHARACTERS / 1000} KB` })
    pieces.push(piece)
  }
  const begin = (written: string, attributes: Readonly<Record<string, string>>): void => {
    open.push(written)
    put(`<${written}${marks(attributes)}>`)
  }
  return {
    blocks,
    begin(it, written, attributes, scope) {
      name = it
      const around = Object.entries(scope).map(([prefix, uri]) => [prefix ? `xmlns:${prefix}` : 'xmlns', uri])
      begin(written, { ...Object.fromEntries(around), ...attributes })
    },
    open: (written, attributes) => {
      if (name) begin(written, attributes)
    },
    text: (text) => {
      if (name) put(escapeText(text))
    },
    close() {
      const written = open.pop()
      if (written === undefined || !name) return
      put(`</${written}>`)
      if (open.length > 0) return
      blocks.push({ name, xml: pieces.join('') })
      name = undefined
      pieces = []
    },
  }
}

function marks(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('')
}

/** An envelope of ours with these blocks at the beginning of its header, in their order. */
export function withBlocks(envelope: string, blocks: readonly HeaderBlock[]): string {
  if (blocks.length === 0) return envelope
  const written = blocks.map(({ xml }) => xml).join('')
  const header = envelope.indexOf('<soap:Header>')
  const body = envelope.indexOf('<soap:Body>')
  if (body < 0) return envelope
  const inside = header >= 0 && header < body
  const at = inside ? header + '<soap:Header>'.length : body
  return `${envelope.slice(0, at)}${inside ? written : `<soap:Header>${written}</soap:Header>`}${envelope.slice(at)}`
}
