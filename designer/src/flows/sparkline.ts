/** A bar of a sparkline, in pixels from the top left. */
export interface Bar {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Bars for hourly counts: the highest fills the height, anything above zero is at least one pixel, zero is none. */
export function sparkBars(values: readonly number[], width: number, height: number): readonly (Bar | undefined)[] {
  const most = Math.max(0, ...values)
  const step = values.length === 0 ? 0 : width / values.length
  return values.map((value, at) => {
    if (value <= 0 || most === 0) return undefined
    const tall = Math.max(1, Math.round((value / most) * height))
    return { x: at * step, y: height - tall, width: Math.max(1, step - 1), height: tall }
  })
}
