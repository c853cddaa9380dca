/**
 * Orders two texts as Vietnamese dictionaries do: by the letters of the alphabet (đ after d, ê after e), then by tone, then capitals last.
 * A table of our own instead of `Intl`, whose data change with each Node: a replay years later must give the same order.
 */
export function inVietnameseOrder(a: string, b: string): number {
  const [one, other] = [marksOf(a), marksOf(b)]
  return compare(one.letters, other.letters) || compare(one.tones, other.tones) || compare([...a], [...b])
}

const ALPHABET = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz'
/** Ngang, huyền, hỏi, ngã, sắc, nặng: the order of tones in dictionaries. */
const TONES = '\u0300\u0309\u0303\u0301\u0323'
const TONE = new RegExp(`[${TONES}]`, 'g')

function marksOf(text: string): { readonly letters: readonly number[]; readonly tones: readonly number[] } {
  const letters: number[] = []
  // One for each syllable: hoà and hòa are one word in two ways of writing.
  const tones: number[] = [0]
  for (const sign of text.normalize('NFC').toLowerCase()) {
    const apart = sign.normalize('NFD')
    const letter = apart.replace(TONE, '').normalize('NFC')
    const rank = ALPHABET.indexOf(letter)
    // Digits and signs stand before letters in their own order, letters of other scripts behind.
    const code = letter.codePointAt(0) ?? 0
    letters.push(rank >= 0 ? 1000 + rank : code < 0x80 ? code : 2000 + code)
    const tone = TONES.indexOf(apart.match(TONE)?.[0] ?? ' ') + 1
    if (rank < 0) tones.push(0)
    else if (tone > 0) tones[tones.length - 1] = tone
  }
  return { letters, tones }
}

function compare<T extends string | number>(a: readonly T[], b: readonly T[]): number {
  for (const [i, one] of a.entries()) {
    const other = b[i]
    if (other === undefined) return 1
    if (one !== other) return one < other ? -1 : 1
  }
  return a.length - b.length
}
