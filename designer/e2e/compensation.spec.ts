import type { Page } from '@playwright/test'
import type { AdminApi } from './admin-api.ts'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { boxOf, callFlow, drag, inspector, saved, topBar, wire } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { steps } from './pages/screens.ts'

const ask = (title: string) => ({
  use: 'http-request@1',
  title,
  settings: { connection: 'mot-cua-api', path: '/suckhoe' },
})

/** A call, then an error; the call that undoes the first stands apart. */
const nodes = (flow: OwnFlow) => ({
  nhan: trigger(flow, 'gui', { answer: 'stored' }),
  gui: { ...ask('Gửi hồ sơ'), to: { out: ['hong'] } },
  hong: { use: 'stop-with-error@1', title: 'Hồ sơ sai', settings: { code: 'SAI', message: 'Hồ sơ không hợp lệ' } },
  huy: ask('Huỷ hồ sơ đã gửi'),
})

for (const way of ['mouse', 'keyboard'] as const)
  test(`a step is given its compensation by ${way}; a run that fails then says that it was undone`, async ({
    officer: page,
    api,
    installation,
  }) => {
    const flow = ownFlow('Bù trừ')
    await saveDraft(api, flow, nodes(flow))
    await page.goto(`/luong/${flow.id}`)
    const field = inspector(page).getByRole('combobox', { name: 'Bước này được bù trừ bằng' })

    await test.step('only a step apart from the main path can be chosen', async () => {
      await nodeOf(page, 'Gửi hồ sơ').click()
      const section = inspector(page).getByRole('button', { name: /^Bù trừ/ })
      if (way === 'mouse') {
        await section.click()
        await field.click()
      } else {
        await section.press('Enter')
        await field.press('ArrowDown')
      }
      const choices = page.getByRole('listbox', { name: 'Bước này được bù trừ bằng' }).getByRole('option')
      await expect(choices).toHaveText(['Không bù trừ', 'Nhánh bắt đầu từ "Huỷ hồ sơ đã gửi"'])
      if (way === 'mouse') await choices.last().click()
      else {
        await field.press('ArrowDown')
        await field.press('Enter')
      }
      await expect(page.locator('.react-flow__edge[data-id="gui|:undo|huy"] [data-undo]')).toBeAttached()
      expect(await violations(page)).toEqual([])
      await saved(page)
    })

    await test.step('the flow is published', async () => {
      await topBar(page).getByRole('button', { name: 'Ban hành' }).click()
      const dialog = page.getByRole('dialog', { name: 'Ban hành luồng' })
      await dialog.getByLabel('Ghi chú ban hành').fill('Thử bù trừ')
      await dialog.getByRole('button', { name: 'Ban hành' }).click()
      await page.getByRole('dialog', { name: 'Đã ban hành' }).getByRole('button', { name: 'Đóng' }).last().click()
    })
    await test.step('the run tells what was undone', async () => {
      const answer = await callFlow(`${installation.gateway}${flow.path}`, { MaHoSo: '000.00.00.H22-260105-0042' })
      expect(answer.status).toBe(202)
      await page.getByRole('link', { name: /^Hộp lỗi/ }).click()
      const failure = page.getByRole('article').filter({ hasText: flow.title })
      await expect(failure.getByText('Đã bù trừ', { exact: true })).toBeVisible()
      await failure.getByRole('button', { name: /^Xem \d+ lần chạy/ }).click()
      await expect(failure.getByRole('row').filter({ hasText: 'Đã bù trừ' })).toHaveCount(1)
      await failure.getByRole('table').getByRole('link').first().click()
      await expect(page.getByText('Đã bù trừ', { exact: true })).toHaveCount(1)
      await expect(steps(page).getByRole('option', { name: /Huỷ hồ sơ đã gửi/ })).toContainText(
        'bù trừ cho "Gửi hồ sơ"',
      )
      await expect(page.getByRole('region', { name: 'Bù trừ' })).toContainText('Gửi hồ sơ: đã bù')
      expect(await violations(page)).toEqual([])
    })
    await api.call('DELETE', `/flows/${flow.id}?force=true`)
  })

const apart = (flow: OwnFlow) => ({
  nhan: trigger(flow, 'gui', { answer: 'stored' }),
  gui: { ...ask('Gửi hồ sơ'), to: { out: ['doi'] } },
  doi: { use: 'map@1', title: 'Ghi kết quả' },
  huy: ask('Huỷ hồ sơ đã gửi'),
})
const at = { nhan: [0, 0], gui: [304, 0], doi: [608, 0], huy: [608, 200] }
const undoWire = (page: Page, to: string) => page.locator(`.react-flow__edge[data-id="gui|:undo|${to}"]`)
const undoPort = (page: Page, title: string) => nodeOf(page, title).locator('[data-port=":undo"]')
const quickAdd = (page: Page) => page.getByRole('dialog', { name: 'Thêm nút' })

