import { foldText } from '#nodes/connections/fold-text.ts'

/** What became of a payment, in one word each: paid, still open, failed, not known to the platform. */
export type Outcome = 'da-thanh-toan' | 'dang-cho' | 'that-bai' | 'khong-co'

/** TrangThaiGD of the platform: 1 paid, 3 not known yet (time-out at the bank), 4 failed. */
const STATES: Readonly<Record<string, Outcome>> = { '1': 'da-thanh-toan', '3': 'dang-cho', '4': 'that-bai' }

/** Reads the outcome from `TrangThaiGD` where it is given, else from `MaLoi`; a state that nobody knows is still open, never paid. */
export function outcomeOf(fields: Readonly<Record<string, unknown>>): Outcome {
  const state = textOf(fields.TrangThaiGD)
  const good = isGood(fields.MaLoi)
  if (state === '') return good ? 'da-thanh-toan' : 'that-bai'
  if (!good) return 'that-bai'
  return (Object.hasOwn(STATES, state) ? STATES[state] : undefined) ?? 'dang-cho'
}

/** `0`, `"0"` and `"00"` mean that all went well. */
export function isGood(code: unknown): boolean {
  return /^0+$/.test(textOf(code))
}

/** Whether the words of a refusal are about the hash, that is our secret or our order of fields. */
export function isAboutHash(message: string): boolean {
  const folded = foldText(message)
  return ['ma xac thuc', 'chu ky', 'checksum', 'signature'].some((words) => folded.includes(words))
}

/** Whether the words of a refusal say that the platform does not know the payment. */
export function isUnknownPayment(message: string): boolean {
  const folded = foldText(message)
  return ['khong tim thay', 'khong ton tai', 'not found'].some((words) => folded.includes(words))
}

/** A text or number as text; empty for everything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.normalize('NFC').trim()
  return typeof value === 'number' ? String(value) : ''
}
