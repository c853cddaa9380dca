import { auditFields } from '#shared/api/audit-fields.ts'
import type { Operation, Route } from '#shared/api/routes.ts'

/** Operations that change nothing although they are not read with GET; signing in and out keep their own entries. */
const notAudited: ReadonlySet<Operation> = new Set([
  'previewBundle',
  'previewExpression',
  'testFlow',
  'sampleFlow',
  'runCases',
  'shadowFlow',
  'shadowMessage',
  'signIn',
  'saveTour',
])

const tellable: ReadonlySet<string> = new Set(auditFields)

/** True when a call of this operation goes into the audit trail. */
export function isAudited(operation: Operation, route: Route): boolean {
  return route.method !== 'GET' && !notAudited.has(operation)
}

/** What the trail says about a request beside who, what and when. */
export function tellableDetails(body: unknown, query: unknown): Readonly<Record<string, unknown>> {
  const fields = [body, query].flatMap((it) => (typeof it === 'object' && it !== null ? Object.entries(it) : []))
  return Object.fromEntries(
    fields
      .filter(([name, value]) => tellable.has(name) && ['string', 'number', 'boolean'].includes(typeof value))
      .map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 2000) : value]),
  )
}
