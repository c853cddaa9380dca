const PLAIN = /^[A-Za-z_$][\w$]*$/
const DEEPEST = 8
const MOST = 400

/** The TypeScript type of an example value, so that the editor can complete its fields. Items of a list are told from the first ones. */
export function typeOfExample(value: unknown): string {
  let left = MOST
  const walk = (held: unknown, depth: number): string => {
    if (held === null || held === undefined || depth > DEEPEST || left <= 0) return 'any'
    if (Array.isArray(held)) {
      const types = new Set(held.slice(0, 5).map((item) => walk(item, depth + 1)))
      return types.size === 0 ? 'any[]' : `Array<${[...types].join(' | ')}>`
    }
    if (typeof held !== 'object') return typeof held
    const fields = Object.entries(held).flatMap(([name, inner]) => {
      if (left-- <= 0) return []
      return [`${PLAIN.test(name) ? name : JSON.stringify(name)}: ${walk(inner, depth + 1)}`]
    })
    return fields.length === 0 ? 'Record<string, any>' : `{ ${fields.join('; ')} }`
  }
  return walk(value, 0)
}

/** What a script can see besides the language itself: `message`. There is no network, no file and no timer. */
export function scriptTyping(body: unknown): string {
  return `/** Thông điệp đi vào nút. Trả về nội dung mới, hoặc { body, headers, keys }. */
declare const message: {
  /** Nội dung. */
  body: ${typeOfExample(body)}
  /** Tiêu đề, tên viết thường. */
  headers: Record<string, string>
  /** Mã nghiệp vụ. */
  keys: Record<string, string>
}
`
}
