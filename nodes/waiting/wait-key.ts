import { permanent } from '#shared/errors/flow-error.ts'
import { shapeOf } from '#shared/expression/errors.ts'

/** Longest business key of a wait, in characters. */
const LONGEST_KEY = 200

/** The business key that an expression gave, as text. Throws `message.wrong-shape` when it cannot be one. */
export function waitKey(value: unknown): string {
  const key = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
  if (typeof key === 'string' && key !== '' && key.length <= LONGEST_KEY) return key.normalize('NFC')
  const { vi, en } = shapeOf(value)
  throw permanent('message.wrong-shape', {
    reason: {
      vi: `mã cần là chữ hoặc số, dài 1–${LONGEST_KEY} ký tự, nhưng nhận được ${vi}`,
      en: `the key must be text or a number of 1–${LONGEST_KEY} characters but is ${en}`,
    },
  })
}
