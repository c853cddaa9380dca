import { expect, test } from './journey.ts'
import { nodeOf, ownFlow, saveDraft, saveState, trigger } from './pages/flows.ts'

test('every edit can be undone and redone, also after a reload', async ({ officer: page, api }) => {
  const flow = ownFlow('Sửa rồi sửa lại')
  await saveDraft(api, flow, { nhan: trigger(flow, 'tra-loi'), 'tra-loi': { use: 'http-reply@1', title: 'Trả lời' } })
  await page.goto(`/luong/${flow.id}`)
  const undo = page.getByRole('button', { name: /^Hoàn tác(:|$)/ })
  const redo = page.getByRole('button', { name: /^Làm lại(:|$)/ })
  await expect(nodeOf(page, 'Trả lời')).toBeVisible()
  await expect(undo).toBeDisabled()

  await test.step('rename, delete with its wire, duplicate', async () => {
    await nodeOf(page, 'Nhận hồ sơ').click()
    await page.keyboard.press('F2')
    await page.locator('[data-canvas]').getByLabel('Tên nút').fill('Nhận dữ liệu')
    await page.keyboard.press('Enter')
    await nodeOf(page, 'Trả lời').click()
    await page.keyboard.press('Delete')
    await expect(nodeOf(page, 'Trả lời')).toHaveCount(0)
    await nodeOf(page, 'Nhận dữ liệu').click()
    await page.keyboard.press('Control+d')
    await expect(nodeOf(page, 'Nhận dữ liệu (2)')).toBeVisible()
    await expect(saveState(page)).toHaveAttribute('data-save', 'saved')
  })

  await test.step('after a reload the way back is still there', async () => {
    await page.reload()
    await expect(nodeOf(page, 'Nhận dữ liệu (2)')).toBeVisible()
    await undo.click()
    await expect(nodeOf(page, 'Nhận dữ liệu (2)')).toHaveCount(0)
    await undo.click()
    await expect(nodeOf(page, 'Trả lời')).toBeVisible()
    await expect(page.locator('.react-flow__edge')).toHaveCount(1)
    await undo.click()
    await expect(nodeOf(page, 'Nhận hồ sơ')).toBeVisible()
    await expect(undo).toBeDisabled()
    await expect(saveState(page)).toHaveAttribute('data-save', 'saved')
  })

  await test.step('and the way forward too', async () => {
    await page.reload()
    await expect(nodeOf(page, 'Nhận hồ sơ')).toBeVisible()
    for (let edit = 0; edit < 3; edit++) await redo.click()
    await expect(nodeOf(page, 'Nhận dữ liệu (2)')).toBeVisible()
    await expect(nodeOf(page, 'Trả lời')).toHaveCount(0)
    await expect(redo).toBeDisabled()
  })
  await api.call('DELETE', `/flows/${flow.id}`)
})

test('an edit made while the server is out of reach survives a closed window', async ({ officer: page, api }) => {
  const flow = ownFlow('Mất mạng')
  await saveDraft(api, flow, { nhan: trigger(flow, 'tra-loi'), 'tra-loi': { use: 'http-reply@1', title: 'Trả lời' } })
  await page.goto(`/luong/${flow.id}`)
  await page.route('**/api/v1/flows/**', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  )
  await nodeOf(page, 'Trả lời').click()
  await page.keyboard.press('Delete')
  await expect(saveState(page)).toHaveAttribute('data-save', 'unreachable')

  const later = await page.context().newPage()
  await page.close({ runBeforeUnload: false })
  await later.goto(`/luong/${flow.id}`)
  await expect(later.getByText('Đã khôi phục các sửa đổi chưa kịp lưu lên máy chủ.')).toBeVisible()
  await expect(nodeOf(later, 'Nhận hồ sơ')).toBeVisible()
  await expect(nodeOf(later, 'Trả lời')).toHaveCount(0)
  await expect(saveState(later)).toHaveAttribute('data-save', 'saved')
  await api.call('DELETE', `/flows/${flow.id}`)
})
