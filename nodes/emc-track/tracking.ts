/** Which codes the state of a dossier comes in. */
export type StatusCodes = 'national' | 'emc'

/** The states of the measuring system: 0 other, 1 taken, 2 in progress, 3 result returned, 4 assigned (domain-vietnam §3.7). */
const EMC = new Set(['0', '1', '2', '3', '4'])

/** The national states as the measuring system counts them; what is not named is "other". A choice of ours: no public table says it. */
const FROM_NATIONAL: Readonly<Record<string, string>> = { '2': '1', '4': '2', '5': '2', '6': '2', '9': '2', '10': '3' }

/** The state to send; a code that the measuring system does not have is "other". */
export function emcStatus(value: unknown, codes: StatusCodes): string {
  const code = textOf(value)
  const mapped = codes === 'emc' ? code : Object.hasOwn(FROM_NATIONAL, code) ? FROM_NATIONAL[code] : undefined
  return mapped !== undefined && EMC.has(mapped) ? mapped : '0'
}

/** The names that belong into the object `User`. */
const USER = ['ID_local', 'ID_QG', 'TYPE', 'LOCATION']

/** The body of `TrackingMCDT`; `more` names any field, those of the user go into `User`. */
export function trackingBody(
  fields: Readonly<Record<string, string>>,
  more: readonly (readonly [string, unknown])[],
): Readonly<Record<string, unknown>> {
  const named = more.map(([name, value]) => [name, textOf(value)] as const)
  const user = Object.fromEntries(named.filter(([name]) => USER.includes(name)))
  return {
    ...fields,
    ...Object.fromEntries(named.filter(([name]) => !USER.includes(name))),
    User: { ID_local: '', ID_QG: '', TYPE: '', LOCATION: '', ...user },
  }
}

/** A value as text, at most 500 characters. */
export function textOf(value: unknown): string {
  const text =
    typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
  return text.normalize('NFC').trim().slice(0, 500)
}
