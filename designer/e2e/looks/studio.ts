import type { Page } from '@playwright/test'
import { startInstallation } from '../installation.ts'
import { test as base, expect } from '../journey.ts'
import { fill, type RealRuns } from './content.ts'
import { PictureDesk } from './picture.ts'
import { holdStill } from './steady.ts'

/** What the pictures need in a test. */
interface StudioFixtures {
  /** A page that shows the same at every visit; nobody is signed in. */
  readonly still: Page
  /** Signs the administrator of the pictures in. */
  readonly enter: () => Promise<void>
}

/** What the pictures of one worker share. */
interface StudioSurroundings {
  /** The moment before the installation was started, ms since the epoch. */
  readonly began: number
  /** An installation without the demo holds this, and nothing moves in it. */
  readonly content: RealRuns
  /** The administrator's session, one for all, so that what the audit trail shows does not depend on which pictures are compared. */
  readonly session: { readonly name: string; readonly value: string }
  readonly desk: PictureDesk
}

const officer = { name: 'mai', displayName: 'Trần Thị Mai', role: 'admin', password: 'mua xuan ve tren ban' } as const

export const test = base.extend<StudioFixtures, StudioSurroundings>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
  began: [async ({}, use) => use(Date.now()), { scope: 'worker' }],
  installation: [
    // `began` is named so that it is taken first.
    async ({ began: _ }, use) => {
      const installation = await startInstallation({ demo: false })
      await use(installation)
      await installation.close()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  content: [
    async ({ api }, use) => {
      await api.call('POST', '/users', officer)
      await use(await fill(api))
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  desk: [
    async ({ browser }, use) => {
      const page = await browser.newPage()
      await use(new PictureDesk(page))
      await page.close()
    },
    { scope: 'worker' },
  ],
  still: async ({ page, began, content }, use) => {
    await holdStill(page, began, content)
    await use(page)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  },
  session: [
    async ({ api, content: _ }, use) => {
      const { name, password } = officer
      const answer = await fetch(`${api.address}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, password }),
      })
      const [, cookie = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(answer.headers.getSetCookie()[0] ?? '') ?? []
      expect(cookie, await answer.text()).not.toBe('')
      await use({ name: cookie, value })
    },
    { scope: 'worker' },
  ],
  enter: async ({ context, api, session }, use) => {
    await use(() => context.addCookies([{ ...session, url: api.address }]))
  },
})

export { expect }
