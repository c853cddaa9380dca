import type { Text } from '#shared/text/text.ts'

/** The Vietnamese of what libxslt and libxml2 say; a name in it follows. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/Unregistered function: (\S+)/, 'không có hàm "$1" trong XPath 1.0 và EXSLT'],
  [/Undefined namespace prefix: (\S+)/, 'tiền tố "$1" chưa khai xmlns'],
  [/Undefined variable: (\S+)|Variable '(\S+)' has not been declared/, 'biến "$1" chưa khai'],
  [/Invalid (?:number of arguments)/, 'sai số lượng tham số của hàm'],
  [/could not compile (?:select|test|match) expression '(.*)'/, 'biểu thức "$1" viết sai'],
  [/Invalid expression|Expected|Unfinished literal|Invalid predicate/, 'biểu thức XPath viết sai'],
  [/potential infinite template recursion/, 'các mẫu gọi nhau quá 3.000 cấp, có thể là lặp vô hạn'],
  [/(?:select|test|match|name|href|use) is missing|missing attribute/i, 'thiếu thuộc tính bắt buộc'],
  [/called template '(.*)' was not found|template (\S+) not found/, 'không có mẫu tên "$1"'],
  [/(\S+) was not compiled/, 'không có lệnh xsl:$1 trong XSLT 1.0'],
  [/document is not a stylesheet/, 'không phải bản chuyển đổi XSLT'],
  [/tag mismatch: (.*?) line/, 'thẻ đóng không khớp với thẻ mở <$1>'],
  [/Maximum entity amplification/, 'thực thể lồng nhau quá nhiều'],
  [/Entity '(.*)' not defined/, 'thực thể &$1; chưa được khai'],
  [/EntityRef|xmlParseEntityRef/, 'dấu & phải viết là &amp;'],
  [/Namespace prefix (\S+) .*not defined/, 'tiền tố "$1" chưa khai xmlns'],
  [/Premature end|EndTag: '<\/' not found|Extra content/, 'văn bản bị cắt hoặc thừa ở cuối'],
]

const HEADING = /^(?:runtime error|compilation error|[\w ]*error): (?:file \S+ )?(?:line (\d+) )?(?:element (\S+))?$/
const PLACED = /^[^\s:]*(?::stylesheet)?:(\d+): (?:parser|namespace) \w+ : (.*)$/

/** What libxslt wrote to standard error, as one sentence with the line of the stylesheet. */
export function reasonOf(errors: string): Text {
  const lines = errors.split('\n').map((it) => it.trim())
  const placed = PLACED.exec(lines.find((it) => PLACED.test(it)) ?? '')
  if (placed) return sentence(placed[1], undefined, placed[2] ?? '')
  const at = lines.findIndex((it) => HEADING.test(it))
  const [, line, element] = HEADING.exec(lines[at] ?? '') ?? []
  const before = lines.slice(0, Math.max(at, 0)).findLast((it) => / error ?: /.test(it))
  const said = before?.replace(/^.*? error ?: /, '') ?? lines.slice(at + 1).find((it) => it !== '') ?? lines[0] ?? ''
  return sentence(line, element, said)
}

/** Whether libxslt wrote of a fault of its own, not only what `xsl:message` said. */
export function isFault(errors: string): boolean {
  return /^(?:\w+ )?(?:runtime|compilation|XPath|parser|internal)? ?error ?: |^xslt[A-Z]\w+ ?: /m.test(errors)
}

function sentence(line: string | undefined, element: string | undefined, said: string): Text {
  const bare = said.replace(/^(?:xslt[A-Z]\w*|xsl:[\w-]+) ?: /, '').slice(0, 200)
  const known = reasons.find(([pattern]) => pattern.test(said))
  const found = known?.[0].exec(said)
  const vi = known?.[1].replace('$1', () => (found?.[1] ?? found?.[2] ?? '').slice(0, 80)) ?? bare
  const place = (word: string): string =>
    [line === undefined ? '' : `${word} ${line}`, element === undefined ? '' : `<${element}>`]
      .filter(Boolean)
      .join(', ')
  const placed = (word: string, text: string): string => (place(word) === '' ? text : `${place(word)}: ${text}`)
  return { vi: placed('dòng', vi), en: placed('line', bare) }
}
