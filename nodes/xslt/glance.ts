import type { Text } from '#shared/text/text.ts'

const XSL = 'http://www.w3.org/1999/XSL/Transform'

/**
 * What is plainly wrong with a stylesheet, with its line; only a glance, since a browser has no XSLT here. The rest is told by the first
 * message.
 */
export function faultOfStylesheet(stylesheet: string): Text | undefined {
  const text = blanked(stylesheet, /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)/g)
  const entity = /<!ENTITY\s{1,50}%?\s{0,50}\S{1,200}\s{1,50}(?:SYSTEM|PUBLIC)\s/.exec(text)
  if (entity)
    return at(text, entity.index, 'thực thể (<!ENTITY … SYSTEM>) trỏ ra tệp khác', 'an entity of another file')
  const body = blanked(text, /<\?[\s\S]*?(?:\?>|$)|<!DOCTYPE[^[>]*(?:\[[\s\S]*?(?:\]\s*>|$)|>|$)/g)
  const prefix = new RegExp(`xmlns:([\\w.-]+)\\s*=\\s*["']${XSL}["']`).exec(body)?.[1]
  const root = /<([\w.-]+:)?([\w.-]+)(\s[^>]*)?(?:>|$)/.exec(body)
  if (!root || (prefix === undefined && !body.includes(XSL)))
    return {
      vi: 'không phải bản chuyển đổi XSLT (cần xsl:stylesheet hoặc xsl:transform)',
      en: 'it is no XSLT stylesheet (needs xsl:stylesheet or xsl:transform)',
    }
  const version = /\sversion\s*=\s*["']([^"']*)["']/.exec(root[3] ?? '')?.[1]
  if (version !== undefined && !/^1(?:\.\d)?$/.test(version) && (root[1] ?? '') === marked(prefix))
    return at(
      text,
      root.index,
      `version="${version.slice(0, 20)}": nút này chạy XSLT 1.0; nếu chỉ dùng phần của 1.0 thì đổi thành version="1.0"`,
      `version="${version.slice(0, 20)}": this node runs XSLT 1.0; when only parts of 1.0 are used, write version="1.0"`,
    )
  const outside = new RegExp(`<${marked(prefix)}(import|include)\\s`).exec(body)
  if (!outside) return undefined
  const name = `xsl:${outside[1]}`
  return at(
    text,
    outside.index,
    `${name} gọi tệp khác; hãy gộp tệp ấy vào đây`,
    `${name} names another file; put that file in here`,
  )
}

/** Each part that fits becomes spaces, so that lines stay what they are. One that is never closed ends with the text, so no text is read twice. */
function blanked(text: string, parts: RegExp): string {
  return text.replace(parts, (it) => it.replace(/[^\n]/g, ' '))
}

function marked(prefix: string | undefined): string {
  return prefix === undefined ? '' : `${prefix}:`
}

function at(text: string, index: number, vi: string, en: string): Text {
  const line = text.slice(0, index).split('\n').length
  return { vi: `dòng ${line}: ${vi}`, en: `line ${line}: ${en}` }
}
