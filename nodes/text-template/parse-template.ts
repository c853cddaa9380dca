import type { Text } from '#shared/text/text.ts'

/** A piece of a template: plain text, the value of a formula, a list, or a choice. `line` counts from 1. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly formula: string; readonly raw: boolean; readonly line: number }
  | {
      readonly kind: 'each' | 'if'
      readonly formula: string
      readonly line: number
      readonly pieces: readonly Piece[]
      readonly otherwise: readonly Piece[]
    }

/** Why a template cannot be read, and in which line. */
export class TemplateFault extends Error {
  readonly line: number
  readonly text: Text

  constructor(line: number, text: Text) {
    super(`line ${line}: ${text.en}`)
    this.line = line
    this.text = text
  }
}

const DEEPEST = 10
const MOST_TAGS = 2000

interface Open {
  readonly kind: 'each' | 'if'
  readonly formula: string
  readonly line: number
  readonly pieces: Piece[]
  readonly otherwise: Piece[]
  inOtherwise: boolean
}

/** Words of the tags: Vietnamese, the same without accents, English. */
const EACH = new Set(['lặp', 'lap', 'each'])
const IF = new Set(['nếu', 'neu', 'if'])
const ELSE = new Set(['không thì', 'khong thi', 'else'])

/**
 * Reads a template: `{{formula}}`, `{{{formula}}}` (as it is, without escaping), `{{#lặp list}} … {{không thì}} … {{/lặp}}`,
 * `{{#nếu condition}} … {{không thì}} … {{/nếu}}`, `{{! remark}}`. A line that holds nothing but one of the words leaves no blank line behind.
 * Formulas are not looked at. Throws `TemplateFault`.
 */
export function parseTemplate(source: string): readonly Piece[] {
  const text = source.normalize('NFC').replace(/\r\n?/g, '\n')
  const top: Piece[] = []
  const open: Open[] = []
  let line = 1
  let at = 0
  let tags = 0
  const into = (): Piece[] => {
    const last = open.at(-1)
    return last === undefined ? top : last.inOtherwise ? last.otherwise : last.pieces
  }
  const plain = (until: number): void => {
    if (until > at) into().push({ kind: 'text', text: text.slice(at, until) })
    line += text.slice(at, until).split('\n').length - 1
    at = until
  }

  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', at)) {
    const raw = text.startsWith('{{{', start)
    const close = raw ? '}}}' : '}}'
    const end = text.indexOf(close, start)
    const whole = end < 0 ? text.length : end + close.length
    const inside = text.slice(start + close.length, end < 0 ? text.length : end)
    const word = /^\s*[#/!]/.test(inside) || ELSE.has(inside.trim().toLowerCase())
    const [from, to] = word && !raw ? wholeLine(text, start, whole) : [start, whole]
    plain(Math.max(at, from))
    const here = line + text.slice(at, start).split('\n').length - 1
    if (end < 0) throw new TemplateFault(here, { vi: 'dấu {{ chưa được đóng bằng }}', en: 'a {{ is not closed by }}' })
    if (++tags > MOST_TAGS)
      throw new TemplateFault(here, {
        vi: `nhiều hơn ${MOST_TAGS} chỗ {{…}}`,
        en: `more than ${MOST_TAGS} places {{…}}`,
      })
    take(inside.trim(), raw, here)
    line += text.slice(at, to).split('\n').length - 1
    at = to
  }
  plain(text.length)
  const left = open.at(-1)
  if (left)
    throw new TemplateFault(left.line, {
      vi: `{{#${left.kind === 'each' ? 'lặp' : 'nếu'} …}} chưa được đóng`,
      en: `the {{#${left.kind} …}} is not closed`,
    })
  return top

  function take(inside: string, raw: boolean, here: number): void {
    if (inside === '') throw new TemplateFault(here, { vi: '{{}} không có công thức', en: '{{}} holds no formula' })
    if (raw) into().push({ kind: 'value', formula: inside, raw, line: here })
    else if (inside.startsWith('!')) return
    else if (inside.startsWith('#')) begin(inside.slice(1), here)
    else if (inside.startsWith('/')) finish(inside.slice(1).trim().toLowerCase(), here)
    else if (ELSE.has(inside.toLowerCase())) turn(here)
    else into().push({ kind: 'value', formula: inside, raw, line: here })
  }

  function begin(inside: string, here: number): void {
    const [, word = '', formula = ''] = /^\s*(\S+)\s+([\s\S]+)$/.exec(inside) ?? []
    const name = word.toLowerCase()
    const kind = EACH.has(name) ? 'each' : IF.has(name) ? 'if' : undefined
    if (!kind)
      throw new TemplateFault(here, {
        vi: 'sau {{# cần "lặp" hoặc "nếu", rồi một công thức',
        en: '{{# needs "each" or "if", then a formula',
      })
    if (open.length >= DEEPEST)
      throw new TemplateFault(here, { vi: `lồng nhau quá ${DEEPEST} cấp`, en: `nested deeper than ${DEEPEST} levels` })
    open.push({ kind, formula: formula.trim(), line: here, pieces: [], otherwise: [], inOtherwise: false })
  }

  function turn(here: number): void {
    const last = open.at(-1)
    if (!last || last.inOtherwise)
      throw new TemplateFault(here, {
        vi: '{{không thì}} phải nằm trong {{#nếu …}} hoặc {{#lặp …}}, một lần',
        en: '{{else}} must stand once inside {{#if …}} or {{#each …}}',
      })
    last.inOtherwise = true
  }

  function finish(name: string, here: number): void {
    const last = open.pop()
    const fits = last && (last.kind === 'each' ? EACH : IF).has(name)
    if (!last || !fits)
      throw new TemplateFault(here, { vi: `{{/${name}}} không có chỗ mở tương ứng`, en: `{{/${name}}} closes nothing` })
    const { kind, formula, line: begun, pieces, otherwise } = last
    into().push({ kind, formula, line: begun, pieces, otherwise })
  }
}

/** From the beginning of the line to behind its end when nothing else but blanks stands in it; otherwise just the tag. */
function wholeLine(text: string, start: number, end: number): readonly [number, number] {
  const begun = text.lastIndexOf('\n', start - 1) + 1
  const next = text.indexOf('\n', end)
  const stop = next < 0 ? text.length : next + 1
  const alone = text.slice(begun, start).trim() === '' && text.slice(end, stop).trim() === ''
  return alone ? [begun, stop] : [start, end]
}
