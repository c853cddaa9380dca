import { expect, test } from './journey.ts'
import { nodeOf, ownFlow, saveDraft, trigger } from './pages/flows.ts'

test('Ctrl+K finds a setting in another flow without marks, and goes to its node', async ({ officer: page, api }) => {
  const flow = ownFlow('Tìm khắp nơi')
  await saveDraft(api, flow, {
    vao: trigger(flow, 'cho'),
    cho: { use: 'delay@1', title: 'Chờ tiếp nhận', note: `Đường dây nóng ${flow.id}` },
  })
  await page.goto('/lan-chay')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByPlaceholder(/^Tìm luồng, nút/)).toBeFocused()
  await page.keyboard.insertText(`duong day nong ${flow.id}`)
  const hit = page.getByRole('button', { name: /Đường dây nóng/ })
  await expect(hit).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/luong/${flow.id}$`))
  await expect(nodeOf(page, 'Chờ tiếp nhận')).toBeFocused()
})

test('Ctrl+F finds a setting in this flow and opens it, also inside a collapsed group', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Tìm trong luồng')
  await api.call('PUT', `/flows/${flow.id}`, {
    flow: {
      format: 1,
      id: flow.id,
      title: flow.title,
      nodes: {
        vao: trigger(flow, 're'),
        re: {
          use: 'content-based-router@1',
          title: 'Rẽ theo đơn vị',
          settings: { branches: [{ id: 'so', label: 'Sở Tư pháp', when: 'DonVi = "so"' }] },
        },
      },
    },
    layout: { format: 1, at: {}, groups: { nhom: { title: 'Xử lý', collapsed: true, nodes: ['re'] } } },
  })
  await page.goto(`/luong/${flow.id}`)
  await nodeOf(page, 'Nhận hồ sơ').focus()
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('combobox', { name: 'Tìm trong luồng này' })).toBeFocused()
  await page.keyboard.insertText('so tu phap')
  await expect(page.getByRole('listbox', { name: 'Tìm trong luồng này' }).getByRole('option').first()).toContainText(
    'Các nhánh › “Sở Tư pháp” › Nhãn',
  )
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByLabel('Nhãn')).toHaveValue('Sở Tư pháp')
})

test('the map shows who uses what as a picture and as a table, and each box opens', async ({ officer: page, api }) => {
  const called = ownFlow('Luồng con')
  const caller = ownFlow('Luồng mẹ')
  await saveDraft(api, called, { vao: { use: 'flow-in@1' } })
  await saveDraft(api, caller, {
    vao: trigger(caller, 'goi'),
    goi: { use: 'call-flow@1', title: 'Gọi luồng con', settings: { flow: called.id } },
  })
  await page.goto('/ban-do')
  await page.getByRole('textbox', { name: /^Tìm luồng/ }).fill(called.title)
  const map = page.getByRole('application', { name: 'Bản đồ hệ thống' })
  await expect(map.getByRole('link', { name: new RegExp(caller.title) })).toBeVisible()
  await page.getByText('Bảng', { exact: true }).click()
  const row = page.getByRole('row', { name: new RegExp(`^${called.title}`) })
  await expect(row).toContainText(caller.title)
  await row.getByRole('link', { name: called.title }).press('Enter')
  await expect(page).toHaveURL(new RegExp(`/luong/${called.id}$`))
  await page.getByRole('link', { name: `${caller.title} › Gọi luồng con` }).click()
  await expect(nodeOf(page, 'Gọi luồng con')).toBeFocused()
})
