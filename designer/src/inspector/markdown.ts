/** A piece of running text. */
export type Inline =
  | { readonly is: 'text' | 'code' | 'strong' | 'em'; readonly text: string }
  | { readonly is: 'link'; readonly text: string; readonly to: string }

/** A part of a page. Raw HTML does not exist here: it stays text. */
export type Block =
  | { readonly is: 'heading'; readonly level: 1 | 2 | 3; readonly text: readonly Inline[] }
  | { readonly is: 'paragraph'; readonly text: readonly Inline[] }
  | { readonly is: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly is: 'code'; readonly text: string }
  | {
      readonly is: 'table'
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }

const LONGEST = 100_000

/** Reads the part of Markdown that the READMEs of nodes use: headings, paragraphs, lists, tables, code, bold, links. */
export function readMarkdown(source: string): readonly Block[] {
  const lines = source.slice(0, LONGEST).replaceAll('\r\n', '\n').split('\n')
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const taken = readBlock(lines, at)
    if (taken.block) blocks.push(taken.block)
    at = taken.next
  }
  return blocks
}

function readBlock(lines: readonly string[], at: number): { readonly block?: Block; readonly next: number } {
  const line = lines[at] ?? ''
  if (line.trim() === '') return { next: at + 1 }
  if (/^(?:```|~~~)/.test(line)) return readCode(lines, at)
  const heading = /^(#{1,6})\s+(.*)$/.exec(line)
  if (heading) {
    const level = Math.min(3, heading[1]?.length ?? 1)
    return {
      block: { is: 'heading', level: level === 1 ? 1 : level === 2 ? 2 : 3, text: readInline(heading[2] ?? '') },
      next: at + 1,
    }
  }
  if (isTableAt(lines, at)) return readTable(lines, at)
  if (ITEM.test(line)) return readList(lines, at)
  let next = at
  const text: string[] = []
  while (next < lines.length && !startsBlock(lines, next, next > at)) text.push((lines[next++] ?? '').trim())
  return { block: { is: 'paragraph', text: readInline(text.join(' ')) }, next: Math.max(next, at + 1) }
}

const ITEM = /^\s{0,3}(?:[-*]|\d{1,3}[.)])\s+/

function startsBlock(lines: readonly string[], at: number, inside: boolean): boolean {
  const line = lines[at] ?? ''
  return (
    line.trim() === '' || (inside && (/^(?:```|~~~|#{1,6}\s)/.test(line) || ITEM.test(line) || isTableAt(lines, at)))
  )
}

function readCode(lines: readonly string[], at: number): { readonly block: Block; readonly next: number } {
  const fence = (lines[at] ?? '').slice(0, 3)
  let end = at + 1
  while (end < lines.length && !(lines[end] ?? '').startsWith(fence)) end++
  return { block: { is: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 }
}

function readList(lines: readonly string[], at: number): { readonly block: Block; readonly next: number } {
  const ordered = /^\s*\d/.test(lines[at] ?? '')
  const items: string[] = []
  let next = at
  while (next < lines.length && (lines[next] ?? '').trim() !== '') {
    const line = lines[next] ?? ''
    if (ITEM.test(line)) items.push(line.replace(ITEM, ''))
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
    next++
  }
  return { block: { is: 'list', ordered, items: items.map(readInline) }, next }
}

function isTableAt(lines: readonly string[], at: number): boolean {
  return (
    (lines[at] ?? '').includes('|') && /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/.test(lines[at + 1] ?? '')
  )
}

function readTable(lines: readonly string[], at: number): { readonly block: Block; readonly next: number } {
  let end = at + 2
  while (end < lines.length && (lines[end] ?? '').includes('|')) end++
  const rows = lines.slice(at + 2, end).map(cells)
  return { block: { is: 'table', head: cells(lines[at] ?? ''), rows }, next: end }
}

function cells(line: string): readonly (readonly Inline[])[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => readInline(cell.replaceAll('\\|', '|').trim()))
}

/** Splits running text. Links lead to pages of the web only; everything else stays text. */
export function readInline(text: string): readonly Inline[] {
  const found: Inline[] = []
  const part = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g
  let from = 0
  for (let hit = part.exec(text); hit; hit = part.exec(text)) {
    if (hit.index > from) found.push({ is: 'text', text: text.slice(from, hit.index) })
    const [, code, strong, em, name, to] = hit
    if (code !== undefined) found.push({ is: 'code', text: code })
    else if (strong !== undefined) found.push({ is: 'strong', text: strong })
    else if (em !== undefined) found.push({ is: 'em', text: em })
    else found.push({ is: 'link', text: name ?? '', to: to ?? '' })
    from = part.lastIndex
  }
  if (from < text.length) found.push({ is: 'text', text: text.slice(from) })
  return found
}

/**
 * The part of a node's README in a language: READMEs are Vietnamese, with an English part under `## English`. The title line
 * is left out: the panel has it already.
 */
export function helpIn(source: string, language: 'vi' | 'en'): string {
  const at = /^## English\s*$/m.exec(source)
  const part = !at ? source : language === 'vi' ? source.slice(0, at.index) : source.slice(at.index + at[0].length)
  return part.replace(/^\s*# .*\n/, '')
}
