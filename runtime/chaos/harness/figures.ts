/** One measured figure of `npm run bench` or `npm run chaos`, as it is printed (design §11). */
export interface Figure {
  readonly figure: string
  readonly value: number
  readonly unit: string
  readonly goal: number
  readonly ok: boolean
  readonly detail: Readonly<Record<string, unknown>>
}

/** Prints a figure as one line of JSON on standard output. */
export function print(figure: Figure): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`)
}

/** Tells on standard error what is going on. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** A figure of torture: `failures` counts losses, duplicates or failed tries; the goal is none. */
export function torture(figure: string, failures: number, detail: Figure['detail']): Figure {
  return { figure, value: failures, unit: 'failures', goal: 0, ok: failures === 0, detail }
}

/** The middle value; of an even number the mean of the two in the middle. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  const [low, high] = [sorted[half - 1] ?? Number.NaN, sorted[half] ?? Number.NaN]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

/** Rounds for print. */
export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}
