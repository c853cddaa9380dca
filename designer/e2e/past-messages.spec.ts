import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { callFlow } from './pages/editor.ts'
import { ownFlow, trigger } from './pages/flows.ts'
import { startCutter } from './pages/partner.ts'
import { steps } from './pages/screens.ts'

/** The chosen step's column, by its title. */
const detailOf = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true })

test('a step in doubt is decided with a reason, done again from any step, and its message edited and resubmitted', async ({
  officer: page,
  api,
  installation,
}) => {
  const partner = await startCutter()
  const flow = ownFlow('Gửi liên thông')
  const key = `H-${flow.id}`
  const connection = `${flow.id}-doi-tac`
  await api.call('PUT', `/connections/${connection}`, {
    kind: 'http',
    title: 'Đối tác thử',
    values: { baseUrl: partner.url, auth: 'none' },
  })
  const nodes = {
    nhan: trigger(flow, 'gui', { answer: 'stored' }),
    gui: {
      use: 'http-request@1',
      title: 'Gửi hồ sơ',
      settings: { connection, method: 'POST', path: '/nhan' },
      onError: { retry: 'khong' },
    },
  }
  await api.call('PUT', `/flows/${flow.id}`, {
    flow: { format: 1, id: flow.id, title: flow.title, nodes, settings: { keys: { maHoSo: 'MaHoSo' } } },
  })
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Bản đầu' })

  try {
    await test.step('the partner cuts the line, and the inbox asks a person', async () => {
      partner.cut(true)
      await page.goto('/hop-loi')
      const answer = await callFlow(`${installation.gateway}${flow.path}`, { MaHoSo: key, MucDo: 'thuong' })
      expect(answer.status).toBe(202)
      const card = page.getByRole('article').filter({ hasText: flow.title })
      await card.getByRole('link', { name: 'Xem và quyết định' }).click()
      await expect(page.getByText('Có thể đã gửi, chưa rõ kết quả').first()).toBeVisible()
    })

    await test.step('the decision needs a reason, and the step is sent again', async () => {
      partner.cut(false)
      await page.getByRole('button', { name: 'Bên nhận chưa có, gửi lại' }).click()
      const dialog = page.getByRole('dialog', { name: 'Gửi lại?' })
      await expect(dialog.getByRole('button', { name: 'Bên nhận chưa có, gửi lại' })).toBeDisabled()
      await dialog.getByRole('textbox').fill('Đã gọi điện hỏi bên nhận')
      await dialog.getByRole('button', { name: 'Bên nhận chưa có, gửi lại' }).click()
      await expect(steps(page).getByRole('option', { name: /Gửi hồ sơ/ })).toContainText('Xong')
      expect(partner.heard).toHaveLength(2)
    })

    await test.step('a step that went well is done again, and its tries are counted', async () => {
      await steps(page)
        .getByRole('option', { name: /Gửi hồ sơ/ })
        .click()
      await detailOf(page, 'Gửi hồ sơ').getByRole('button', { name: 'Chạy lại từ bước này' }).click()
      const dialog = page.getByRole('dialog', { name: /Chạy lại từ bước/ })
      await expect(dialog.getByText(/sẽ được gửi thêm một lần nữa/)).toBeVisible()
      await dialog.getByRole('textbox', { name: 'Lý do' }).fill('Bên nhận làm mất')
      await dialog.getByRole('button', { name: 'Chạy lại' }).click()
      await expect(dialog).toBeHidden()
      await expect.poll(() => partner.heard.length).toBe(3)
      await expect(steps(page).getByRole('option', { name: /Gửi hồ sơ/ })).toContainText('3 lần thử')
    })

    const original = page.url()
    await test.step('the message is edited and resubmitted as a new run that names the first', async () => {
      await page.getByRole('button', { name: 'Sửa và gửi lại' }).click()
      const dialog = page.getByRole('dialog', { name: 'Sửa và gửi lại thông điệp' })
      const send = dialog.getByRole('button', { name: 'Gửi lại', exact: true })
      await dialog.getByRole('textbox', { name: 'Lý do gửi lại' }).fill('Sai mức độ')
      await dialog.getByText('Văn bản gốc', { exact: true }).click()
      const editor = dialog.getByRole('textbox', { name: 'Nội dung thông điệp' })
      await editor.fill('{ "MaHoSo": ')
      await expect(dialog.getByText(/JSON chưa đúng ở dòng 1/)).toBeVisible()
      await expect(send).toBeDisabled()
      await editor.fill(JSON.stringify({ MaHoSo: key, MucDo: 'khan' }))
      await send.click()
      await expect(page.getByRole('link', { name: 'Gửi lại từ lần chạy khác' })).toBeVisible()
      await expect.poll(() => partner.heard.at(-1)).toEqual({ MaHoSo: key, MucDo: 'khan' })
      await page.getByRole('link', { name: 'Gửi lại từ lần chạy khác' }).click()
      await expect(page).toHaveURL(original.replace(/\?.*/, ''))
      await expect(page.getByRole('link', { name: 'lần chạy 1' })).toBeVisible()
    })

    await test.step('the dossier shows both runs in order', async () => {
      await page.getByRole('link', { name: `Xem mọi lần chạy của ${key}` }).click()
      await expect(page.getByRole('heading', { level: 1, name: `Mã ${key} qua các luồng` })).toBeVisible()
      const entries = page.locator('li[data-run]')
      await expect(entries).toHaveCount(2)
      await expect(entries.nth(0)).toContainText('bắt đầu')
      await expect(entries.nth(1)).toContainText('gửi lại từ lần chạy trước')
    })

    await test.step('several messages are resubmitted at once', async () => {
      const calls = partner.heard.length
      await page.goto(`/lan-chay?flow=${flow.id}`)
      await page.getByRole('button', { name: 'Chọn để gửi lại' }).click()
      await page.getByRole('checkbox', { name: 'Chọn mọi lần chạy đang hiện' }).check()
      await page.getByRole('button', { name: 'Gửi lại 2 thông điệp' }).click()
      const dialog = page.getByRole('dialog', { name: 'Gửi lại 2 thông điệp?' })
      await dialog.getByRole('textbox', { name: 'Lý do gửi lại' }).fill('Bên nhận khôi phục dữ liệu')
      await dialog.getByRole('button', { name: 'Gửi lại 2 thông điệp' }).click()
      await expect.poll(() => partner.heard.length).toBe(calls + 2)
    })
  } finally {
    await api.call('DELETE', `/flows/${flow.id}?force=true`)
    await api.call('DELETE', `/connections/${connection}`)
    await partner.close()
  }
})
