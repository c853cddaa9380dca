import { auditFields } from '#shared/api/audit-fields.ts'
import { routes } from '#shared/api/routes.ts'
import type { Text } from '#shared/text/text.ts'

/** How an action came out when it is not simply done: the part behind the dot of its name. */
const OUTCOMES = ['refused', 'failed'] as const

/** Details that have a word of their own (`administration:audit.fields`); others show their name. */
const FIELDS = [...auditFields, 'code', 'by'] as const

/** The name of a detail that the texts know. */
export function knownField(name: string): (typeof FIELDS)[number] | undefined {
  return FIELDS.find((it) => it === name)
}

/** What the server writes down of its own accord. */
const EVENTS: Readonly<Record<string, Text>> = {
  'citizen.lookedUp': { vi: 'Tra cứu công dân', en: 'Look up a citizen' },
  'sandbox.killed': { vi: 'Dừng vùng chạy mã', en: 'End the script sandbox' },
}

/** Words for an action of the audit trail: the summary of its operation, or the name itself for one that is not known here. */
export function actionText(action: string): Text {
  const operation = action.split('.')[0] ?? action
  const route = Object.entries(routes).find(([name]) => name === operation)?.[1]
  return route?.summary ?? EVENTS[action] ?? { vi: action, en: action }
}

/** Whether an action was refused or failed. */
export function outcomeOf(action: string): (typeof OUTCOMES)[number] | undefined {
  return OUTCOMES.find((it) => action.endsWith(`.${it}`))
}
