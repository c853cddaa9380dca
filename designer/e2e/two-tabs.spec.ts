import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { nodeOf, ownFlow, saveDraft, saveState, trigger } from './pages/flows.ts'

const nodes = (flow: ReturnType<typeof ownFlow>) => ({
  nhan: trigger(flow, 'tra-loi'),
  'tra-loi': { use: 'http-reply@1', title: 'Trả lời' },
})

test('two windows on one draft: the second is asked, and nothing of either is lost', async ({ officer, api }) => {
  const flow = ownFlow('Hai cửa sổ')
  await saveDraft(api, flow, nodes(flow))
  const first = officer
  const second = await officer.context().newPage()
  for (const page of [first, second]) {
    await page.goto(`/luong/${flow.id}`)
    await expect(nodeOf(page, 'Trả lời')).toBeVisible()
  }
  // Both hold the same draft; the second is cut off while the first saves.
  await second.route('**/api/v1/flows/**', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  )
  await rename(first, 'Nhận hồ sơ', 'Nhận từ cửa sổ một')
  await expect(saveState(first)).toHaveAttribute('data-save', 'saved')
  await rename(second, 'Trả lời', 'Trả lời từ cửa sổ hai')
  await expect(saveState(second)).toHaveAttribute('data-save', 'unreachable')
  await second.unroute('**/api/v1/flows/**')
  await saveState(second).getByRole('button', { name: 'Thử lại' }).click()

  const question = second.getByRole('dialog', { name: 'Bản nháp này đã được sửa ở nơi khác' })
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Lấy bản kia' }).click()
  await expect(nodeOf(second, 'Nhận từ cửa sổ một')).toBeVisible()
  await expect(nodeOf(second, 'Trả lời từ cửa sổ hai')).toHaveCount(0)

  await second.getByRole('button', { name: /^Hoàn tác(:|$)/ }).click()
  await expect(nodeOf(second, 'Trả lời từ cửa sổ hai')).toBeVisible()
  await api.call('DELETE', `/flows/${flow.id}`)
})

test('a colleague is seen in the same flow', async ({ officer, openWindow, api }) => {
  const flow = ownFlow('Cùng mở')
  await saveDraft(api, flow, nodes(flow))
  const colleague = await openWindow('designer')
  await officer.goto(`/luong/${flow.id}`)
  await colleague.goto(`/luong/${flow.id}`)
  await expect(officer.getByLabel(/^Đang mở luồng này: .*Cán bộ Thử Nghiệm/)).toBeVisible()
  await api.call('DELETE', `/flows/${flow.id}`)
})

/** Renames a node as F2 does. */
async function rename(page: Page, title: string, to: string): Promise<void> {
  await nodeOf(page, title).click()
  await page.keyboard.press('F2')
  await page.locator('[data-canvas]').getByLabel('Tên nút').fill(to)
  await page.keyboard.press('Enter')
  await expect(nodeOf(page, to)).toBeVisible()
}
