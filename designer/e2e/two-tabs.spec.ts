import type { Page } from '@playwright/test'
import type { AdminApi } from './admin-api.ts'
import { expect, test } from './journey.ts'
import { topBar } from './pages/editor.ts'
import { nodeOf, ownFlow, saveDraft, saveState, trigger } from './pages/flows.ts'
import { press } from './pages/keyboard.ts'

const nodes = (flow: ReturnType<typeof ownFlow>) => ({
  nhan: trigger(flow, 'tra-loi'),
  'tra-loi': { use: 'http-reply@1', title: 'Trả lời' },
})

/** Two windows on one draft; the second is cut off while the first saves, and then tries again. */
async function twoWindows(
  officer: Page,
  api: AdminApi,
  edits: readonly [first: (page: Page) => Promise<void>, second: (page: Page) => Promise<void>],
): Promise<{ readonly flow: ReturnType<typeof ownFlow>; readonly second: Page }> {
  const flow = ownFlow('Hai cửa sổ')
  await saveDraft(api, flow, nodes(flow))
  const second = await officer.context().newPage()
  for (const page of [officer, second]) {
    await page.goto(`/luong/${flow.id}`)
    await expect(nodeOf(page, 'Trả lời')).toBeVisible()
  }
  await second.route('**/api/v1/flows/**', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  )
  await edits[0](officer)
  await expect(saveState(officer)).toHaveAttribute('data-save', 'saved')
  await edits[1](second)
  await expect(saveState(second)).toHaveAttribute('data-save', 'unreachable')
  await second.unroute('**/api/v1/flows/**')
  await saveState(second).getByRole('button', { name: 'Thử lại' }).click()
  return { flow, second }
}
const question = (page: Page) => page.getByRole('dialog', { name: 'Bản nháp này đã được sửa ở nơi khác' })

test('two windows that change different steps are merged with a notice, which can be undone', async ({
  officer,
  api,
}) => {
  const { flow, second } = await twoWindows(officer, api, [
    (page) => rename(page, 'Nhận hồ sơ', 'Nhận từ cửa sổ một'),
    (page) => rename(page, 'Trả lời', 'Trả lời từ cửa sổ hai'),
  ])
  await expect(second.getByText('Hai bên sửa ở chỗ khác nhau nên đã được gộp lại')).toBeVisible()
  await expect(nodeOf(second, 'Nhận từ cửa sổ một')).toBeVisible()
  await expect(nodeOf(second, 'Trả lời từ cửa sổ hai')).toBeVisible()
  await expect(saveState(second)).toHaveAttribute('data-save', 'saved')
  await second.getByRole('button', { name: /^Hoàn tác(:|$)/ }).click()
  await expect(nodeOf(second, 'Nhận hồ sơ')).toBeVisible()
  await api.call('DELETE', `/flows/${flow.id}`)
})

