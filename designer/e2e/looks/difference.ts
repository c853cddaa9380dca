import { BLOCK, type Picture, type Place } from './picture.ts'

/**
 * By how much one of a block's colours must differ to count. Text that another machine draws a pixel further changes the mean of a block of
 * 12 × 12 by at most about half of this.
 */
const LEVEL = 18
/** So many blocks side by side that count are a difference somebody sees: a button is 20 to 30, a line of text 10 and more. */
const PATCH = 5
/** So many anywhere, in percent. */
const SHARE = 0.6

/** Where two pictures of a screen differ. */
export interface Difference {
  /** Blocks that differ, in percent of all. */
  readonly share: number
  /** Where blocks that differ lie side by side, the largest first. */
  readonly places: readonly Place[]
  /** The largest of them: number of blocks, mean colour there before and now. */
  readonly largest: { readonly blocks: number; readonly before: string; readonly now: string } | undefined
}

/** Compares two pictures; undefined when nobody would see a difference. */
export function differenceOf(before: Picture, now: Picture): Difference | undefined {
  if (before.columns !== now.columns || before.rows !== now.rows) return { share: 100, places: [], largest: undefined }
  const all = now.columns * now.rows
  const differs = Array.from({ length: all }, (_, at) =>
    [0, 1, 2].some((part) => Math.abs((before.levels[at * 3 + part] ?? 0) - (now.levels[at * 3 + part] ?? 0)) > LEVEL),
  )
  const patches = patchesOf(differs, now.columns)
  const share = (differs.filter(Boolean).length / all) * 100
  const largest = patches[0]
  if (!largest || (largest.length < PATCH && share < SHARE)) return undefined
  return {
    share,
    places: patches.map((patch) => placeOf(patch, now.columns)),
    largest: { blocks: largest.length, before: meanOf(before, largest), now: meanOf(now, largest) },
  }
}

/** Blocks that differ and touch each other, the largest patch first. */
function patchesOf(differs: readonly boolean[], columns: number): readonly (readonly number[])[] {
  const left = new Set(differs.flatMap((it, at) => (it ? [at] : [])))
  const patches: number[][] = []
  for (const first of left) {
    const patch = [first]
    left.delete(first)
    for (const at of patch)
      for (const down of [-1, 0, 1])
        for (const right of [-1, 0, 1]) {
          const column = (at % columns) + right
          const next = at + down * columns + right
          if (column >= 0 && column < columns && left.delete(next)) patch.push(next)
        }
    patches.push(patch)
  }
  return patches.sort((a, b) => b.length - a.length)
}

function placeOf(patch: readonly number[], columns: number): Place {
  const [xs, ys] = [patch.map((at) => at % columns), patch.map((at) => Math.floor(at / columns))]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  const [width, height] = [Math.max(...xs) - x + 1, Math.max(...ys) - y + 1]
  return { x: x * BLOCK, y: y * BLOCK, width: width * BLOCK, height: height * BLOCK }
}

function meanOf({ levels }: Picture, patch: readonly number[]): string {
  const part = (which: number) => patch.reduce((sum, at) => sum + (levels[at * 3 + which] ?? 0), 0) / patch.length
  return `#${[0, 1, 2].map((which) => Math.round(part(which)).toString(16).padStart(2, '0')).join('')}`
}
