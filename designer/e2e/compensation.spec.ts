import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { inspector, saved, topBar } from './pages/editor.ts'
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
      const answer = await fetch(`${installation.gateway}${flow.path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ MaHoSo: '000.00.00.H22-260105-0042' }),
      })
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
