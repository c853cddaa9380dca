import { expect, test } from './journey.ts'
import { callFlow } from './pages/editor.ts'
import { ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { steps } from './pages/screens.ts'
import { decision } from './pages/waiting.ts'

test('a run waits for a decision, an officer decides from the list, and the run goes on by that port', async ({
  officer: page,
  api,
  installation,
}) => {
  const flow = ownFlow('Duyệt hồ sơ')
  await saveDraft(api, flow, {
    nhan: trigger(flow, 'duyet', { answer: 'stored' }),
    duyet: {
      ...decision({ fields: [{ label: 'Chủ hồ sơ', value: { field: 'ChuHoSo' } }] }),
      to: { 'dong-y': ['xong'], 'tra-lai': ['tra'], timeout: ['qua-han'] },
    },
    xong: { use: 'filter@1', title: 'Đã đồng ý', settings: { when: 'true' } },
    tra: { use: 'filter@1', title: 'Đã trả lại', settings: { when: 'true' } },
    'qua-han': { use: 'filter@1', title: 'Đã quá hạn', settings: { when: 'true' } },
  })
  try {
    await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Thử việc chờ duyệt' })
    await page.goto('/hop-loi')
    await page.getByText(/^Việc chờ xử lý/).click()
    const answer = await callFlow(`${installation.gateway}${flow.path}`, {
      MaHoSo: '000.00.00.H22-260105-0077',
      ChuHoSo: 'Nguyễn Văn Bình',
    })
    expect(answer.status).toBe(202)
    const task = page.getByRole('region', { name: 'Duyệt hồ sơ 000.00.00.H22-260105-0077' })
    await expect(task).toContainText('Nguyễn Văn Bình', { timeout: 20_000 })
    // Other journeys may have left tasks of theirs.
    await expect(page.getByText(/^Việc chờ xử lý \([1-9]\d*\)$/)).toBeVisible()
    await expect(page.getByRole('link', { name: /^Hộp lỗi/ })).toContainText(/[1-9]/)
    await task.getByRole('link').first().click()
    await expect(page.getByText('Chờ lãnh đạo duyệt').first()).toBeVisible()
    const run = page.url()
    await page.goBack()
    await task.getByRole('button', { name: 'Trả lại' }).click()
    await expect(task).toHaveCount(0)
    await page.goto(run)
    await expect(steps(page).getByRole('option', { name: /Đã trả lại/ })).toContainText('Xong')
  } finally {
    await api.call('DELETE', `/flows/${flow.id}?force=true`)
  }
})
