/** Text as a flow file may hold it: a string, or for several lines an array of lines (design §5). */
export function textOf(value: unknown): unknown {
  return Array.isArray(value) && value.every((line) => typeof line === 'string') ? value.join('\n') : value
}

/** The file's form of a settings value: strings of several lines become arrays of lines, at any depth but inside lists of strings. */
export function splitLines(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\n') ? value.split('\n') : value
  if (Array.isArray(value)) return value.map((item: unknown) => (typeof item === 'string' ? item : splitLines(item)))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, splitLines(item)]))
}
