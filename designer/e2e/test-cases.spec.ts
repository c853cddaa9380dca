import type { AdminApi } from './admin-api.ts'
import { expect, test } from './journey.ts'
import { callFlow } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, saveDraft, trigger } from './pages/flows.ts'

/** Invented. */
const person = { MaHoSo: '000.00.00.H22-260105-0077', hoTen: 'Trần Thị Ví Dụ', cccd: '001085000123' }

/** A flow that answers with the name of the person, in capitals. */
async function publishGreeting(api: AdminApi, flow: OwnFlow): Promise<void> {
  const greet = (text: string) => ({
    nhan: trigger(flow, 'tra', { answer: 'result' }),
    tra: { use: 'http-reply@1', title: 'Trả lời', settings: { content: 'value', body: { expr: text } } },
  })
  await saveDraft(api, flow, greet('{ "chao": $uppercase(hoTen), "giay": cccd }'))
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Bản đầu' })
}

test('a run is saved as a masked test case, the draft is run on it, and a case that fails says where', async ({
  officer: page,
  api,
  installation,
}) => {
  const flow = ownFlow('Ca kiểm thử')
  await publishGreeting(api, flow)
  expect((await callFlow(`${installation.gateway}${flow.path}`, person)).status).toBe(200)
  const { runs } = await api.call<{ runs: { id: string }[] }>('GET', `/runs?flow=${flow.id}&limit=1`)

  await test.step('the run is kept with made-up values in place of the person', async () => {
    await page.goto(`/lan-chay/${runs[0]?.id}`)
    await page.getByRole('button', { name: 'Lưu thành ca kiểm thử' }).click()
    const dialog = page.getByRole('dialog', { name: 'Lưu lần chạy thành ca kiểm thử' })
    await expect(dialog.getByText('Đã thay: 1 họ tên, 1 số giấy tờ')).toBeVisible()
    await expect(dialog).not.toContainText(/Ví Dụ|001085000123/i)
    await dialog.getByRole('textbox', { name: 'Tên ca kiểm thử' }).fill('Chào một người')
    await dialog.getByRole('button', { name: 'Lưu ca kiểm thử' }).click()
    await expect(page.getByText('Đã lưu ca kiểm thử "Chào một người"')).toBeVisible()
    const kept = JSON.stringify(await api.call('GET', `/flows/${flow.id}/cases`))
    expect(kept).not.toMatch(/Ví Dụ|001085000123/i)
  })

  const row = page.locator('[data-case="chao-mot-nguoi"]')
  await test.step('the draft holds on it', async () => {
    await page.goto(`/luong/${flow.id}`)
    await page.getByRole('tab', { name: 'Ca kiểm thử' }).click()
    await page.getByRole('button', { name: 'Chạy tất cả' }).click()
    await expect(row).toContainText('Đạt')
    await expect(page.getByText('1 đạt · 0 không đạt')).toBeVisible()
  })

  await test.step('a case that expects something else does not hold, and the place is named', async () => {
    await api.call('PUT', `/flows/${flow.id}/cases/cho-khac`, {
      title: 'Chờ câu khác',
      input: { body: person },
      expect: { reply: { status: 200, body: { chao: 'XIN CHÀO' } } },
    })
    await page.reload()
    await page.getByRole('button', { name: 'Chạy ca "Chờ câu khác"' }).click()
    const other = page.locator('[data-case="cho-khac"]')
    await expect(other).toContainText('Không đạt')
    await expect(other.getByText('reply.body.chao', { exact: true })).toBeVisible()
    await expect(other).toContainText('"XIN CHÀO"')
  })

  await test.step('in the test tab the case shows its way step by step', async () => {
    await page.getByRole('button', { name: 'Mở "Chào một người" ở thẻ Chạy thử' }).click()
    await expect(page.getByRole('tab', { name: 'Chạy thử' })).toHaveAttribute('aria-selected', 'true')
    await expect(nodeOf(page, 'Trả lời')).toBeVisible()
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})
