import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { boxOf, callFlow, dossier, inspector, mapped, saved, testSteps, topBar, wire } from './pages/editor.ts'
import { nodeOf, ownFlow } from './pages/flows.ts'
import { numberIn } from './pages/screens.ts'

test('a flow is built, tested, published and called with the mouse', async ({ officer: page, installation, api }) => {
  test.slow()
  const flow = ownFlow('Phân loại hồ sơ')

  await test.step('a new flow with an address', async () => {
    await page.goto('/luong')
    await page.getByRole('button', { name: 'Tạo luồng' }).click()
    await page.getByLabel('Tên luồng').fill(flow.title)
    await page.getByLabel('Mã luồng').fill(flow.id)
    await page.getByRole('button', { name: 'Tạo và mở trình soạn' }).click()
    const empty = page.locator('[data-canvas]').getByRole('button', { name: 'Nhận yêu cầu HTTP' })
    await empty.click()
    await expect(nodeOf(page, 'Nhận yêu cầu HTTP')).toBeVisible()
    await inspector(page)
      .getByRole('textbox', { name: /^Đường dẫn/ })
      .fill(flow.path)
  })

  await test.step('a sample of what comes in', async () => {
    await page.getByRole('tab', { name: 'Chạy thử' }).click()
    await page.getByText('Văn bản gốc', { exact: true }).click()
    await page.getByRole('textbox', { name: 'Nội dung', exact: true }).fill(JSON.stringify(dossier, null, 2))
    await page.getByRole('button', { name: 'Thu gọn ngăn dưới' }).click()
  })

  await test.step('a map, by dragging fields', async () => {
    await nodeOf(page, 'Nhận yêu cầu HTTP').click()
    await fromPalette(page, 'Ánh xạ trường').click()
    await expect(nodeOf(page, 'Ánh xạ trường')).toBeVisible()
    await inspector(page).getByRole('button', { name: 'Mở trình ánh xạ' }).click()
    const mapper = page.getByRole('dialog')
    const source = mapper.getByRole('tree', { name: 'Nguồn' })
    const target = mapper.getByRole('tree', { name: 'Đích' })
    const end = mapper.getByRole('button', { name: '+ Thêm trường vào cuối' })
    await source.getByRole('treeitem', { name: /^MaHoSo/ }).dragTo(end)
    await expect(target.getByRole('treeitem', { name: /MaHoSo/ })).toContainText(mapped.MaHoSo)
    await source.getByRole('treeitem', { name: /^ChuHoSo/ }).dragTo(end)
    await mapper.getByLabel('Tên trường đích').fill('HoTen')
    await expect(target.getByRole('treeitem', { name: /HoTen/ })).toBeVisible()
    await formula(page, 'Nguồn', '$uppercase($chuanHoa(ChuHoSo))')
    await end.click()
    await mapper.getByLabel('Tên trường đích').fill('Khan')
    await formula(page, 'Nguồn', 'MucDo = "khan" ? "co" : "khong"')
    await expect(target.getByRole('treeitem', { name: /Khan/ })).toContainText('co')
    await mapper.getByRole('button', { name: 'Đóng' }).first().click()
  })

  await test.step('a router behind it', async () => {
    await nodeOf(page, 'Ánh xạ trường').click()
    await fromPalette(page, 'Rẽ nhánh theo nội dung').click()
    await inspector(page).getByRole('button', { name: 'Thêm nhánh' }).click()
    await inspector(page).getByLabel('Mã nhánh').fill('khan')
    await inspector(page).getByLabel('Nhãn').fill('Hồ sơ khẩn')
    await inspector(page).getByRole('combobox', { name: 'Khi', exact: true }).fill('Khan = "co"')
    await expect(nodeOf(page, 'Rẽ nhánh theo nội dung').locator('[data-port="khan"]')).toBeVisible()
  })

  await test.step('two replies, dragged from the palette and wired by hand', async () => {
    const router = await boxOf(nodeOf(page, 'Rẽ nhánh theo nội dung'))
    await dropReply(page, { x: router.x - 20, y: router.y + router.height + 60 }, 'Trả lời khẩn', '')
    await dropReply(page, { x: router.x - 20, y: router.y + router.height + 160 }, 'Trả lời thường', '202')
    await wire(page, 'Rẽ nhánh theo nội dung', 'khan', 'Trả lời khẩn')
    await wire(page, 'Rẽ nhánh theo nội dung', 'otherwise', 'Trả lời thường')
    await expect(page.locator('.react-flow__edge')).toHaveCount(4)
    await saved(page)
  })

  await test.step('tested: each step shows what it made of the sample', async () => {
    await topBar(page).getByRole('button', { name: 'Chạy thử' }).click()
    await expect(testSteps(page).getByRole('option', { name: /Trả lời khẩn/ })).toContainText('Xong')
    await testSteps(page)
      .getByRole('option', { name: /Ánh xạ trường/ })
      .click()
    const out = page.getByRole('region', { name: 'Ra', exact: true })
    await expect(out).toContainText(mapped.HoTen)
    await expect(testSteps(page).getByRole('option', { name: /Trả lời cho bên gọi/ })).toContainText('HTTP 200')
  })

  await publish(page)
  await test.step('called from outside, its run appears without a reload', async () => {
    const answer = await callFlow(`${installation.gateway}${flow.path}`, dossier)
    expect(answer).toEqual({ status: 200, body: mapped })
    await page.getByRole('link', { name: 'Luồng', exact: true }).click()
    const accepted = page.getByRole('row').filter({ hasText: flow.title }).getByRole('cell').nth(3)
    await expect.poll(() => numberIn(accepted)).toBeGreaterThan(0)
    await accepted.getByRole('link').click()
    await expect(page.getByRole('heading', { level: 1, name: 'Lần chạy' })).toBeVisible()
    const rows = page.getByRole('row').filter({ hasText: 'Xong' })
    await expect(rows.first()).toBeVisible()
    const before = await rows.count()
    const ordinary = await callFlow(`${installation.gateway}${flow.path}`, { ...dossier, MucDo: 'thuong' })
    expect(ordinary).toEqual({ status: 202, body: { ...mapped, Khan: 'khong' } })
    await expect.poll(() => rows.count()).toBeGreaterThan(before)
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

const fromPalette = (page: Page, title: string) =>
  page.getByRole('region', { name: 'Khay nút' }).getByRole('button', { name: title, exact: true }).first()

/** Drops a reply node at a place of the screen and names it. */
async function dropReply(page: Page, at: { x: number; y: number }, title: string, status: string): Promise<void> {
  const canvas = page.locator('[data-canvas]')
  const frame = await boxOf(canvas)
  await fromPalette(page, 'Trả lời HTTP').dragTo(canvas, { targetPosition: { x: at.x - frame.x, y: at.y - frame.y } })
  await inspector(page).getByLabel('Tên nút').fill(title)
  await inspector(page).getByLabel('Tên nút').press('Enter')
  await expect(nodeOf(page, title)).toBeVisible()
  if (status !== '') await inspector(page).getByRole('textbox', { name: 'Mã trạng thái' }).fill(status)
}

/** Turns a value of the open mapper row into a formula and writes it. */
async function formula(page: Page, label: string, text: string): Promise<void> {
  const detail = page.getByRole('complementary', { name: 'Chi tiết trường đích' })
  await detail
    .getByRole('button', { name: new RegExp(`^${label}: `) })
    .first()
    .click()
  await page.getByRole('menuitem', { name: /^Công thức/ }).click()
  await detail.getByRole('combobox', { name: label, exact: true }).fill(text)
}

/** Publishes with a note. */
async function publish(page: Page): Promise<void> {
  await test.step('published', async () => {
    await topBar(page).getByRole('button', { name: 'Ban hành' }).click()
    const dialog = page.getByRole('dialog', { name: 'Ban hành luồng' })
    await dialog.getByLabel('Ghi chú ban hành').fill('Bản đầu')
    await dialog.getByRole('button', { name: 'Ban hành' }).click()
    await expect(page.getByRole('dialog', { name: 'Đã ban hành' })).toBeVisible()
    await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click()
    await expect(topBar(page).getByText('Đã ban hành')).toBeVisible()
  })
}
