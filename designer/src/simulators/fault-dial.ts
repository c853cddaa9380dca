import type { FaultName } from '#shared/api/simulator-faults.ts'

/** The longest delay of the slider, in ms. */
export const LONGEST_DELAY = 10_000

/** The dial with one fault set; a fault at zero is left out, which turns it off. */
export function withFault(
  dial: Readonly<Record<string, number>>,
  name: FaultName,
  value: number,
): Record<string, number> {
  const { [name]: _old, ...rest } = dial
  return value > 0 ? { ...rest, [name]: value } : rest
}

/** Slider position (0–100, or ms) of a stored value. */
export function sliderOf(name: FaultName, value: number): number {
  return name === 'delayMs' ? Math.min(value, LONGEST_DELAY) : Math.round(value * 100)
}

/** Stored value of a slider position. */
export function storedOf(name: FaultName, slider: number): number {
  return name === 'delayMs' ? slider : slider / 100
}
