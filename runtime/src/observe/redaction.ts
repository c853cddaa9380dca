/** What stands in a log for something that must not be there. */
export const REDACTED = '[đã ẩn]'

/** Field names whose values never reach a log or a screen. */
const secretName =
  /pass(?:word|phrase)|mat-?khau|secret|bi-?mat|token|authori[sz]ation|cookie|api-?key|private-?key|credential/i

/** Shorter secrets would blank out ordinary words. */
const SHORTEST = 6

/** Hides secrets by the name of their field and by their known values, in any of the spellings that logs contain. */
export interface Redactor {
  /** Secrets known from now on. */
  learn(values: Iterable<string>): void
  /** Text without any known secret. */
  text(text: string): string
  /** A copy of plain data without known secrets and without fields named like secrets. */
  data(value: unknown): unknown
  /** A copy of JSON without known secrets, in values and field names; fields keep what they are called and hold. */
  values<T>(value: T): T
}

/** An empty redactor. */
export function createRedactor(): Redactor {
  const known = new Set<string>()
  let pattern: RegExp | undefined

  function learn(values: Iterable<string>): void {
    for (const value of values) {
      if (value.length < SHORTEST) continue
      const escaped = JSON.stringify(value).slice(1, -1)
      const forms = [value, escaped, encodeURIComponent(value), ...base64Forms(value)]
      for (const form of forms) known.add(form)
    }
    // Longest first, so that a secret that contains another one is hidden whole.
    const sorted = [...known].sort((a, b) => b.length - a.length)
    pattern = sorted.length > 0 ? new RegExp(sorted.map(escapePattern).join('|'), 'g') : undefined
  }

  const text = (line: string): string => (pattern ? line.replace(pattern, REDACTED) : line)

  function data(value: unknown, depth = 0): unknown {
    if (typeof value === 'string') return text(value)
    if (typeof value !== 'object' || value === null) return value
    if (depth > 20) return '…'
    if (Array.isArray(value)) return value.map((item: unknown) => data(item, depth + 1))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, secretName.test(name) ? REDACTED : data(inner, depth + 1)]),
    )
  }

  function values(value: unknown): unknown {
    if (typeof value === 'string') return text(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(values)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [text(name), values(inner)]))
  }

  // A copy has the shape of what was copied.
  return {
    learn,
    text,
    data: (value) => data(value),
    values: <T>(value: T) => (pattern ? (values(value) as T) : value),
  }
}

/** Base64 of a secret, alone and behind something else (`user:secret`): the letters that the secret alone decides, for each place in the triplet. */
function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const inner = [0, 1, 2].map((shift) => {
    const letters = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    return letters.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6))
  })
  return [bytes.toString('base64'), ...inner.filter((it) => it.length >= SHORTEST)]
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
