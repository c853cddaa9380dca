/** What may come next. `…-or-end`: right behind an opening bracket, where the closing one may stand too. */
type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'after'

const WORDS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' }

/**
 * The offset of the first character at which a text stops being JSON (RFC 8259): its length when it ends too early or is whole.
 * V8 names the place in some of its messages only, so a refused text is read once more.
 */
export function malformedAt(text: string): number {
  const open: string[] = []
  let expected: Expected = 'value'
  let at = 0
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at++
    const c = text[at]
    if (c === undefined) return text.length
    if (expected === 'after') {
      const inside = open.at(-1)
      if (inside === undefined) return at
      if (c === ',') expected = inside === '{' ? 'key' : 'value'
      else if (c === (inside === '{' ? '}' : ']')) open.pop()
      else return at
      at++
    } else if (expected === 'colon') {
      if (c !== ':') return at
      expected = 'value'
      at++
    } else if (expected === 'key' || expected === 'key-or-end') {
      if (c === '}' && expected === 'key-or-end') {
        open.pop()
        expected = 'after'
        at++
        continue
      }
      if (c !== '"') return at
      const { end, whole } = readString(text, at)
      if (!whole) return end
      at = end
      expected = 'colon'
    } else if (c === '{' || c === '[') {
      open.push(c)
      expected = c === '{' ? 'key-or-end' : 'value-or-end'
      at++
    } else if (c === ']' && expected === 'value-or-end') {
      open.pop()
      expected = 'after'
      at++
    } else {
      const { end, whole } = readScalar(text, at, c)
      if (!whole) return end
      at = end
      expected = 'after'
    }
  }
}

/** `end` is the offset behind the value, or of the fault in it. */
interface Read {
  readonly end: number
  readonly whole: boolean
}

function readScalar(text: string, start: number, first: string): Read {
  if (first === '"') return readString(text, start)
  if (first === '-' || isDigit(text.charCodeAt(start))) return readNumber(text, start)
  const word = Object.hasOwn(WORDS, first) ? WORDS[first] : undefined
  if (word === undefined) return { end: start, whole: false }
  let end = start
  while (end - start < word.length && text[end] === word[end - start]) end++
  return { end, whole: end - start === word.length }
}

function readString(text: string, start: number): Read {
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 34) return { end: i + 1, whole: true }
    if (c < 32) return { end: i, whole: false }
    if (c !== 92) continue
    i++
    if (text[i] === 'u') {
      for (const last = i + 4; i < last; i++)
        if (!/[\da-fA-F]/.test(text[i + 1] ?? '')) return { end: Math.min(i + 1, text.length), whole: false }
    } else if (!'"\\/bfnrt'.includes(text[i] ?? ' ')) return { end: Math.min(i, text.length), whole: false }
  }
  return { end: text.length, whole: false }
}

function readNumber(text: string, start: number): Read {
  let at = text[start] === '-' ? start + 1 : start
  const digits = (): boolean => {
    const from = at
    while (isDigit(text.charCodeAt(at))) at++
    return at > from
  }
  if (text[at] === '0') at++
  else if (!digits()) return { end: at, whole: false }
  if (text[at] === '.') {
    at++
    if (!digits()) return { end: at, whole: false }
  }
  if (text[at] === 'e' || text[at] === 'E') {
    at++
    if (text[at] === '+' || text[at] === '-') at++
    if (!digits()) return { end: at, whole: false }
  }
  return { end: at, whole: true }
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57
}

function isSpace(c: number): boolean {
  return c === 32 || c === 9 || c === 10 || c === 13
}
