import { administrationRoutes } from './routes/administration.ts'
import { bundlesRoutes } from './routes/bundles.ts'
import { casesRoutes } from './routes/cases.ts'
import { flowsRoutes } from './routes/flows.ts'
import { identityRoutes } from './routes/identity.ts'
import { overviewRoutes } from './routes/overview.ts'
import { resourcesRoutes } from './routes/resources.ts'
import type { Route } from './routes/route.ts'
import { runsRoutes } from './routes/runs.ts'
import { sessionRoutes } from './routes/session.ts'
import { shadowRoutes } from './routes/shadow.ts'
import { templatesRoutes } from './routes/templates.ts'

export type { Route }

/** Every route, by operation name. */
export const routes = {
  ...sessionRoutes,
  ...identityRoutes,
  ...flowsRoutes,
  ...overviewRoutes,
  ...bundlesRoutes,
  ...templatesRoutes,
  ...runsRoutes,
  ...casesRoutes,
  ...shadowRoutes,
  ...resourcesRoutes,
  ...administrationRoutes,
} as const satisfies Record<string, Route>

/** Name of an operation of the admin API. */
export type Operation = keyof typeof routes
