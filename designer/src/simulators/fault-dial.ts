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

/** The counts that simulators tell and that have a word of their own (dots as underscores); others are shown by their name. */
export const countNames = [
  'HoSo',
  'TienDo',
  'HangDoi',
  'HangDoi_chuaDongBo',
  'inserts',
  'updates',
  'steps',
  'repeatedSteps',
  'refusedInserts',
  'sessions',
  'DayHoSo_pushed',
  'DayHoSo_acknowledged',
  'DayHoSo_duplicate',
  'DayHoSo_refused',
  'DayHoSo_noAnswer',
  'DayHoSo_waiting',
  'enterprises',
  'tableRows',
  'calls',
] as const
