/** Whether a name fits one of the patterns `*.xml; ho-so-?.json`: `*` any characters, `?` one. Neither case nor the way of writing accents counts. */
export function namePattern(text: string): (name: string) => boolean {
  const patterns = text
    .split(/[;,]/)
    .map((it) => plain(it.trim()))
    .filter((it) => it !== '')
  return (name) => patterns.length === 0 || patterns.some((pattern) => fits(plain(name), pattern))
}

const plain = (text: string): string => text.normalize('NFC').toLowerCase()

/** Compares from star to star, in time that grows with the product of both lengths at most. */
function fits(name: string, pattern: string): boolean {
  let [at, place, star, mark] = [0, 0, -1, 0]
  while (at < name.length) {
    if (pattern[place] === '*') {
      star = place++
      mark = at
    } else if (place < pattern.length && (pattern[place] === '?' || pattern[place] === name[at])) {
      place++
      at++
    } else if (star >= 0) {
      place = star + 1
      at = ++mark
    } else return false
  }
  while (pattern[place] === '*') place++
  return place === pattern.length
}
