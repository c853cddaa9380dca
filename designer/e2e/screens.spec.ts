import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { settled, tourStops, visit } from './pages/tour.ts'
import { openTask } from './pages/waiting.ts'
import { looksLikeKey, textsOn } from './pages/words.ts'

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
] as const
const schemes = ['light', 'dark'] as const

test('every screen fits 1440 × 900 and 1024 × 768, light and dark, and shows no key of a sentence', async ({
  officer: page,
  api,
}, info) => {
  test.slow()
  const look = async (name: string): Promise<void> => {
    for (const size of sizes) {
      await page.setViewportSize(size)
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme })
        await settled(page)
        await page.screenshot({ path: info.outputPath(`${name}-${size.width}-${colorScheme}.png`) })
      }
      expect.soft(await overflow(page), `${name}: pixels that stick out at ${size.width}`).toBe(0)
      expect.soft(await cutButtons(page), `${name}: buttons whose words are cut at ${size.width}`).toEqual([])
    }
    expect.soft((await textsOn(page)).filter(looksLikeKey), name).toEqual([])
  }
  const task = await openTask(api)
  for (const stop of [...(await tourStops(api)), ...task.stops]) {
    await visit(page, stop)
    await look(stop.name)
  }
  await task.close()
  await page.context().clearCookies()
  await page.goto('/luong')
  await look('dang-nhap')
})

/** By how many pixels the page is wider than its window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth))

/** The words of the buttons that do not fit into them. */
const cutButtons = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.mantine-Button-label')]
      .filter((label) => label.scrollWidth > label.clientWidth + 1)
      .map((label) => label.textContent ?? ''),
  )
