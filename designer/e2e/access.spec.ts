import type { Locator } from '@playwright/test'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { nodeOf, ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { settled, tourStops, visit } from './pages/tour.ts'
import { greetOnce, openTask } from './pages/waiting.ts'

test('every screen is free of serious barriers, light and dark', async ({ officer: page, api }) => {
  test.slow()
  const task = await openTask(api)
  for (const stop of [...(await tourStops(api)), ...task.stops]) {
    await visit(page, stop)
    expect.soft(await violations(page), stop.path).toEqual([])
  }
  await task.close()
  await page.context().clearCookies()
  await page.goto('/luong')
  await settled(page)
  expect.soft(await violations(page), 'sign-in').toEqual([])
})

test('the main dialogs are free of serious barriers, light and dark', async ({ officer: page, api }) => {
  test.slow()
  const flow = ownFlow('Hộp thoại')
  await saveDraft(api, flow, { nhan: trigger(flow, 'tra-loi'), 'tra-loi': { use: 'http-reply@1', title: 'Trả lời' } })
  const look = async (what: string): Promise<void> => {
    expect.soft(await violations(page), what).toEqual([])
  }

  await page.goto('/luong')
  await page.getByRole('button', { name: 'Tạo luồng' }).click()
  await expect(page.getByRole('dialog', { name: 'Tạo luồng mới' })).toBeVisible()
  await look('new flow')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: `Thao tác với ${flow.title}` }).click()
  await expect(page.getByRole('menuitem', { name: 'Mở trình soạn' })).toBeVisible()
  await look('menu of a flow')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await expect(page.getByPlaceholder(/^Tìm luồng, nút/)).toBeVisible()
  await look('command palette')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Tài khoản/ }).click()
  await expect(page.getByText('Giao diện')).toBeVisible()
  await look('account')

  await page.goto(`/luong/${flow.id}`)
  await nodeOf(page, 'Trả lời').click()
  await look('a selected node')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Phím tắt' })).toBeVisible()
  await look('keys')
  await page.keyboard.press('Escape')
  await nodeOf(page, 'Trả lời').click()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('dialog', { name: 'Thêm nút' })).toBeVisible()
  await look('quick add')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+h')
  await expect(page.getByRole('dialog', { name: 'Lịch sử sửa đổi' })).toBeVisible()
  await look('history')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Xem dạng danh sách' }).click()
  await look('outline')
  await api.call('DELETE', `/flows/${flow.id}`)
})

test('the dialogs around past messages are free of barriers, begin in their first field and give the focus back', async ({
  officer: page,
  api,
}) => {
  test.slow()
  const { flow, run } = await greetOnce(api)
  const dialogOf = async (button: string, first: Locator): Promise<void> => {
    const opener = page.getByRole('button', { name: button, exact: true })
    await opener.click()
    await expect(first, button).toBeFocused()
    expect.soft(await violations(page), button).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(opener).toBeFocused()
  }
  await page.goto(`/lan-chay/${run}`)
  await dialogOf('Sửa và gửi lại', page.getByRole('textbox', { name: /^Giá trị của/ }).first())
  await dialogOf('Lưu thành ca kiểm thử', page.getByRole('textbox', { name: 'Tên ca kiểm thử' }))
  await dialogOf('Chạy lại từ bước này', page.getByRole('textbox', { name: 'Lý do' }))

  await page.goto(`/luong/${flow.id}`)
  await dialogOf('Ban hành', page.getByRole('textbox', { name: 'Ghi chú ban hành' }))
  for (const tab of ['Chạy thử', 'Ca kiểm thử', 'Chạy đối chiếu']) {
    await page.getByRole('tab', { name: tab }).click()
    expect.soft(await violations(page), tab).toEqual([])
  }
  await page.getByRole('button', { name: 'Thu gọn ngăn dưới' }).click()
  await nodeOf(page, 'Trả lời').dblclick()
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Tên nút' })).toBeFocused()
  expect.soft(await violations(page), 'a node in three panes').toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

test('a viewer sees everything and can change nothing', async ({ openWindow, api }) => {
  const flow = ownFlow('Chỉ xem')
  await saveDraft(api, flow, { nhan: trigger(flow, 'tra-loi'), 'tra-loi': { use: 'http-reply@1', title: 'Trả lời' } })
  const page = await openWindow('viewer')

  await page.goto('/luong')
  await expect(page.getByRole('row').filter({ hasText: flow.title })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Tạo luồng' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Quản trị' })).toHaveCount(0)

  await page.goto(`/luong/${flow.id}`)
  await expect(page.getByText('Chỉ xem', { exact: true })).toBeVisible()
  await nodeOf(page, 'Trả lời').click()
  await page.keyboard.press('Delete')
  await page.keyboard.press('F2')
  await expect(page.locator('[data-canvas]').getByLabel('Tên nút')).toHaveCount(0)
  await expect(nodeOf(page, 'Trả lời')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Khay nút' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Ban hành', exact: true })).toHaveCount(0)

  await page.goto('/ket-noi/dvcqg')
  await expect(page.getByLabel('Tên kết nối')).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Lưu', exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /Xoá/ })).toHaveCount(0)
  await page.goto('/gia-lap')
  await expect(page.getByText('Lỗi máy chủ HTTP 500, 502, 503').first()).toBeVisible()
  await expect(page.getByRole('slider')).toHaveCount(0)
  await page.goto('/quan-tri')
  await expect(page.getByText('Chỉ người quản trị xem được mục này')).toBeVisible()

  // The server refuses too, whatever a page would send.
  const put = await page.request.put(`/api/v1/flows/${flow.id}`, {
    data: { flow: { format: 1, id: flow.id, title: 'Sửa trộm', nodes: {} } },
    headers: { origin: new URL(page.url()).origin },
  })
  expect(put.status()).toBe(403)
  await api.call('DELETE', `/flows/${flow.id}`)
})
