const PART = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/

/** Reads `200-299, 404` into a test for a status; undefined when the text is not of that form. */
export function statusRanges(text: string): ((status: number) => boolean) | undefined {
  const ranges: (readonly [number, number])[] = []
  for (const part of text.split(',')) {
    const found = PART.exec(part.trim())
    if (!found?.[1]) return undefined
    const from = Number(found[1])
    const to = Number(found[2] ?? found[1])
    if (to < from) return undefined
    ranges.push([from, to])
  }
  return (status) => ranges.some(([from, to]) => status >= from && status <= to)
}
