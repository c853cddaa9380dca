import { randomBytes } from 'node:crypto'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import type { Role } from '../../shared/src/api/roles.ts'
import { type AdminApi, createAdminApi } from './admin-api.ts'
import { type Installation, startInstallation } from './installation.ts'

/** What every journey may ask for. */
export interface JourneyFixtures {
  /** A page in which an administrator is signed in. Faults of the page (exceptions, console errors) fail the journey. */
  readonly officer: Page
  /** Opens another signed-in window, of the same or of another role. */
  readonly openWindow: (role?: Role) => Promise<Page>
  /** Hands what the installation printed to the report of a journey that failed. */
  readonly said: undefined
}

/** What the journeys of one worker share. */
export interface JourneySurroundings {
  /** The demo, as `npm start` shows it: simulators, the flows in the box, traffic. */
  readonly installation: Installation
  /** The admin API, for what a journey needs to be there before it begins. */
  readonly api: AdminApi
}

export const test = base.extend<JourneyFixtures, JourneySurroundings>({
  installation: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const installation = await startInstallation({ demo: true })
      await use(installation)
      await installation.close()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  api: [async ({ installation }, use) => use(createAdminApi(installation)), { scope: 'worker' }],
  said: [
    async ({ installation }, use, info) => {
      await use(undefined)
      if (info.status !== info.expectedStatus) await info.attach('installation', { body: installation.log() })
    },
    { auto: true },
  ],
  baseURL: async ({ installation }, use) => use(installation.address),
  openWindow: async ({ browser, contextOptions, baseURL, api }, use) => {
    const contexts: BrowserContext[] = []
    const faults: string[] = []
    await use(async (role = 'admin') => {
      const context = await browser.newContext({ ...contextOptions, ...(baseURL ? { baseURL } : {}) })
      contexts.push(context)
      await signIn(context, api, role)
      const page = await context.newPage()
      watch(page, faults)
      return page
    })
    await Promise.all(contexts.map((context) => context.close()))
    expect(faults, 'faults of the page').toEqual([])
  },
  officer: async ({ page, context, api }, use) => {
    const faults: string[] = []
    watch(page, faults)
    await signIn(context, api, 'admin')
    await use(page)
    expect(faults, 'faults of the page').toEqual([])
  },
})

export { expect }

/** A new account of this role, signed in to the context as its link and password would. */
export async function signIn(context: BrowserContext, api: AdminApi, role: Role): Promise<void> {
  const name = `can-bo-${randomBytes(4).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await api.call('POST', '/users', { name, displayName: 'Cán bộ Thử Nghiệm', role, password })
  const answer = await context.request.post(`${api.address}/api/v1/session`, { data: { name, password } })
  expect(answer.status(), await answer.text()).toBeLessThan(300)
}

/** Notes what an officer would never see but a developer must: exceptions and console errors. */
export function watch(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // The browser reports every refused request; whether a refusal was right is the journey's matter.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return
    faults.push(`${page.url()}: ${message.text()}`)
  })
}
