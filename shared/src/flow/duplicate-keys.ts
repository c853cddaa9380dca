/**
 * Finds object keys that stand twice in a JSON text, which `JSON.parse` would silently overwrite.
 * Gives the paths (`nodes.gui`) of the second occurrences. The text must be valid JSON.
 */
export function duplicateKeys(text: string): readonly string[] {
  const found: string[] = []
  const path: string[] = []
  const seen: (Set<string> | undefined)[] = []
  let expectKey = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '{' || c === '[') {
      seen.push(c === '{' ? new Set() : undefined)
      path.push('')
      expectKey = c === '{'
    } else if (c === '}' || c === ']') {
      seen.pop()
      path.pop()
      expectKey = false
    } else if (c === ',') expectKey = seen.at(-1) !== undefined
    else if (c === '"') {
      const end = endOfString(text, i)
      const keys = seen.at(-1)
      if (expectKey && keys) {
        const key: string = JSON.parse(text.slice(i, end + 1))
        path[path.length - 1] = key
        if (keys.has(key)) found.push(path.filter((part) => part !== '').join('.'))
        keys.add(key)
        expectKey = false
      }
      i = end
    }
  }
  return found
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i
  }
  return text.length - 1
}
