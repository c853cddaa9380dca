import { expect, type Locator, type Page } from '@playwright/test'
import { nodeOf, type OwnFlow, trigger } from './flows.ts'
import { press, tabTo } from './keyboard.ts'

/** The title of the mapping node in the flows below. */
export const MAPPING_NODE = 'Sang dạng mới'

/** The mapper over its node. */
export const mapper = (page: Page): Locator => page.getByRole('dialog', { name: 'Ánh xạ', exact: true })

/** The tree of target rows. */
export const targetTree = (page: Page): Locator => mapper(page).getByRole('tree', { name: 'Đích' })

/** A row of the target. */
export const row = (page: Page, name: RegExp): Locator => targetTree(page).getByRole('treeitem', { name })

/** What is set about the chosen row. */
export const detail = (page: Page): Locator => mapper(page).getByRole('complementary', { name: 'Chi tiết trường đích' })

/** What the mapping makes of the example. */
export const result = (page: Page): Locator =>
  mapper(page).getByRole('region', { name: 'Kết quả, chạy trên mẫu, sửa dây và dạng chữ' })

/** A flow that receives JSON or XML, maps it and answers with the result. */
export const mappingFlow = (flow: OwnFlow, mapping: readonly unknown[], accepts: 'json' | 'xml') => ({
  nhan: trigger(flow, accepts === 'xml' ? 'doc' : 'doi', { accepts, answer: 'result' }),
  ...(accepts === 'xml' ? { doc: { use: 'xml-parse@1', title: 'Đọc XML', settings: {}, to: { out: ['doi'] } } } : {}),
  doi: { use: 'map-fields@1', title: MAPPING_NODE, settings: { mapping }, to: { out: ['tra'] } },
  tra: { use: 'http-reply@1', title: 'Trả lời', settings: {} },
})

/** Opens the flow, runs it on the sample, and opens the mapper of its mapping node; by keyboard. */
export async function openMapper(page: Page, flow: OwnFlow, sample: string): Promise<void> {
  await page.goto(`/luong/${flow.id}`)
  await expect(nodeOf(page, MAPPING_NODE)).toBeVisible()
  await press(page, page.getByRole('tab', { name: 'Chạy thử' }))
  await tabTo(page, page.getByRole('radio', { name: 'Dạng cây' }))
  await page.keyboard.press('ArrowRight')
  const field = page.getByRole('textbox', { name: 'Nội dung' })
  await field.fill(sample)
  await field.press('Control+Enter')
  await expect(page.getByRole('listbox', { name: 'Các bước của lần chạy thử' })).toContainText(MAPPING_NODE)
  await nodeOf(page, MAPPING_NODE).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: `Nút "${MAPPING_NODE}"` })).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Mở trình ánh xạ' }))
  await page.keyboard.press('Enter')
  await expect(mapper(page).getByRole('tree', { name: 'Nguồn' }).getByRole('treeitem').first()).toBeVisible()
}
