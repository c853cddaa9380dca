/**
 * The values of a literal of the officer: a JSON array is a list, several lines are one value each. A flow file keeps a list of
 * strings as lines of text (design §5), so a list that is written there comes as lines too.
 */
export function literalList(text: string): unknown {
  if (text.trim().startsWith('[')) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      // It only begins like a list.
    }
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return lines.length > 1 ? lines : text
}
