import type { AdminApi } from './admin-api.ts'
import { expect, test } from './journey.ts'
import { callFlow, testSteps } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { focusNode, press, tabTo } from './pages/keyboard.ts'

/** Three steps behind the trigger; the filter has no title of its own. */
async function threeSteps(api: AdminApi, flow: OwnFlow): Promise<void> {
  await saveDraft(api, flow, {
    nhan: trigger(flow, 'loc', { answer: 'result' }),
    loc: { use: 'filter@1', settings: { when: 'true' }, to: { out: ['anh-xa'] } },
    'anh-xa': {
      use: 'map-fields@1',
      title: 'Chuyển dạng',
      settings: { mapping: [{ target: 'ma', value: { field: 'MaHoSo' } }] },
      to: { out: ['tra'] },
    },
    tra: { use: 'http-reply@1', title: 'Trả lời' },
  })
}

const person = { MaHoSo: '000.00.00.H22-260105-0088', Ten: 'Trần Thị Ví Dụ' }
const slider = 'Thời điểm của lần chạy'

test('by mouse: run to a step, pin its result, see what is old, run only that, travel, stand at a breakpoint', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Gỡ lỗi')
  await threeSteps(api, flow)
  await page.goto(`/luong/${flow.id}`)
  const steps = testSteps(page)

  await test.step('run to a step runs what leads to it and nothing behind it', async () => {
    await nodeOf(page, 'Chuyển dạng').click()
    await page.getByRole('button', { name: 'Chạy đến đây' }).click()
    await expect(steps.getByRole('option')).toHaveCount(3)
    await expect(page.getByText('Chỉ chạy đến "Chuyển dạng"')).toBeVisible()
    await page.getByRole('button', { name: 'Chạy tiếp phần còn lại' }).click()
    await expect(steps.getByRole('option')).toHaveCount(5)
  })

  await test.step('a step without a title is called by its type', async () => {
    await expect(steps.getByRole('option').nth(1)).toContainText('Lọc thông điệp')
  })

  await test.step('a pinned result is loud, and the step is not run any more', async () => {
    await steps.getByRole('option').nth(2).click()
    await page.getByRole('button', { name: 'Ghim kết quả', exact: true }).click()
    await expect(nodeOf(page, 'Chuyển dạng')).toHaveAccessibleName(/đã ghim/)
    await page.getByRole('button', { name: 'Sửa kết quả ghim' }).click()
    const dialog = page.getByRole('dialog', { name: 'Kết quả ghim của "Chuyển dạng"' })
    await dialog.getByText('Văn bản gốc', { exact: true }).click()
    await dialog.getByRole('textbox', { name: 'Nội dung ra' }).fill('{ "ma": "0012" }')
    await dialog.getByText('Dạng cây', { exact: true }).click()
    await expect(dialog.getByRole('textbox', { name: 'Giá trị của "ma"' })).toHaveValue('0012')
    await dialog.getByRole('button', { name: 'Ghim kết quả này' }).click()
    await expect(dialog).toHaveCount(0)
  })

  await test.step('what changed is marked with its reason, and only that is run again', async () => {
    await expect(nodeOf(page, 'Chuyển dạng')).toHaveAccessibleName(/đã đổi kết quả ghim/)
    await expect(nodeOf(page, 'Trả lời')).toHaveAccessibleName(/bước trước đã đổi/)
    await expect(nodeOf(page, 'Lọc thông điệp')).not.toHaveAccessibleName(/đã cũ/)
    await page.getByRole('button', { name: 'Chạy lại phần đã đổi (2 bước)' }).click()
    await expect(nodeOf(page, 'Trả lời')).not.toHaveAccessibleName(/đã cũ/)
    await expect(steps.getByRole('option').nth(2)).toContainText('kết quả ghim')
    await steps.getByRole('option').nth(4).click()
    await expect(page.getByRole('region', { name: 'Trả lời cho bên gọi' })).toContainText('"0012"')
  })

  await test.step('the slider sets the canvas to a moment', async () => {
    await page.getByRole('button', { name: 'Về đầu' }).click()
    await page.getByRole('button', { name: 'Tiến một bước' }).click()
    await expect(nodeOf(page, 'Nhận hồ sơ')).toHaveAttribute('data-moment', 'current')
    await expect(nodeOf(page, 'Lọc thông điệp')).toHaveAttribute('data-moment', 'next')
    await expect(nodeOf(page, 'Trả lời')).toHaveAttribute('data-moment', 'ahead')
    await page.getByRole('button', { name: 'Đến cuối' }).click()
    await expect(nodeOf(page, 'Trả lời')).toHaveAttribute('data-moment', 'current')
  })

  await test.step('at a breakpoint the message is seen, edited, and goes on edited', async () => {
    await nodeOf(page, 'Trả lời').click()
    await page.getByRole('button', { name: 'Đặt điểm dừng trước nút này' }).click()
    await expect(nodeOf(page, 'Trả lời')).toHaveAccessibleName(/có điểm dừng/)
    await page.getByRole('tabpanel').getByRole('button', { name: 'Chạy thử', exact: true }).click()
    const held = page.getByRole('region', { name: 'Đang dừng trước "Trả lời"' })
    await held.getByRole('textbox', { name: 'Giá trị của "ma"' }).fill('0099')
    await held.getByRole('button', { name: 'Chạy tiếp' }).click()
    await expect(held).toHaveCount(0)
    await steps.getByRole('option').nth(4).click()
    await expect(page.getByRole('region', { name: 'Trả lời cho bên gọi' })).toContainText('"0099"')
  })

  await test.step('pins and breakpoints outlive a reload and are not in the flow', async () => {
    await page.reload()
    await expect(nodeOf(page, 'Chuyển dạng')).toHaveAccessibleName(/đã ghim/)
    await expect(nodeOf(page, 'Trả lời')).toHaveAccessibleName(/có điểm dừng/)
    const draft = JSON.stringify(await api.call('GET', `/flows/${flow.id}`))
    expect(draft).not.toContain('0012')
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

test('by keyboard: run to a step, breakpoint, step on; a past run on its own version, moment by moment', async ({
  officer: page,
  api,
  installation,
}) => {
  const flow = ownFlow('Gỡ lỗi')
  await threeSteps(api, flow)
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Bản đầu' })
  expect((await callFlow(`${installation.gateway}${flow.path}`, person)).status).toBe(200)
  await page.goto(`/luong/${flow.id}`)
  const steps = testSteps(page)

  await test.step('Ctrl+Shift+Enter runs to the chosen step', async () => {
    await focusNode(page, 'Lọc thông điệp')
    await page.keyboard.press('Control+Shift+Enter')
    await expect(steps.getByRole('option')).toHaveCount(2)
  })

  await test.step('B sets a breakpoint; step and stop from there', async () => {
    await focusNode(page, 'Lọc thông điệp')
    await page.keyboard.press('b')
    await expect(nodeOf(page, 'Lọc thông điệp')).toHaveAccessibleName(/có điểm dừng/)
    await page.keyboard.press('Control+Enter')
    await press(page, page.getByRole('button', { name: 'Chạy một bước' }))
    await expect(page.getByRole('region', { name: 'Đang dừng trước "Chuyển dạng"' })).toBeVisible()
    await press(page, page.getByRole('button', { name: 'Dừng hẳn' }))
    await expect(page.getByRole('region', { name: /Đang dừng/ })).toHaveCount(0)
  })

  await test.step('in the window of a node Ctrl+Enter runs this step on what is there', async () => {
    await focusNode(page, 'Chuyển dạng')
    await page.keyboard.press('Enter')
    const panes = page.getByRole('dialog', { name: 'Nút "Chuyển dạng"' })
    await expect(panes).toBeVisible()
    await page.keyboard.press('Escape')
    await focusNode(page, 'Lọc thông điệp')
    await page.keyboard.press('b')
    await focusNode(page, 'Chuyển dạng')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Enter')
    await expect(panes.getByRole('region', { name: 'Ra', exact: true })).toContainText('ma')
    await page.keyboard.press('Escape')
  })

  await test.step('a past run: the slider goes through it with the arrow keys', async () => {
    const { runs } = await api.call<{ runs: { id: string }[] }>('GET', `/runs?flow=${flow.id}&limit=1`)
    await page.goto(`/lan-chay/${runs[0]?.id}`)
    await tabTo(page, page.getByRole('radio', { name: 'Danh sách' }))
    await page.keyboard.press('ArrowRight')
    const range = page.getByRole('slider', { name: slider })
    await tabTo(page, range)
    await page.keyboard.press('Home')
    await expect(range).toHaveAttribute('aria-valuetext', 'Trước bước đầu tiên (0/4)')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect(range).toHaveAttribute('aria-valuetext', '2/4 · Lọc thông điệp')
    await expect(nodeOf(page, 'Lọc thông điệp')).toHaveAttribute('data-moment', 'current')
    await expect(page.getByRole('heading', { level: 2, name: 'Lọc thông điệp' })).toBeVisible()
    await page.keyboard.press('End')
    await expect(nodeOf(page, 'Trả lời')).toHaveAttribute('data-moment', 'current')
    await expect(page.getByText('Thay toàn bộ')).toHaveCount(0)
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})
