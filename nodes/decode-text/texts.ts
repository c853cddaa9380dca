/** Every text in a value, in order; names of fields are not among them. */
export function textsIn(value: unknown): readonly string[] {
  const found: string[] = []
  const walk = (it: unknown): void => {
    if (typeof it === 'string') found.push(it)
    else if (typeof it === 'object' && it !== null) for (const inner of Object.values(it)) walk(inner)
  }
  walk(value)
  return found
}

/** A copy of a value with every text changed. */
export function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((it: unknown) => withTexts(it, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withTexts(inner, change)]))
}
