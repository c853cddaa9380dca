import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { NodeResult } from 'axe-core'
import { settled } from './tour.ts'

/** What axe calls serious or critical on the page as it is, in light and in dark, one line each. */
export async function violations(page: Page): Promise<readonly string[]> {
  await inScheme(page, 'light')
  const light = await new AxeBuilder({ page }).analyze()
  // Only colours change with the scheme.
  await inScheme(page, 'dark')
  const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()
  const lines = (scheme: string, { violations: found }: typeof light): readonly string[] =>
    found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${scheme} ${id}: ${nodes.slice(0, 5).map(whereAndWhy).join(' | ')}`)
  return [...lines('light', light), ...lines('dark', dark)]
}

/** The page hears of the scheme a moment after the browser; colours measured in between would be of neither. */
async function inScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
  await settled(page)
}

const whereAndWhy = ({ target, any, all, none }: NodeResult): string =>
  `${target.join(' ')} (${[...any, ...all, ...none].map(({ message }) => message).join('; ')})`
