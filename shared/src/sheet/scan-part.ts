import { SaxesParser } from 'saxes'
import { LIMITS, SheetFault } from './sheet-fault.ts'

/** What a reader of a part of a workbook listens to; names come without prefix. */
export interface PartListener {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(piece: string): void
  close?(name: string): void
}

const DEEPEST = 64

/** Reads XML as it is unpacked. DOCTYPE, deep nesting and long texts are refused; nothing outside is read. Throws `SheetFault`. */
export async function scanPart(chunks: AsyncIterable<Uint8Array>, listener: PartListener): Promise<void> {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false })
  const refuse = (): never => {
    throw new SheetFault('Phần bên trong tệp Excel bị hỏng', 'A part of the workbook is damaged')
  }
  let depth = 0
  const texts = (piece: string): void => {
    if (piece.length > LIMITS.cell * 2) refuse()
    listener.text?.(piece)
  }
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > DEEPEST) refuse()
    listener.open?.(local(name), attributes)
  })
  parser.on('text', texts)
  parser.on('cdata', texts)
  parser.on('closetag', ({ name }) => {
    depth--
    listener.close?.(local(name))
  })
  const letters = new TextDecoder('utf-8')
  for await (const chunk of chunks) parser.write(letters.decode(chunk, { stream: true }))
  parser.write(letters.decode()).close()
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** An attribute by its name without prefix (`r:id` is written with any prefix). */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  return attributes[name] ?? Object.entries(attributes).find(([written]) => written.endsWith(`:${name}`))?.[1]
}
