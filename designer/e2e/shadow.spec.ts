import { expect, test } from './journey.ts'
import { callFlow } from './pages/editor.ts'
import { nodeOf, ownFlow, saveDraft, trigger } from './pages/flows.ts'

test('before publishing, past messages show what the draft would do otherwise, and each can be looked at', async ({
  officer: page,
  api,
  installation,
}) => {
  const flow = ownFlow('Đối chiếu')
  const nodes = (text: string) => ({
    nhan: trigger(flow, 'tra', { answer: 'result' }),
    tra: { use: 'http-reply@1', title: 'Trả lời', settings: { content: 'value', body: { expr: text } } },
  })
  await saveDraft(api, flow, nodes('{ "muc": muc, "lan": 1 }'))
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Bản đầu' })
  for (const muc of ['thuong', 'thuong', 'khan'])
    expect((await callFlow(`${installation.gateway}${flow.path}`, { muc })).status).toBe(200)

  await test.step('without a change every message is the same', async () => {
    await page.goto(`/luong/${flow.id}`)
    await page.getByRole('tab', { name: 'Chạy đối chiếu' }).click()
    await page.getByRole('button', { name: 'Chạy đối chiếu', exact: true }).click()
    await expect(page.getByText('Giống: 3')).toBeVisible()
  })

  await test.step('a changed draft is told from the publish dialog on', async () => {
    const changed = nodes('{ "muc": muc = "khan" ? "KHẨN" : muc, "lan": 1 }')
    const saved = await page.request.put(`/api/v1/flows/${flow.id}`, {
      headers: { origin: installation.address },
      data: { flow: { format: 1, id: flow.id, title: flow.title, nodes: changed } },
    })
    expect(saved.status(), await saved.text()).toBe(200)
    await page.reload()
    await expect(nodeOf(page, 'Trả lời')).toBeVisible()
    await page.getByRole('button', { name: 'Ban hành', exact: true }).click()
    await page.getByRole('button', { name: 'Chạy đối chiếu với thông điệp cũ' }).click()
    await page.getByRole('button', { name: 'Chạy đối chiếu', exact: true }).click()
    await expect(page.getByText('Khác: 1')).toBeVisible()
    await expect(page.getByText('Giống: 2')).toBeVisible()
    const row = page.locator('[data-result="changed"]')
    await expect(row).toContainText('Trả lời · reply.body.muc')
    await expect(row).toContainText('"KHẨN"')
    await expect(page.locator('[data-result="same"]')).toHaveCount(0)
    await row.getByRole('button', { name: /Xem chỗ khác/ }).click()
    await expect(
      page.getByRole('dialog', { name: /Đối chiếu/ }).getByRole('region', { name: 'Bản nháp' }),
    ).toBeVisible()
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})
