import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'
import { auditHandlers } from './audit.ts'
import { bundleHandlers } from './bundles.ts'
import { calendarHandlers } from './calendar.ts'
import { caseHandlers } from './cases.ts'
import { connectionHandlers } from './connections.ts'
import { expressionHandlers } from './expressions.ts'
import { flowHandlers } from './flows.ts'
import { identityHandlers } from './identity.ts'
import { retentionHandlers } from './retention.ts'
import { runHandlers } from './runs.ts'
import { sessionHandlers } from './session.ts'
import { shadowHandlers } from './shadow.ts'
import { simulatorHandlers } from './simulators.ts'
import { systemHandlers } from './system.ts'
import { tableHandlers } from './tables.ts'
import { taskHandlers } from './tasks.ts'
import { templateHandlers } from './templates.ts'
import { tokenHandlers } from './tokens.ts'
import { userHandlers } from './users.ts'
import { versionHandlers } from './versions.ts'

/** A handler for every operation of the route table; a missing one does not compile. */
export function createHandlers(services: Services): Handlers {
  return {
    ...sessionHandlers(services),
    ...identityHandlers(services),
    ...systemHandlers(services),
    ...flowHandlers(services),
    ...versionHandlers(services),
    ...bundleHandlers(services),
    ...templateHandlers(services),
    ...runHandlers(services),
    ...caseHandlers(services),
    ...shadowHandlers(services),
    ...expressionHandlers(services),
    ...connectionHandlers(services),
    ...tableHandlers(services),
    ...calendarHandlers(services),
    ...simulatorHandlers(services),
    ...userHandlers(services),
    ...taskHandlers(services),
    ...tokenHandlers(services),
    ...auditHandlers(services),
    ...retentionHandlers(services),
  }
}
