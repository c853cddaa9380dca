import type { Locator, Page } from '@playwright/test'

/** The row of a flow in the list, by a part of its title. */
export const flowRow = (page: Page, title: string): Locator => page.getByRole('row').filter({ hasText: title })

/** The list of steps of an open run. */
export const steps = (page: Page): Locator => page.getByRole('listbox', { name: 'Các bước' })

/** The number written in a place, as Vietnamese write it (1.234). */
export async function numberIn(place: Locator): Promise<number> {
  return Number(((await place.textContent()) ?? '').replaceAll('.', '').trim())
}
