/** How XML becomes an object. */
export interface XmlShape {
  /** Dotted paths from the root (`HoSo.GiayTo`) that are always lists, even with one element. */
  readonly lists: ReadonlySet<string>
  /** `text`: CDATA becomes ordinary text. `keep`: it stays apart under `#cdata`, so that it is built as CDATA again. */
  readonly cdata: 'text' | 'keep'
  /** Cuts white space at both ends of text. */
  readonly trim: boolean
  /** `drop`: names lose their prefix and `xmlns` is left out, so that paths hold whatever prefix a partner writes. Without: names as written. */
  readonly prefixes?: 'keep' | 'drop'
}

/** Receives a well-formed document piece by piece; `done` gives `{ root: … }`. */
export interface Assembler {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text(text: string): void
  cdata(text: string): void
  close(): void
  done(): Record<string, unknown>
}

interface Open {
  readonly name: string
  readonly path: string
  readonly content: Record<string, unknown>
  elements: number
  marks: number
  text: string
  /** With prefixes dropped: what the short names inside were written as. */
  readonly taken: Map<string, string> | undefined
}

const CONTENT = /[^ \t\r\n]/
const DECLARATION = /^xmlns(?::|$)/

/**
 * Builds the object of a document: attributes as `@name`, text beside them as `#text`, repeated elements as lists, an element with
 * text only as that text. All values stay text. White space between elements is left out; comments and processing instructions too.
 */
export function createAssembler(shape: XmlShape): Assembler {
  const drop = shape.prefixes === 'drop'
  const root: Open = openElement('', '', drop)
  const stack: Open[] = [root]
  let top = root
  const tracked = shape.lists.size > 0

  return {
    open(written, attributes) {
      const name = nameIn(top, written)
      const path = tracked ? (top === root ? name : `${top.path}.${name}`) : ''
      const next = openElement(name, path, drop)
      for (const attribute of drop ? plainFirst(attributes) : Object.keys(attributes)) {
        if (drop && DECLARATION.test(attribute)) continue
        next.content[nameIn(next, `@${attribute}`)] = attributes[attribute] ?? ''
        next.marks++
      }
      stack.push(next)
      top = next
    },
    text(text) {
      top.text += text
    },
    cdata(text) {
      if (shape.cdata === 'text') top.text += text
      else {
        add(top.content, '#cdata', text, false)
        top.marks++
      }
    },
    close() {
      const closed = top
      stack.pop()
      top = stack[stack.length - 1] ?? root
      add(top.content, closed.name, contentOf(closed, shape.trim), top !== root && shape.lists.has(closed.path))
      top.elements++
    },
    done: () => root.content,
  }
}

function openElement(name: string, path: string, drop: boolean): Open {
  return { name, path, content: {}, elements: 0, marks: 0, text: '', taken: drop ? new Map() : undefined }
}

/** The name of a part inside an element: short, unless a part with another prefix has the short name already. */
function nameIn({ taken }: Open, written: string): string {
  if (!taken) return written
  const short = localName(written)
  const before = taken.get(short)
  if (before !== undefined && before !== written) return written
  taken.set(short, written)
  return short
}

/** Attributes without prefix have the first right to their name. */
function plainFirst(attributes: Readonly<Record<string, string>>): readonly string[] {
  const names = Object.keys(attributes)
  return [...names.filter((it) => !it.includes(':')), ...names.filter((it) => it.includes(':'))]
}

/** A name without its prefix; the `@` of an attribute stays. */
function localName(written: string): string {
  return written.replace(/^(@?)[^:]+:(?=.)/, '$1')
}

function contentOf(element: Open, trim: boolean): unknown {
  const text = trim ? element.text.trim() : element.text
  if (element.elements === 0 && element.marks === 0) return text
  if (element.elements > 0 ? CONTENT.test(text) : text !== '') element.content['#text'] = text
  return element.content
}

function add(content: Record<string, unknown>, name: string, value: unknown, list: boolean): void {
  if (!Object.hasOwn(content, name)) {
    content[name] = list ? [value] : value
    return
  }
  const before = content[name]
  if (Array.isArray(before)) before.push(value)
  else content[name] = [before, value]
}
