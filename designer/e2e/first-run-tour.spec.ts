import type { Locator, Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { boxOf, inspector, testSteps, topBar } from './pages/editor.ts'
import { press, tabTo, write } from './pages/keyboard.ts'

const tourCard = (page: Page): Locator => page.locator('[data-tour-card]')
const step = (page: Page, number: number): Locator =>
  tourCard(page).getByRole('heading', { name: `Hướng dẫn: bước ${number} trên 6` })

for (const way of ['mouse', 'keyboard'] as const)
  test(`the tour leads by ${way} from nothing to a message seen in a published flow; it can be left and taken up`, async ({
    officer: page,
    api,
  }) => {
    test.setTimeout(150_000)
    const use = (button: Locator) => (way === 'mouse' ? button.click() : press(page, button))
    /** Lets the tour point at the control, which then has the focus, the frame and the words. */
    const shown = async (): Promise<Locator> => {
      await use(tourCard(page).getByRole('button', { name: 'Chỉ cho tôi' }))
      const control = page.locator('[data-tour-now]')
      await expect(control).toBeFocused()
      await expect(control).toHaveAttribute('aria-describedby', /tour-description/)
      return control
    }
    const enter = async (control: Locator) => (way === 'mouse' ? control.click() : page.keyboard.press('Enter'))

    await page.goto('/luong')
    await use(page.getByRole('button', { name: 'Bắt đầu hướng dẫn' }))
    await expect(step(page, 1)).toBeVisible()
    expect(await violations(page)).toEqual([])
    await enter(await shown())
    await use(page.getByRole('link', { name: 'Chọn từ thư viện mẫu' }))

    await expect(step(page, 2)).toBeVisible()
    await enter(await shown())
    const made = page.getByRole('dialog', { name: 'Tạo luồng từ mẫu' })
    const id = `huong-dan-${way}`
    if (way === 'mouse') await made.getByLabel('Mã luồng').fill(id)
    else await write(page, made.getByLabel('Mã luồng'), id)
    await use(made.getByRole('button', { name: 'Tạo và mở trình soạn' }))
    await expect(page).toHaveURL(new RegExp(`/luong/${id}$`))

    await test.step('left with Escape, it is taken up where it stood, also after a reload', async () => {
      await expect(step(page, 3)).toBeVisible()
      await tourCard(page).getByRole('button', { name: 'Chỉ cho tôi' }).focus()
      await page.keyboard.press('Escape')
      await expect(tourCard(page)).toHaveCount(0)
      await page.reload()
      await use(page.getByRole('button', { name: 'Trợ giúp', exact: true }))
      await use(page.getByRole('menuitem', { name: 'Tiếp tục hướng dẫn (2/6)' }))
      await expect(step(page, 3)).toBeVisible()
      expect(await violations(page)).toEqual([])
    })

    const node = await shown()
    if (way === 'mouse') await node.dblclick()
    else await page.keyboard.press('Enter')
    await expect(page.locator('[data-tour="panes"]')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(step(page, 4)).toBeVisible()
    await enter(await shown())

    await expect(step(page, 5)).toBeVisible({ timeout: 20_000 })
    await test.step('the first trial succeeds, on a dossier that the simulator has', async () => {
      await expect(testSteps(page)).toContainText('Ghi vào kho hợp nhất')
      await expect(testSteps(page).getByRole('option').filter({ hasText: 'Lỗi' })).toHaveCount(0)
      await expect(page.getByRole('combobox', { name: 'Mẫu thông điệp' })).toHaveValue('Từ hệ thống giả lập')
    })
    await test.step('on a small window the card lies beside what it speaks of, never over it', async () => {
      await page.setViewportSize({ width: 1024, height: 768 })
      const card = await boxOf(tourCard(page))
      for (const region of [inspector(page), page.locator('[data-canvas]'), testSteps(page)]) {
        const box = await boxOf(region)
        expect.soft(Math.min(box.y + box.height, 768), `${region}`).toBeLessThanOrEqual(card.y + 1)
      }
      await page.setViewportSize({ width: 1440, height: 900 })
    })
    await shown()
    await enter(topBar(page).getByRole('button', { name: 'Ban hành' }))
    const dialog = page.getByRole('dialog', { name: 'Ban hành luồng' })
    if (way === 'mouse') await dialog.getByLabel('Ghi chú ban hành').fill('Bài đầu tiên')
    else await write(page, dialog.getByLabel('Ghi chú ban hành'), 'Bài đầu tiên')
    await use(dialog.getByRole('button', { name: 'Ban hành' }))
    await use(page.getByRole('dialog', { name: 'Đã ban hành' }).getByRole('button', { name: 'Đóng' }).last())

    await expect(step(page, 6)).toBeVisible()
    await use(tourCard(page).getByRole('button', { name: 'Chỉ cho tôi' }))
    const run = page.locator('[data-run] a').first()
    await expect(run).toBeVisible({ timeout: 40_000 })
    if (way === 'mouse') await run.click()
    else {
      await tabTo(page, run)
      await page.keyboard.press('Enter')
    }
    await expect(tourCard(page)).toContainText('Đã xong hướng dẫn')
    await use(tourCard(page).getByRole('button', { name: 'Đóng' }))
    await expect(tourCard(page)).toHaveCount(0)
    await api.call('DELETE', `/flows/${id}?force=true`)
  })

test('F6 goes through the regions of the editor and back; F1 opens the help of a node beside it', async ({
  officer: page,
}) => {
  await page.goto('/luong/tra-cuu-doanh-nghiep')
  await expect(page.locator('[data-node]').first()).toBeVisible()
  const where = () =>
    page.evaluate(() =>
      document.activeElement
        ?.closest('nav, [role="region"], section[aria-label], [data-region], main')
        ?.outerHTML.slice(0, 60),
    )
  const seen = new Set<string | undefined>()
  for (let turn = 0; turn < 8; turn++) {
    await page.keyboard.press('F6')
    seen.add(await where())
  }
  expect(seen.size).toBeGreaterThanOrEqual(3)
  await page.locator('[data-palette-item="splitter"]').focus()
  await page.keyboard.press('F1')
  const help = page.getByRole('dialog', { name: 'Trợ giúp' })
  await expect(help.getByRole('combobox', { name: 'Nút' })).toHaveValue('Tách danh sách')
  await expect(help.getByRole('heading', { name: 'Cấu hình' })).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(help).toHaveCount(0)
})
