import { durationMs } from '#shared/node/fields.ts'

/** Units of the duration field, largest first, in milliseconds. */
export const durationUnits = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const
/** A unit of the duration field. */
export type DurationUnit = keyof typeof durationUnits

/** Splits an ISO 8601 duration into an amount and the largest unit that holds it whole; undefined when it is not one. */
export function splitDuration(iso: string): { readonly amount: number; readonly unit: DurationUnit } | undefined {
  let ms: number
  try {
    ms = durationMs(iso)
  } catch {
    return undefined
  }
  if (ms === 0) return { amount: 0, unit: 's' }
  const unit = (Object.keys(durationUnits) as DurationUnit[]).find((name) => ms % durationUnits[name] === 0) ?? 'ms'
  return { amount: ms / durationUnits[unit], unit }
}

/** The ISO 8601 duration of an amount in a unit; amounts are cut to whole milliseconds. */
export function joinDuration(amount: number, unit: DurationUnit): string {
  const whole = Number.isInteger(amount) && amount >= 0
  if (unit === 'd' && whole) return `P${amount}D`
  if (unit === 'h' && whole) return `PT${amount}H`
  if (unit === 'm' && whole) return `PT${amount}M`
  const ms = Math.max(0, Math.round(amount * durationUnits[unit]))
  return `PT${ms / 1000}S`
}