test('what both windows have changed is chosen place by place, by keyboard, and seen on the canvas', async ({
  officer,
  api,
}) => {
  const { flow, second } = await twoWindows(officer, api, [
    async (page) => {
      await rename(page, 'Nhận hồ sơ', 'Nhận từ cửa sổ một')
      await rename(page, 'Trả lời', 'Trả lời một')
    },
    (page) => rename(page, 'Trả lời', 'Trả lời hai'),
  ])
  const dialog = question(second)
  const mine = dialog.getByRole('radio', { name: 'Của tôi: Bước “Trả lời” đổi tên thành “Trả lời hai”' })
  await expect(mine).toBeVisible()
  await expect(dialog.getByRole('radio', { name: 'Bản kia: Bước “Trả lời” đổi tên thành “Trả lời một”' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Gộp theo lựa chọn' })).toBeDisabled()
  await press(second, dialog.getByRole('button', { name: 'Xem hai bản trên sơ đồ' }))
  const canvas = second.getByRole('dialog', { name: 'Từ bản kia tới bản của tôi' })
  await expect(canvas.getByRole('group', { name: /^Trả lời hai,/ })).toHaveAttribute('data-mark', 'changed')
  await second.keyboard.press('Escape')
  await expect(canvas).toHaveCount(0)
  await mine.focus()
  await second.keyboard.press('Space')
  await press(second, dialog.getByRole('button', { name: 'Gộp theo lựa chọn' }))
  await expect(nodeOf(second, 'Trả lời hai')).toBeVisible()
  await expect(nodeOf(second, 'Nhận từ cửa sổ một')).toBeVisible()
  await expect(saveState(second)).toHaveAttribute('data-save', 'saved')
  await api.call('DELETE', `/flows/${flow.id}`)
})

test('taking the other version as a whole loses nothing: the own edits can be had back', async ({ officer, api }) => {
  const { flow, second } = await twoWindows(officer, api, [
    (page) => rename(page, 'Trả lời', 'Trả lời một'),
    (page) => rename(page, 'Trả lời', 'Trả lời hai'),
  ])
  await question(second).getByRole('button', { name: 'Lấy bản kia' }).click()
  await expect(nodeOf(second, 'Trả lời một')).toBeVisible()
  await second.getByRole('button', { name: /^Hoàn tác(:|$)/ }).click()
  await expect(nodeOf(second, 'Trả lời hai')).toBeVisible()
  await api.call('DELETE', `/flows/${flow.id}`)
})

test('a version that a colleague publishes is merged into the own draft: by itself, then place by place', async ({
  officer,
  openWindow,
  api,
}) => {
  const flow = ownFlow('Bản mới')
  await saveDraft(api, flow, nodes(flow))
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Bản đầu' })
  const colleague = await openWindow('admin')
  for (const page of [officer, colleague]) {
    await page.goto(`/luong/${flow.id}`)
    await expect(nodeOf(page, 'Trả lời')).toBeVisible()
  }
  const offer = officer.getByRole('button', { name: 'Gộp bản mới vào bản nháp' })
  const standing = officer.locator('[data-standing]')
  await test.step('what touches other places is merged without asking', async () => {
    await rename(officer, 'Trả lời', 'Trả lời của tôi')
    await expect(standing).toHaveAttribute('data-standing', 'edited')
    await rename(colleague, 'Nhận hồ sơ', 'Nhận bản hai')
    await publish(colleague)
    await expect(standing).toHaveAttribute('data-standing', 'edited-stale')
    await press(officer, offer)
    await expect(nodeOf(officer, 'Nhận bản hai')).toBeVisible()
    await expect(nodeOf(officer, 'Trả lời của tôi')).toBeVisible()
    await expect(standing).toHaveAttribute('data-standing', 'edited')
    await expect(offer).toHaveCount(0)
  })
  await test.step('what both have changed is chosen; cancelling changes nothing', async () => {
    await rename(colleague, 'Trả lời', 'Trả lời bản ba')
    await publish(colleague)
    await expect(standing).toHaveAttribute('data-standing', 'edited-stale')
    await press(officer, offer)
    const dialog = officer.getByRole('dialog', { name: 'Gộp bản mới vào bản nháp' })
    await press(officer, dialog.getByRole('button', { name: 'Thôi' }))
    await expect(dialog).toHaveCount(0)
    await expect(nodeOf(officer, 'Trả lời của tôi')).toBeVisible()
    await expect(standing).toHaveAttribute('data-standing', 'edited-stale')
    await press(officer, offer)
    await expect(dialog.getByRole('button', { name: 'Gộp theo lựa chọn' })).toBeDisabled()
    const theirs = dialog.getByRole('radio', { name: /^Bản kia: .*“Trả lời bản ba”/ })
    await theirs.focus()
    await officer.keyboard.press('Space')
    await press(officer, dialog.getByRole('button', { name: 'Xem hai bản trên sơ đồ' }))
    const canvas = officer.getByRole('dialog', { name: 'Từ bản kia tới bản của tôi' })
    await expect(canvas.getByRole('group', { name: /^Trả lời của tôi,/ })).toHaveAttribute('data-mark', 'changed')
    await officer.keyboard.press('Escape')
    await expect(canvas).toHaveCount(0)
    await expect(theirs).toBeChecked()
    await press(officer, dialog.getByRole('button', { name: 'Gộp theo lựa chọn' }))
    await expect(nodeOf(officer, 'Trả lời bản ba')).toBeVisible()
    await expect(offer).toHaveCount(0)
  })
  await officer.getByRole('button', { name: /^Hoàn tác(:|$)/ }).click()
  await expect(nodeOf(officer, 'Trả lời của tôi')).toBeVisible()
  // Without the merge the draft is one of the older version again.
  await expect(standing).toHaveAttribute('data-standing', 'edited-stale')
  await expect(offer).toBeVisible()
  await api.call('DELETE', `/flows/${flow.id}`)
})

test('a draft from before the first version takes that version in, and loses nothing of either', async ({
  officer,
  openWindow,
  api,
}) => {
  const flow = ownFlow('Bản đầu tiên')
  await saveDraft(api, flow, nodes(flow))
  const colleague = await openWindow('admin')
  for (const page of [officer, colleague]) {
    await page.goto(`/luong/${flow.id}`)
    await expect(nodeOf(page, 'Trả lời')).toBeVisible()
  }
  await rename(officer, 'Trả lời', 'Trả lời của tôi')
  await expect(saveState(officer)).toHaveAttribute('data-save', 'saved')
  await rename(colleague, 'Nhận hồ sơ', 'Nhận bản một')
  await rename(colleague, 'Trả lời', 'Trả lời bản một')
  await publish(colleague)
  await expect(officer.locator('[data-standing]')).toHaveAttribute('data-standing', 'edited-stale')
  const offer = officer.getByRole('button', { name: 'Gộp bản mới vào bản nháp' })
  await press(officer, offer)
  const dialog = officer.getByRole('dialog', { name: 'Gộp bản mới vào bản nháp' })
  await expect(dialog).toContainText('Bản nháp này có từ trước bản đầu tiên')
  await expect(dialog.getByRole('radiogroup')).toHaveCount(2)
  await expect(dialog.getByRole('radio', { name: /như trước khi hai bên sửa/ })).toHaveCount(0)
  for (const name of [/^Bản kia: .*“Nhận bản một”/, /^Của tôi: .*“Trả lời của tôi”/]) {
    await dialog.getByRole('radio', { name }).focus()
    await officer.keyboard.press('Space')
  }
  await press(officer, dialog.getByRole('button', { name: 'Xem hai bản trên sơ đồ' }))
  const canvas = officer.getByRole('dialog', { name: 'Từ bản kia tới bản của tôi' })
  await expect(canvas.getByRole('group', { name: /^Trả lời của tôi,/ })).toHaveAttribute('data-mark', 'changed')
  await officer.keyboard.press('Escape')
  await press(officer, dialog.getByRole('button', { name: 'Gộp theo lựa chọn' }))
  await expect(nodeOf(officer, 'Nhận bản một')).toBeVisible()
  await expect(nodeOf(officer, 'Trả lời của tôi')).toBeVisible()
  await expect(officer.locator('.react-flow__node')).toHaveCount(2)
  await expect(officer.locator('[data-standing]')).toHaveAttribute('data-standing', 'edited')
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

/** Publishes what is on the screen and closes the dialog. */
async function publish(page: Page): Promise<void> {
  await expect(saveState(page)).toHaveAttribute('data-save', 'saved')
  await topBar(page).getByRole('button', { name: 'Ban hành' }).click()
  await page.getByRole('dialog', { name: 'Ban hành luồng' }).getByRole('button', { name: 'Ban hành' }).click()
  await expect(page.getByRole('dialog', { name: 'Đã ban hành' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}
