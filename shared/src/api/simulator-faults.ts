/** The faults of a simulator's dial, in the order in which they are tried on a call: slow, before the work, after the work. */
export const faultNames = [
  'delayMs',
  'timeoutRate',
  'errorRate5xx',
  'htmlErrorRate',
  'sessionExpiredRate',
  'duplicateRate',
  'dropAfterRate',
  'halfResponseRate',
  'invalidXmlRate',
] as const

/** The name of one fault. `delayMs` is set in milliseconds, the others as a rate from 0 to 1. */
export type FaultName = (typeof faultNames)[number]
