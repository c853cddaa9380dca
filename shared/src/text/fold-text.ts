/** Lower case without Vietnamese marks, `đ` as `d`, spaces collapsed: "Hồ  sơ" and "ho so" become equal. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

/** Whether every word of `query` is found somewhere in the texts, without regard to marks, case and order. */
export function matchesText(query: string, texts: readonly (string | undefined)[]): boolean {
  const folded = foldText(query)
  if (folded === '') return true
  const all = foldText(texts.filter((text) => text !== undefined).join(' '))
  // "hoso" finds "Hồ sơ": words that were typed without a space are looked for in the text without spaces.
  const dense = all.replaceAll(' ', '')
  return folded.split(' ').every((word) => all.includes(word) || dense.includes(word))
}
