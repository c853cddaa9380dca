import type { Page } from '@playwright/test'
import type { AdminApi } from './admin-api.ts'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { callFlow, saved, topBar } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { press, write } from './pages/keyboard.ts'

const branch = (id: string, label: string, when: string) => ({ id, label, when })
const first = (flow: OwnFlow) => ({
  nhan: trigger(flow, 're'),
  re: {
    use: 'content-based-router@1',
    title: 'Phân loại',
    settings: { branches: [branch('khan', 'Khẩn', 'MucDo = "khan"')] },
    to: { khan: ['nhanh'], otherwise: ['tra-loi'] },
  },
  nhanh: { use: 'http-reply@1', title: 'Trả lời ngay' },
  'tra-loi': { use: 'http-reply@1', title: 'Trả lời' },
})
const second = (flow: OwnFlow) => ({
  ...first(flow),
  re: {
    ...first(flow).re,
    settings: { branches: [branch('khan', 'Khẩn', 'MucDo = "hoa-toc"')] },
    to: { khan: ['nhanh'], otherwise: ['tu-choi'] },
  },
  'tu-choi': { use: 'http-reply@1', title: 'Từ chối', settings: { status: 422 } },
})

async function publishTwo(api: AdminApi, flow: OwnFlow): Promise<void> {
  for (const [nodes, note] of [
    [first(flow), 'Bản đầu'],
    [second(flow), 'Chỉ nhận hoả tốc'],
  ] as const) {
    await saveDraft(api, flow, nodes)
    await api.call('POST', `/flows/${flow.id}/publish`, { note })
  }
}

const sentences = {
  condition: 'Bước “Phân loại”: các nhánh › “Khẩn” › khi đổi từ “MucDo = "khan"” thành “MucDo = "hoa-toc"”',
  wire: /Dây từ “Phân loại” \(.+\) nay nối đến “Từ chối” \(trước: “Trả lời”\)/,
  node: /Thêm bước “Từ chối”/,
}
const marked = (page: Page, title: string) => nodeOf(page, title).and(page.locator('[data-mark]'))
const versionRow = (page: Page, number: number) =>
  page.getByRole('row').filter({ has: page.getByRole('button', { name: `Xem bản ${number}`, exact: true }) })
const running = async (api: AdminApi, flow: OwnFlow): Promise<number | undefined> => {
  const { versions } = await api.call<{ versions: { number: number; active: boolean }[] }>(
    'GET',
    `/flows/${flow.id}/versions`,
  )
  return versions.find((it) => it.active)?.number
}

