import { expect, test } from './journey.ts'
import { saved } from './pages/editor.ts'
import { nodeOf, ownFlow, saveDraft, trigger } from './pages/flows.ts'

test('steps become a flow of their own by keys, which is opened and left again', async ({ officer: page, api }) => {
  const flow = ownFlow('Tách luồng con')
  const schema = { type: 'object', properties: { MaHoSo: { type: 'string' } } }
  await saveDraft(api, flow, {
    vao: { ...trigger(flow, 'nghi'), schema },
    nghi: { use: 'delay@1', title: 'Nghỉ', to: { out: ['nghi-nua'] } },
    'nghi-nua': { use: 'delay@1', title: 'Nghỉ nữa', to: { out: ['tra'] } },
    tra: { use: 'http-reply@1', title: 'Trả lời' },
  })
  await page.goto(`/luong/${flow.id}`)
  const dialog = page.getByRole('dialog', { name: 'Tách thành luồng con' })

  await test.step('a trigger inside is refused with the reason', async () => {
    await nodeOf(page, 'Nhận hồ sơ').focus()
    await page.keyboard.press('e')
    await expect(dialog.getByRole('alert')).toContainText('"Nhận hồ sơ" là nút khởi phát')
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  })

  const title = `Phần nghỉ ${flow.id}`
  await test.step('two steps are extracted', async () => {
    await nodeOf(page, 'Nghỉ').click()
    await nodeOf(page, 'Nghỉ nữa').click({ modifiers: ['Shift'] })
    await page.keyboard.press('e')
    const name = dialog.getByRole('textbox', { name: 'Tên luồng mới' })
    await expect(name).toBeFocused()
    await expect(dialog).toContainText('MaHoSo')
    await name.fill(title)
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(nodeOf(page, title)).toBeVisible()
    await expect(nodeOf(page, 'Nghỉ')).toHaveCount(0)
    await saved(page)
  })

  await test.step('the called flow is opened from its node and left again', async () => {
    await nodeOf(page, title).focus()
    await page.keyboard.press('Alt+Enter')
    await expect(nodeOf(page, 'Nghỉ nữa')).toBeVisible()
    await expect(page).toHaveURL(/\/luong\/phan-nghi-/)
    // The contract: what the wire into the first step was known to bring is what the entry now promises.
    await nodeOf(page, 'Nghỉ').focus()
    await page.keyboard.press('w')
    await expect(page.locator('[data-wire-panel]')).toContainText('MaHoSo')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: `Về ${flow.title}` }).click()
    await expect(nodeOf(page, title)).toBeFocused()
    await nodeOf(page, title).dblclick()
    await expect(page).toHaveURL(/\/luong\/phan-nghi-/)
    await page.goBack()
  })

  await test.step('links without a wire are told on the canvas and in the outline', async () => {
    await nodeOf(page, title).focus()
    await page.keyboard.press('l')
    await expect(nodeOf(page, title).getByRole('link', { name: `Gọi: ${title}` })).toBeVisible()
    await page.getByRole('button', { name: 'Xem dạng danh sách' }).click()
    const row = page
      .getByRole('list', { name: 'Các bước của luồng' })
      .getByRole('listitem')
      .filter({ hasText: `Gọi: ${title}` })
    await expect(row.first()).toBeVisible()
    await page.getByRole('button', { name: 'Xem dạng bản vẽ' }).click()
    await page.getByRole('button', { name: 'Hiện các mối liên hệ ngầm' }).click()
    await expect(page.getByRole('link', { name: `Gọi: ${title}` })).toHaveCount(0)
  })
})

test('an extraction is undone in one step', async ({ officer: page, api }) => {
  const flow = ownFlow('Hoàn tác tách')
  await saveDraft(api, flow, {
    vao: trigger(flow, 'nghi'),
    nghi: { use: 'delay@1', title: 'Nghỉ', to: { out: ['tra'] } },
    tra: { use: 'http-reply@1', title: 'Trả lời' },
  })
  await page.goto(`/luong/${flow.id}`)
  await nodeOf(page, 'Nghỉ').click()
  await page.keyboard.press('e')
  await expect(page.getByRole('textbox', { name: 'Tên luồng mới' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(nodeOf(page, 'Nghỉ')).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(nodeOf(page, 'Nghỉ')).toBeVisible()
  await saved(page)
  await page.reload()
  await expect(nodeOf(page, 'Nghỉ')).toBeVisible()
})
