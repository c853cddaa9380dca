import { permanent } from '#shared/errors/flow-error.ts'
import { ExpressionError } from '#shared/expression/errors.ts'
import { LinearPattern } from '#shared/expression/pattern/engine.ts'

/** One character of a pattern: an escape, a class, a dot or a plain letter; no group. */
const ATOM = String.raw`(?:\\[dDwWsS.\-/+*?()[\]]|\\p\{\w{1,30}\}|\[(?:[^\]\\]|\\[^u])*\]|[^\\[\](){}|^$*+?])`
const FIXED = String.raw`(?:${ATOM}(?:\{\d{1,4}\})?)*`
/** At most one part of varying length: the machine of JavaScript cannot go back more than once over the text. */
const PLAIN = new RegExp(`^\\^?${FIXED}(?:${ATOM}(?:[*+?]|\\{\\d{1,4},\\d{0,4}\\}))?${FIXED}\\$?$`, 'u')

/**
 * The patterns of a schema, safe against texts that a partner chose: a plain one runs on JavaScript's RegExp, any other one on our engine
 * whose time is bounded. Throws `schema.unusable` for a pattern that neither takes (look-around and back-references).
 */
export function safePattern(source: string): { test(text: string): boolean; toString(): string } {
  if (source.length <= 500 && PLAIN.test(source)) {
    const plain = nativePattern(source)
    if (plain) return plain
  }
  const pattern = linear(source)
  return {
    test(text) {
      try {
        return pattern.restart().exec(text) !== null
      } catch (thrown) {
        if (thrown instanceof ExpressionError) throw permanent('message.wrong-shape', { reason: thrown.text })
        throw thrown
      }
    },
    // The library tells patterns apart by their text.
    toString: () => `linear:${source}`,
  }
}

function nativePattern(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u')
  } catch {
    return undefined
  }
}

function linear(source: string): LinearPattern {
  try {
    return new LinearPattern(source, '')
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown
    const reason = {
      vi: `pattern "${source.slice(0, 80)}": ${thrown.text.vi}`,
      en: `pattern "${source.slice(0, 80)}": ${thrown.text.en}`,
    }
    throw permanent('schema.unusable', { reason })
  }
}
