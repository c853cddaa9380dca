/** How XML becomes an object. */
export interface XmlShape {
  /** Dotted paths from the root (`HoSo.GiayTo`) that are always lists, even with one element. */
  readonly lists: ReadonlySet<string>
  /** `text`: CDATA becomes ordinary text. `keep`: it stays apart under `#cdata`, so that it is built as CDATA again. */
  readonly cdata: 'text' | 'keep'
  /** Cuts white space at both ends of text. */
  readonly trim: boolean
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
}

const CONTENT = /[^ \t\r\n]/

/**
 * Builds the object of a document: attributes as `@name`, text beside them as `#text`, repeated elements as lists, an element with
 * text only as that text. All values stay text. White space between elements is left out; comments and processing instructions too.
 */
export function createAssembler(shape: XmlShape): Assembler {
  const root: Open = openElement('', '')
  const stack: Open[] = [root]
  let top = root
  const tracked = shape.lists.size > 0

  return {
    open(name, attributes) {
      const path = tracked ? (top === root ? name : `${top.path}.${name}`) : ''
      const next = openElement(name, path)
      for (const attribute of Object.keys(attributes)) {
        next.content[`@${attribute}`] = attributes[attribute] ?? ''
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

function openElement(name: string, path: string): Open {
  return { name, path, content: {}, elements: 0, marks: 0, text: '' }
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
