import { digits, type Random } from '../frame/random.ts'

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3] as const

/** The tenth digit of a mã số thuế from the first nine (10 − weighted sum mod 11), or undefined where none is valid. */
export function taxCheckDigit(nine: string): string | undefined {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(nine[index]), 0)
  const check = 10 - (sum % 11)
  return check === 10 ? undefined : String(check)
}

/**
 * A mã số thuế with a valid check digit that belongs to nobody: it begins with 99, which is no province of the register.
 */
export function inventedTaxCode(random: Random): string {
  for (;;) {
    const nine = `99${digits(random, 7)}`
    const check = taxCheckDigit(nine)
    if (check !== undefined && !nine.endsWith('0000000')) return nine + check
  }
}
