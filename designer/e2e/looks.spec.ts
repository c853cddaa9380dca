import type { Page } from '@playwright/test'
import { compareWithPicture } from './looks/gallery.ts'
import { screens } from './looks/screens.ts'
import { structureFaults } from './looks/structure.ts'
import { expect, test } from './looks/studio.ts'
import { settled } from './pages/tour.ts'

const large = { width: 1440, height: 900 } as const
const small = { width: 1024, height: 768 } as const
const schemes = ['light', 'dark'] as const

// The three pictures say more than a trace, and a trace takes as long as the rest.
test.use({ contextOptions: { reducedMotion: 'reduce' }, trace: 'off', screenshot: 'off' })

for (const screen of screens)
  test(`${screen.name} looks as it should, light and dark`, async ({ still: page, desk, enter }, info) => {
    if (!screen.signedOut) await enter()
    await page.setViewportSize(large)
    await screen.open(page)
    // What lies under the pointer looks different.
    await page.mouse.move(large.width - 1, 0)
    const look = async (name: string) => expect.soft(await compareWithPicture(page, desk, name, info)).toBeUndefined()
    for (const scheme of schemes) {
      await inScheme(page, scheme)
      await look(`${screen.name}-${scheme}`)
    }
    await inScheme(page, 'light')
    expect.soft(await structureFaults(page), `${screen.name} at ${large.width}`).toEqual([])
    await page.setViewportSize(small)
    if (screen.anchored) {
      // As somebody who has not been here before.
      await page.evaluate(() => localStorage.clear())
      await screen.open(page)
    }
    await settled(page)
    if (screen.small) await look(`${screen.name}-${small.width}`)
    expect.soft(await structureFaults(page), `${screen.name} at ${small.width}`).toEqual([])
  })

async function inScheme(page: Page, colorScheme: (typeof schemes)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
}
