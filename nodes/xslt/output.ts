/** What results are, for the header `content-type`: as the stylesheet says, else as the result looks. */
export function contentTypes(stylesheet: string): (output: string) => string {
  const bare = stylesheet.replace(/<!--[\s\S]*?(?:-->|$)/g, '')
  const declared = /<(?:[\w.-]+:)?output\s[^>]{0,2000}>/.exec(bare)?.[0] ?? ''
  const attribute = (name: string): string | undefined =>
    new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(declared)?.[1]?.trim()
  const media = attribute('media-type') ?? ''
  if (/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(media)) return () => `${media}; charset=utf-8`
  const method = attribute('method')
  return (output) => `${TYPES[method ?? looks(output)] ?? 'application/xml'}; charset=utf-8`
}

const TYPES: Readonly<Record<string, string>> = { html: 'text/html', text: 'text/plain' }

function looks(output: string): string {
  return /^\s*(?:<!DOCTYPE html[^>]*>\s*)?<html[\s>]/i.test(output.slice(0, 4000)) ? 'html' : 'xml'
}

/** The result says of itself that it is UTF-8, whatever encoding the stylesheet asks for: it leaves as text. */
export function declaredUtf8(output: string): string {
  const head = output.slice(0, 4000)
  const changed = head
    .replace(/^(<\?xml version="[^"]*" encoding=")[^"]*"/, '$1UTF-8"')
    .replace(/(<meta\b[^>]*?charset=["']?)[\w.-]+/i, '$1UTF-8')
  return changed === head ? output : changed + output.slice(4000)
}
