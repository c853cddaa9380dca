import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { settled, tourStops, visit } from './pages/tour.ts'
import { openTask } from './pages/waiting.ts'
import { givenWords, looksLikeKey, textsOn, vietnameseOnly } from './pages/words.ts'

test('in English no sentence of the designer stays Vietnamese, and no key shows', async ({ officer: page, api }) => {
  const task = await openTask(api)
  const leftovers = vietnameseOnly(await api.call('GET', '/nodes'))
  const given = await givenWords(api)
  await page.goto('/luong')
  await page.getByRole('button', { name: /^Tài khoản/ }).click()
  await page.getByText('English', { exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Flows' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  for (const stop of [...(await tourStops(api)), ...task.stops]) {
    await visit(page, stop)
    const texts = await textsOn(page)
    // What people named themselves (flows, connections, dossiers) stays as it is; these are the designer's own words.
    const left = texts.filter((text) => !given.has(text) && leftovers.some((sentence) => sentence.test(text)))
    expect.soft(left, `${stop.path} in English`).toEqual([])
    expect.soft(texts.filter(looksLikeKey), `${stop.path}: keys`).toEqual([])
  }
  await task.close()
})

test('dark and light are chosen in the account menu and kept', async ({ officer: page }) => {
  await page.goto('/luong')
  await choose(page, 'Tối')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  const dark = await brightness(page)
  await page.reload()
  await settled(page)
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await choose(page, 'Sáng')
  await expect.poll(() => brightness(page)).toBeGreaterThan(dark + 100)
  await choose(page, 'Theo máy')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(() => brightness(page)).toBeLessThan(dark + 1)
})

async function choose(page: Page, scheme: string): Promise<void> {
  const menu = page.getByRole('button', { name: /^Tài khoản/ })
  await menu.click()
  await page.getByText(scheme, { exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText(scheme, { exact: true })).toBeHidden()
}

/** Mean of red, green and blue behind the page, 0 (black) to 255. */
const brightness = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []).map(
      Number,
    )
    return (red + green + blue) / 3
  })
