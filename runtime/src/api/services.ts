import type { FlowSummary } from '#shared/api/flows.ts'
import type { Health } from '#shared/api/platform.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { ApiTokens } from '../accounts/api-tokens.ts'
import type { OutsideSignIn } from '../accounts/outside/outside-sign-in.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { SignIn } from '../accounts/sign-in.ts'
import type { Tours } from '../accounts/tours.ts'
import type { Bundles } from '../deployments/bundles/bundles.ts'
import type { Calendars } from '../deployments/calendars.ts'
import type { Catalogue } from '../deployments/catalogue.ts'
import type { Connections } from '../deployments/connections.ts'
import type { Drafts } from '../deployments/drafts.ts'
import type { FlowStore } from '../deployments/flow-store.ts'
import type { ImpactOf } from '../deployments/impact.ts'
import type { Listening } from '../deployments/listening.ts'
import type { Overview } from '../deployments/overview.ts'
import type { Publishing } from '../deployments/publishing.ts'
import type { Registry } from '../deployments/registry.ts'
import type { RetentionJob } from '../deployments/retention-job.ts'
import type { RetentionRuleStore } from '../deployments/retention-rules.ts'
import type { Tables } from '../deployments/tables.ts'
import type { Templates } from '../deployments/templates/templates.ts'
import type { TestCases } from '../deployments/test-cases.ts'
import type { WorkerPool } from '../deployments/worker-pool.ts'
import type { Engine } from '../engine/engine.ts'
import type { Audit } from '../security/audit.ts'
import type { Clock } from '../security/ports.ts'
import type { LiveHub } from './live-hub.ts'
import type { SimulatorDesk } from './simulator-desk.ts'

/** Everything that handlers work with; put together by the kernel. */
export interface Services {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly signIn: SignIn
  readonly outside: OutsideSignIn
  readonly tours: Tours
  readonly apiTokens: ApiTokens
  readonly flows: FlowStore
  readonly drafts: Drafts
  readonly publishing: Publishing
  readonly connections: Connections
  readonly listening: Pick<Listening, 'of'>
  readonly tables: Tables
  readonly calendars: Calendars
  readonly cases: TestCases
  readonly impactOf: ImpactOf
  readonly bundles: Bundles
  readonly templates: Templates
  readonly registry: Registry
  readonly catalogue: () => Promise<Catalogue>
  readonly listFlows: (unit: string) => Promise<FlowSummary[]>
  readonly overview: Overview
  readonly engine: Engine
  readonly retentionRules: RetentionRuleStore
  readonly retentionJob: Pick<RetentionJob, 'last'>
  readonly pool: WorkerPool
  readonly hub: LiveHub
  readonly audit: Audit
  readonly simulators: SimulatorDesk
  /** A copy of JSON without the secrets of connections: a partner may repeat them in its answers. */
  readonly hideSecrets: <T>(value: T) => T
  readonly health: () => Health
  readonly metricsText: () => Promise<string>
  /** `http://host:port`, as people type it. */
  readonly baseUrl: () => string
  readonly version: string
  readonly clock: Clock
}
