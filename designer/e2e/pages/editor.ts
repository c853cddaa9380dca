import { expect, type Locator, type Page } from '@playwright/test'
import { nodeOf, saveState } from './flows.ts'

/** The panel right of the canvas. */
export const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Cấu hình', exact: true })

/** The steps of the last test run in the drawer. */
export const testSteps = (page: Page): Locator => page.getByRole('listbox', { name: 'Các bước của lần chạy thử' })

/** Every row that the journeys map, by its name: what the mapper must show for the sample. */
export const mapped = { MaHoSo: '000.00.00.H22-260105-0007', HoTen: 'TRẦN THỊ MAI', Khan: 'co' } as const

/** The dossier that the journeys send; invented. */
export const dossier = { MaHoSo: mapped.MaHoSo, ChuHoSo: '  trần thị   MAI ', MucDo: 'khan' } as const

/** Waits until what is on screen is at the server. */
export async function saved(page: Page): Promise<void> {
  await expect(saveState(page)).toHaveAttribute('data-save', 'saved')
}

/** Drags with the mouse from the middle of one thing to a place, in steps as a hand does. */
export async function drag(page: Page, from: Locator, to: { readonly x: number; readonly y: number }): Promise<void> {
  const box = await boxOf(from)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 12 })
  await page.mouse.up()
}

/** Draws a wire from a port of one node to another node. */
export async function wire(page: Page, from: string, port: string, to: string): Promise<void> {
  const target = await boxOf(nodeOf(page, to))
  await drag(page, nodeOf(page, from).locator(`[data-port="${port}"]`), { x: target.x + 4, y: target.y + 28 })
}

/** Where something is on screen. */
export async function boxOf(place: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await expect(place).toBeVisible()
  const box = await place.boundingBox()
  if (!box) throw new Error('it is not on screen')
  return box
}

/** Sends one message to a published flow; what a worker that does not know the flow yet answers counts for nothing. */
export async function callFlow(address: string, body: unknown): Promise<{ status: number; body: unknown }> {
  let said: { status: number; body: unknown } = { status: 404, body: undefined }
  const call = async (): Promise<number> => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    said = { status: answer.status, body: await answer.json().catch(() => undefined) }
    return said.status
  }
  await expect.poll(call, { timeout: 10_000 }).not.toBe(404)
  return said
}

/** The bar above the canvas: name, state, saving, test, publish. */
export const topBar = (page: Page): Locator => page.locator('header').filter({ has: saveState(page) })

/** Pastes text as the browser does, with the focus on a node. */
export async function pasteText(page: Page, node: Locator, text: string): Promise<void> {
  await node.focus()
  await page.evaluate((value) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', value)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  }, text)
}
