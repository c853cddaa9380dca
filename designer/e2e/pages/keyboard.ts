import { expect, type Locator, type Page } from '@playwright/test'
import { nodeOf } from './flows.ts'

/** More stops than any screen has. */
const MOST_STOPS = 200

/** Walks with Tab until the thing has the focus, as somebody without a mouse does; leaves the canvas by Escape on the way. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  // A radio button is drawn by its label, so it is there without being seen.
  await expect(target).toBeAttached()
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    // With a node selected Tab adds the next one; Escape lets go of it first.
    if (await page.evaluate(() => document.activeElement?.closest('[data-node]') != null))
      await page.keyboard.press('Escape')
    await page.keyboard.press(key)
  }
  throw new Error(`${target} is not to be reached by ${key}`)
}

/** Goes to a field by Tab and writes over what it holds. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

/** Goes to a button by Tab and presses it. */
export async function press(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button)
  await page.keyboard.press('Enter')
}

/** Adds a node from the quick list, which the last key has opened, and waits until it is the one that keys act on. */
export async function quickAdd(page: Page, words: string, title: string): Promise<void> {
  const list = page.getByRole('dialog', { name: 'Thêm nút' })
  await expect(list.getByRole('combobox', { name: 'Thêm nút' })).toBeFocused()
  await page.keyboard.insertText(words)
  await expect(list.getByRole('listbox').getByRole('option', { selected: true })).toContainText(title)
  await page.keyboard.press('Enter')
  await expect(list).toHaveCount(0)
}

/** Goes to the canvas by Tab and to a node by the arrows. */
export async function focusNode(page: Page, title: string): Promise<void> {
  const node = nodeOf(page, title)
  if (!(await page.evaluate(() => document.activeElement?.closest('[data-node]') != null)))
    await tabTo(page, page.locator('[data-node][tabindex="0"]'), 'Shift+Tab')
  const there = () => node.evaluate((it) => it === document.activeElement)
  for (const key of ['ArrowLeft', 'ArrowRight'])
    for (let step = 0; step < 10 && !(await there()); step++) await page.keyboard.press(key)
  await expect(node).toBeFocused()
}