test('differences are read in words and seen on the canvas, published, and rolled back', async ({
  officer: page,
  api,
  installation,
}) => {
  test.slow()
  const flow = ownFlow('Phiên bản')
  await publishTwo(api, flow)

  await test.step('two versions at an address of their own, walked with N and P', async () => {
    await page.goto(`/luong/${flow.id}/so-sanh?tu=1&den=2`)
    const list = page.getByRole('region', { name: 'Các thay đổi' })
    for (const words of Object.values(sentences)) await expect(list.getByRole('button', { name: words })).toBeVisible()
    await expect(marked(page, 'Từ chối')).toHaveAttribute('data-mark', 'added')
    await expect(marked(page, 'Phân loại')).toHaveAttribute('data-mark', 'changed')
    await expect(page.getByRole('region', { name: 'Ảnh hưởng tới' })).toBeVisible()
    await page.keyboard.press('n')
    await expect(page.getByText('1 / 3')).toBeVisible()
    await page.keyboard.press('n')
    await page.keyboard.press('p')
    await expect(list.getByRole('button', { name: sentences.condition })).toHaveAttribute('aria-current', 'true')
    await expect(page).toHaveURL(/diem=1/)
    expect(await violations(page)).toEqual([])
  })
  await test.step('the publish dialog says what the draft changes, and shows it', async () => {
    await page.goto(`/luong/${flow.id}`)
    await nodeOf(page, 'Từ chối').click()
    await page.keyboard.press('Delete')
    await saved(page)
    await topBar(page).getByRole('button', { name: 'Ban hành' }).click()
    const dialog = page.getByRole('dialog', { name: 'Ban hành luồng' })
    await expect(dialog).toContainText('Xoá bước “Từ chối”')
    await dialog.getByRole('button', { name: 'Xem thay đổi trên sơ đồ' }).click()
    const canvas = page.getByRole('dialog', { name: 'So sánh hai phiên bản' })
    await expect(canvas.getByRole('group', { name: /^Từ chối,/ })).toHaveAttribute('data-mark', 'removed')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  })
  await test.step('a version is restored into the draft, as a step that can be undone', async () => {
    await expect(page.getByText('Có sửa', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Phiên bản, tạm dừng' }).click()
    await page.getByRole('menuitem', { name: 'Phiên bản' }).click()
    await page.getByRole('button', { name: 'Xem bản 2', exact: true }).click()
    await page.getByRole('dialog', { name: /Bản 2/ }).getByRole('button', { name: 'Khôi phục vào bản nháp' }).click()
    await expect(nodeOf(page, 'Từ chối')).toBeVisible()
    await saved(page)
  })
  await test.step('rolling back asks for a reason', async () => {
    await page.getByRole('button', { name: 'Phiên bản, tạm dừng' }).click()
    await page.getByRole('menuitem', { name: 'Phiên bản' }).click()
    await page.getByRole('button', { name: 'Quay về bản 1' }).click()
    const question = page.getByRole('dialog', { name: 'Quay về bản 1' })
    await expect(question.getByRole('button', { name: 'Quay về bản này' })).toBeDisabled()
    await question.getByRole('textbox', { name: 'Lý do quay về' }).fill('Bản 2 từ chối nhầm hồ sơ khẩn')
    await question.getByRole('button', { name: 'Quay về bản này' }).click()
    await expect.poll(() => running(api, flow)).toBe(1)
    await expect(versionRow(page, 1)).toContainText(/Chạy lại từ .*: Bản 2 từ chối nhầm hồ sơ khẩn/)
  })
  await test.step('a version is given a name, which is told in comparisons and in runs', async () => {
    await page.getByRole('button', { name: 'Đặt tên bản 1' }).click()
    const dialog = page.getByRole('dialog', { name: 'Đặt tên bản 1' })
    await dialog.getByRole('textbox', { name: 'Tên phiên bản' }).fill('Trước sáp nhập')
    await dialog.getByRole('button', { name: 'Lưu tên' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(versionRow(page, 1)).toContainText('Bản 1 “Trước sáp nhập”')
    const told = page.getByRole('alert').filter({ hasText: 'Đã đặt tên bản 1: “Trước sáp nhập”.' })
    await told.getByRole('button', { name: 'Hoàn tác' }).click()
    await expect(versionRow(page, 1)).not.toContainText('Trước sáp nhập')
    await page.getByRole('button', { name: 'Đặt tên bản 1' }).click()
    await dialog.getByRole('textbox', { name: 'Tên phiên bản' }).fill('Trước sáp nhập')
    await dialog.getByRole('button', { name: 'Lưu tên' }).click()
    await expect(versionRow(page, 1)).toContainText('Bản 1 “Trước sáp nhập”')
    expect(await violations(page)).toEqual([])
    await callFlow(`${installation.gateway}${flow.path}`, { MucDo: 'khan' })
    const { runs } = await api.call<{ runs: { id: string }[] }>('GET', `/runs?flow=${flow.id}&limit=1`)
    expect(await api.call('GET', `/runs/${runs[0]?.id}`)).toHaveProperty('versionName', 'Trước sáp nhập')
    await page.goto(`/lan-chay/${runs[0]?.id}`)
    await expect(page.getByRole('link', { name: /phiên bản 1 “Trước sáp nhập”/ })).toBeVisible()
    await page.goto(`/luong/${flow.id}/so-sanh?tu=1&den=2`)
    await expect(page.getByRole('combobox').first()).toContainText('Bản 1 (đang chạy) “Trước sáp nhập”')
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

test('versions are compared and rolled back by keyboard alone', async ({ officer: page, api }) => {
  const flow = ownFlow('Phiên bản bằng phím')
  await publishTwo(api, flow)
  await page.goto(`/luong/${flow.id}`)
  await expect(nodeOf(page, 'Phân loại')).toBeVisible()
  await press(page, page.getByRole('button', { name: 'Phiên bản, tạm dừng' }))
  await expect(page.getByRole('menuitem', { name: 'Phiên bản' })).toBeFocused()
  await page.keyboard.press('Enter')
  const box = page.getByRole('checkbox', { name: 'Chọn bản 1 để so sánh' })
  await expect(box).toBeVisible()
  for (const number of [1, 2]) {
    const check = page.getByRole('checkbox', { name: `Chọn bản ${number} để so sánh` })
    await check.focus()
    await page.keyboard.press('Space')
  }
  await press(page, page.getByRole('button', { name: 'So sánh hai bản' }))
  const dialog = page.getByRole('dialog', { name: 'So sánh hai phiên bản' })
  await expect(dialog.getByRole('button', { name: sentences.condition })).toBeVisible()
  await page.keyboard.press('n')
  await expect(dialog.getByText('1 / 3')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await press(page, page.getByRole('button', { name: 'Quay về bản 1' }))
  const question = page.getByRole('dialog', { name: 'Quay về bản 1' })
  await write(page, question.getByRole('textbox', { name: 'Lý do quay về' }), 'Quay lại bằng phím')
  await press(page, question.getByRole('button', { name: 'Quay về bản này' }))
  await expect.poll(() => running(api, flow)).toBe(1)
  await expect(versionRow(page, 1)).toContainText('Quay lại bằng phím')
  const naming = /^(?:Đặt|Đổi) tên bản 2$/
  const rename = page.getByRole('button', { name: naming })
  for (const name of ['Đợt 2', 'Đợt hai', '']) {
    await press(page, rename)
    const dialog = page.getByRole('dialog', { name: naming })
    await expect(dialog.getByRole('textbox', { name: 'Tên phiên bản' })).toBeFocused()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.keyboard.insertText(name)
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(rename).toBeFocused()
    if (name === '') await expect(versionRow(page, 2)).not.toContainText('“')
    else await expect(versionRow(page, 2)).toContainText(`Bản 2 “${name}”`)
  }
  await press(
    page,
    page.getByRole('alert').filter({ hasText: 'Đã bỏ tên của bản 2.' }).getByRole('button', { name: 'Hoàn tác' }),
  )
  await expect(versionRow(page, 2)).toContainText('Bản 2 “Đợt hai”')
  await api.call('DELETE', `/flows/${flow.id}`)
})
