import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { callFlow, dossier, mapped, saved, testSteps, topBar } from './pages/editor.ts'
import { nodeOf, ownFlow } from './pages/flows.ts'
import { focusNode, press, quickAdd, tabTo, write } from './pages/keyboard.ts'

test('the same flow is built, tested and published without a mouse', async ({ officer: page, installation, api }) => {
  test.slow()
  const flow = ownFlow('Chỉ dùng bàn phím')

  await test.step('a new flow', async () => {
    await page.goto('/luong')
    await press(page, page.getByRole('button', { name: 'Tạo luồng' }))
    const dialog = page.getByRole('dialog', { name: 'Tạo luồng mới' })
    await expect(dialog.getByLabel('Tên luồng')).toBeFocused()
    await page.keyboard.insertText(flow.title)
    await write(page, dialog.getByLabel('Mã luồng'), flow.id)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Luồng bắt đầu từ đâu?' })).toBeVisible()
  })

  await test.step('the trigger and its address', async () => {
    await page.keyboard.press('/')
    await quickAdd(page, 'nhan yeu cau', 'Nhận yêu cầu HTTP')
    await settings(page, 'Nhận yêu cầu HTTP', (panes) =>
      write(page, panes.getByRole('textbox', { name: /^Đường dẫn/ }), flow.path),
    )
  })

  await test.step('a sample of what comes in', async () => {
    await page.keyboard.press('Control+Enter')
    await tabTo(page, page.getByRole('radio', { name: 'Dạng cây' }))
    await page.keyboard.press('ArrowRight')
    await write(page, page.getByRole('textbox', { name: 'Nội dung', exact: true }), JSON.stringify(dossier))
    await page.keyboard.press('Control+Enter')
    await expect(testSteps(page)).toBeVisible()
  })

  await test.step('a map', async () => {
    await focusNode(page, 'Nhận yêu cầu HTTP')
    await page.keyboard.press('Tab')
    await quickAdd(page, 'anh xa', 'Ánh xạ trường')
    await settings(page, 'Ánh xạ trường', async (panes) => {
      await press(page, panes.getByRole('button', { name: 'Mở trình ánh xạ' }))
      await mapRow(page, 'MaHoSo', 'Trường', 'MaHoSo')
      await mapRow(page, 'HoTen', 'Công thức', '$uppercase($chuanHoa(ChuHoSo))')
      await mapRow(page, 'Khan', 'Công thức', 'MucDo = "khan" ? "co" : "khong"')
      await press(page, page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last())
      // Escape must work as well where nothing has the focus.
      await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
    })
  })

  await test.step('a router', async () => {
    await page.keyboard.press('Tab')
    await quickAdd(page, 're nhanh', 'Rẽ nhánh theo nội dung')
    await settings(page, 'Rẽ nhánh theo nội dung', async (panes) => {
      await press(page, panes.getByRole('button', { name: 'Thêm nhánh' }))
      await write(page, panes.getByLabel('Mã nhánh'), 'khan')
      await write(page, panes.getByLabel('Nhãn'), 'Hồ sơ khẩn')
      await write(page, panes.getByRole('combobox', { name: 'Khi', exact: true }), 'Khan = "co"')
    })
  })

  await test.step('a reply behind each branch', async () => {
    await reply(page, 'Trả lời khẩn')
    await focusNode(page, 'Rẽ nhánh theo nội dung')
    await reply(page, 'Trả lời thường')
    await settings(page, 'Trả lời thường', (panes) =>
      write(page, panes.getByRole('textbox', { name: 'Mã trạng thái' }), '202'),
    )
    await expect(page.locator('.react-flow__edge')).toHaveCount(4)
    await saved(page)
  })

  await test.step('tested', async () => {
    await page.keyboard.press('Control+Enter')
    await expect(testSteps(page).getByRole('option', { name: /Trả lời khẩn/ })).toContainText('Xong')
  })

  await test.step('published', async () => {
    await press(page, topBar(page).getByRole('button', { name: 'Ban hành' }))
    await expect(page.getByLabel('Ghi chú ban hành')).toBeFocused()
    await page.keyboard.insertText('Bản đầu, làm bằng bàn phím')
    await press(page, page.getByRole('dialog').getByRole('button', { name: 'Ban hành' }))
    const done = page.getByRole('dialog', { name: 'Đã ban hành' })
    await expect(done).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(done).toBeHidden()
  })

  const call = (body: unknown) => callFlow(`${installation.gateway}${flow.path}`, body)
  expect(await call(dossier)).toEqual({ status: 200, body: mapped })
  expect(await call({ ...dossier, MucDo: 'thuong' })).toEqual({ status: 202, body: { ...mapped, Khan: 'khong' } })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

/** Opens the settings of the node that has the focus, does something there, and comes back to it. */
async function settings(
  page: Page,
  title: string,
  act: (panes: ReturnType<Page['getByRole']>) => Promise<void>,
): Promise<void> {
  await expect(nodeOf(page, title)).toBeFocused()
  await page.keyboard.press('Enter')
  const panes = page.getByRole('dialog', { name: `Nút "${title}"` })
  await expect(panes).toBeVisible()
  await act(panes)
  await page.keyboard.press('Escape')
  await expect(panes).toBeHidden()
  await expect(nodeOf(page, title)).toBeFocused()
}

/** Adds a target row and gives it its source. */
async function mapRow(page: Page, name: string, mode: 'Trường' | 'Công thức', source: string): Promise<void> {
  const mapper = page.getByRole('dialog').last()
  await press(page, mapper.getByRole('button', { name: '+ Thêm trường vào cuối' }))
  await write(page, mapper.getByLabel('Tên trường đích'), name)
  const detail = mapper.getByRole('complementary', { name: 'Chi tiết trường đích' })
  if (mode === 'Công thức') {
    await press(page, detail.getByRole('button', { name: /^Nguồn: / }).first())
    const choice = page.getByRole('menuitem', { name: /^Công thức/ })
    await expect(choice).toBeVisible()
    for (let step = 0; step < 4 && !(await choice.evaluate((it) => it === document.activeElement)); step++)
      await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  }
  const field = detail.getByRole('combobox', { name: 'Nguồn', exact: true })
  await write(page, field, source)
  await page.keyboard.press('Tab')
  await expect(mapper.getByRole('treeitem', { name: new RegExp(name) }).last()).toBeVisible()
}

/** Adds a reply behind the node that has the focus, at its next free port, and names it. */
async function reply(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Tab')
  await quickAdd(page, 'tra loi http', 'Trả lời HTTP')
  await page.keyboard.press('F2')
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(title)
  await page.keyboard.press('Enter')
  await expect(nodeOf(page, title)).toBeFocused()
}