async function openApart(page: Page, api: AdminApi, flow: OwnFlow) {
  await api.call('PUT', `/flows/${flow.id}`, {
    flow: { format: 1, id: flow.id, title: flow.title, nodes: apart(flow) },
    layout: { format: 1, at },
  })
  await page.goto(`/luong/${flow.id}`)
  await expect(nodeOf(page, 'Gửi hồ sơ')).toBeVisible()
}

test('the compensation branch is drawn by dragging from its port, and undo takes it back', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Kéo nhánh bù trừ')
  await openApart(page, api, flow)
  await test.step('only a step that acts outside has the port', async () => {
    await expect(undoPort(page, 'Gửi hồ sơ')).toBeVisible()
    await expect(undoPort(page, 'Ghi kết quả')).toHaveCSS('opacity', '0')
    await expect(undoPort(page, 'Nhận hồ sơ')).toHaveCSS('opacity', '0')
  })
  await test.step('a node on the main path is refused in words', async () => {
    const main = await boxOf(nodeOf(page, 'Ghi kết quả'))
    await drag(page, undoPort(page, 'Gửi hồ sơ'), { x: main.x + 60, y: main.y + 28 })
    await expect(page.getByRole('alert').filter({ hasText: 'nằm trên đường chính' }).first()).toBeVisible()
    await expect(undoWire(page, 'doi')).toHaveCount(0)
  })
  await test.step('a node apart is taken; the wire has its sign and its words', async () => {
    await wire(page, 'Gửi hồ sơ', ':undo', 'Huỷ hồ sơ đã gửi')
    await expect(undoWire(page, 'huy').locator('[data-undo]')).toBeAttached()
    await expect(page.getByRole('img', { name: '"Gửi hồ sơ" được bù trừ bằng "Huỷ hồ sơ đã gửi"' })).toBeVisible()
    await expect(nodeOf(page, 'Gửi hồ sơ')).toHaveAccessibleName(/bù trừ bằng Huỷ hồ sơ đã gửi/)
    expect(await violations(page)).toEqual([])
  })
  await test.step('undo and redo', async () => {
    await page.keyboard.press('Control+z')
    await expect(undoWire(page, 'huy')).toHaveCount(0)
    await page.keyboard.press('Control+Shift+z')
    await expect(undoWire(page, 'huy')).toHaveCount(1)
  })
  await test.step('dropped on empty canvas it offers nodes, and the new one takes the place of the old', async () => {
    const from = await boxOf(undoPort(page, 'Gửi hồ sơ'))
    await drag(page, undoPort(page, 'Gửi hồ sơ'), { x: from.x - 40, y: from.y + 150 })
    await expect(quickAdd(page).getByLabel('Nối từ cổng')).toHaveValue(':undo')
    await page.keyboard.insertText('gọi http')
    await page.keyboard.press('Enter')
    await expect(undoWire(page, 'http-request')).toHaveCount(1)
    await expect(undoWire(page, 'huy')).toHaveCount(0)
    await saved(page)
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

test('the compensation branch is drawn by keyboard: from the canvas to a node or a new one, and from the outline', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Bù trừ bằng phím')
  await openApart(page, api, flow)
  const picker = page.getByRole('dialog', { name: 'Nối từ cổng nào?' })
  const choose = async () => {
    await nodeOf(page, 'Gửi hồ sơ').focus()
    await page.keyboard.press('Shift+C')
    await expect(picker.getByRole('button')).toHaveText([/./, 'Khi lỗi', 'Bù trừ'])
    await page.keyboard.press('ArrowUp')
    await expect(picker.getByRole('button', { name: 'Bù trừ' })).toBeFocused()
    await page.keyboard.press('Enter')
  }
  await test.step('to a node that is there', async () => {
    await choose()
    await page.keyboard.press('Enter')
    await expect(undoWire(page, 'huy')).toHaveCount(1)
    await page.keyboard.press('Control+z')
    await expect(undoWire(page, 'huy')).toHaveCount(0)
  })
  await test.step('to a new node', async () => {
    await choose()
    await page.keyboard.press('Tab')
    await expect(quickAdd(page).getByRole('combobox', { name: 'Thêm nút' })).toBeFocused()
    await page.keyboard.insertText('gọi http')
    await page.keyboard.press('Enter')
    await expect(undoWire(page, 'http-request')).toHaveCount(1)
    await page.keyboard.press('Control+z')
    await expect(nodeOf(page, 'Gọi HTTP')).toHaveCount(0)
  })
  await test.step('in the outline', async () => {
    await page.getByRole('button', { name: 'Xem dạng danh sách' }).click()
    const row = page.getByRole('listitem', { name: /^Gửi hồ sơ/ })
    await row.getByRole('button', { name: 'Nối tới bước khác' }).press('Enter')
    const item = page.getByRole('menuitem', { name: 'Huỷ hồ sơ đã gửi' }).last()
    await item.press('Enter')
    await expect(page.getByRole('listitem', { name: /^Bù trừ, Huỷ hồ sơ đã gửi/ })).toBeVisible()
    await saved(page)
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})
