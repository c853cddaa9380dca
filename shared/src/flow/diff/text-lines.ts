/** A line of a compared text. `skipped` stands for `count` lines that did not change. */
export type TextLine =
  | { readonly is: 'same' | 'added' | 'removed'; readonly text: string }
  | { readonly is: 'skipped'; readonly count: number }

/** Lines kept around what has changed. */
const AROUND = 2
/** Texts with more differing lines than this are told as wholly replaced: the table would grow with the square. */
const MOST = 2000

/** What differs between two texts, line by line, with a little of what is around it. */
export function textLines(before: string, after: string): readonly TextLine[] {
  const a = before.split('\n')
  const b = after.split('\n')
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const same = (lines: readonly string[]): TextLine[] => lines.map((text) => ({ is: 'same', text }))
  return folded([
    ...same(a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...same(a.slice(a.length - tail)),
  ])
}

/** How many lines came and went. */
export function countLines(lines: readonly TextLine[]): { readonly added: number; readonly removed: number } {
  const count = (is: TextLine['is']): number => lines.filter((line) => line.is === is).length
  return { added: count('added'), removed: count('removed') }
}

/** By the longest common subsequence. */
function middle(a: readonly string[], b: readonly string[]): TextLine[] {
  const gone = (text: string): TextLine => ({ is: 'removed', text })
  const come = (text: string): TextLine => ({ is: 'added', text })
  if (a.length > MOST || b.length > MOST) return [...a.map(gone), ...b.map(come)]
  const width = b.length + 1
  const longest = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: TextLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const old = a[i]
    const fresh = b[j]
    if (old !== undefined && old === fresh) {
      lines.push({ is: 'same', text: old })
      i++
      j++
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(gone(old))
      i++
    } else if (fresh !== undefined) {
      lines.push(come(fresh))
      j++
    }
  }
  return lines
}

function folded(lines: readonly TextLine[]): readonly TextLine[] {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - AROUND), i + AROUND + 1).some((it) => it.is !== 'same'))
  const out: TextLine[] = []
  let skipped = 0
  for (const [i, line] of lines.entries()) {
    if (near[i]) {
      if (skipped > 0) out.push({ is: 'skipped', count: skipped })
      skipped = 0
      out.push(line)
    } else skipped++
  }
  return skipped > 0 ? [...out, { is: 'skipped', count: skipped }] : out
}
