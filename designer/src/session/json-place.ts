const TOKEN = /\s*(?:("(?:[^"\\\n]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([[\]{},:]))/y

/** What may come next inside a list or an object. */
type State = 'value' | 'first-value' | 'after' | 'key' | 'first-key' | 'colon'

/** Offset of the first place where a text stops being JSON; its length when it only ends too early. Browsers do not all say this. */
export function jsonFaultAt(text: string): number {
  const stack: ('list' | 'object')[] = []
  let state: State | 'end' = 'value'
  let at = 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const found = TOKEN.exec(text)
    if (!found) return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0)
    const start = TOKEN.lastIndex - found[0].trimStart().length
    const next = step(state, found[1] !== undefined, found[3], stack)
    if (!next) return start
    state = next
    at = TOKEN.lastIndex
  }
  return text.length
}

function step(
  state: State | 'end',
  isText: boolean,
  sign: string | undefined,
  stack: ('list' | 'object')[],
): State | 'end' | undefined {
  const done = (): State | 'end' => (stack.length === 0 ? 'end' : 'after')
  const within = stack.at(-1)
  if (state === 'colon') return sign === ':' ? 'value' : undefined
  if (state === 'key' || state === 'first-key') {
    if (isText) return 'colon'
    if (state === 'key' || sign !== '}') return undefined
    stack.pop()
    return done()
  }
  if (state === 'after') {
    if (sign === ',') return within === 'list' ? 'value' : 'key'
    if (sign !== (within === 'list' ? ']' : '}')) return undefined
    stack.pop()
    return done()
  }
  if (state === 'end') return undefined
  if (sign === undefined) return done()
  if (sign === '[' || sign === '{') {
    stack.push(sign === '[' ? 'list' : 'object')
    return sign === '[' ? 'first-value' : 'first-key'
  }
  if (sign !== ']' || state !== 'first-value') return undefined
  stack.pop()
  return done()
}
