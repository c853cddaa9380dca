import type { Locator } from '@playwright/test'
import type { AdminApi } from './admin-api.ts'
import { expect, test } from './journey.ts'
import { callFlow } from './pages/editor.ts'
import { ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { steps } from './pages/screens.ts'

test('a partner that fails fills the error inbox, and the run goes on from the failed step when it is back', async ({
  officer: page,
  api,
  installation,
}) => {
  const flow = ownFlow('Gửi một cửa')
  await saveDraft(api, flow, {
    nhan: trigger(flow, 'goi', { answer: 'stored' }),
    goi: {
      use: 'http-request@1',
      title: 'Hỏi một cửa',
      settings: { connection: 'mot-cua-api', path: '/suckhoe' },
      onError: { retry: 'khong' },
    },
  })
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Thử sửa lỗi' })

  const oneStop = page.getByRole('region', { name: /Hệ thống một cửa điện tử/ })
  await test.step('the dial makes the one-stop system fail', async () => {
    await page.goto('/gia-lap')
    await oneStop.getByRole('slider', { name: 'Lỗi máy chủ HTTP 500, 502, 503' }).press('End')
    await expect(oneStop.getByText('100%')).toBeVisible()
  })

  try {
    await test.step('the run waits in the error inbox with a plain sentence', async () => {
      await page.getByRole('link', { name: /^Hộp lỗi/ }).click()
      const answer = await callFlow(`${installation.gateway}${flow.path}`, { MaHoSo: '000.00.00.H22-260105-0042' })
      expect(answer.status).toBe(202)
      const failure = page.getByRole('article').filter({ hasText: flow.title })
      await expect(failure).toBeVisible()
      await expect(failure).toContainText('Đối tác')
      await expect(failure).not.toContainText(/Error|undefined|stack|\bat \//)
      await failure.getByRole('button', { name: /^Xem \d+ lần chạy/ }).click()
      await failure.getByRole('table').getByRole('link').first().click()
      await expect(page.getByRole('alert')).toContainText('Cần làm')
    })

    const run = page.url()
    await test.step('retrying while the partner is still down fails again, and says so', async () => {
      const id = run.replace(/^.*\/lan-chay\//, '').replace(/\?.*$/, '')
      const began = await failedStep(api, id)
      await page.getByRole('button', { name: 'Chạy lại từ bước này' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Chạy lại', exact: true }).click()
      await expect(page.getByText('Đã cho chạy lại')).toBeVisible()
      await expect.poll(async () => ['', began].includes(await failedStep(api, id))).toBe(false)
      await expect(steps(page).getByRole('option', { name: /Hỏi một cửa/ })).toContainText('Lỗi')
    })

    await test.step('the dial is turned back', async () => {
      await page.getByRole('link', { name: 'Hệ thống giả lập' }).click()
      await oneStop.getByRole('button', { name: 'Tắt hết lỗi' }).click()
      await expect(oneStop.getByText('100%')).toBeHidden()
    })

    await test.step('the run goes on from the failed step and is done', async () => {
      await page.goto(run)
      await page.getByRole('button', { name: 'Chạy lại từ bước lỗi' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const step = steps(page).getByRole('option', { name: /Hỏi một cửa/ })
      await expect(step).toContainText('Xong')
      await expect(page.getByRole('button', { name: 'Chạy lại từ bước lỗi' })).toBeHidden()
      await step.click()
      await page.getByText('Sổ gọi ra ngoài').press('Enter')
      const ledger = page.getByRole('definition')
      await expect(
        ledger.filter({ hasText: `${run.replace(/^.*\/lan-chay\//, '').replace(/\?.*$/, '')}:goi` }),
      ).toBeVisible()
      await expect(ledger.filter({ hasText: 'HTTP 200' })).toBeVisible()
      await page.getByRole('link', { name: /^Hộp lỗi/ }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Hộp lỗi' })).toBeVisible()
      await expect(page.getByRole('article').filter({ hasText: flow.title })).toHaveCount(0)
    })
  } finally {
    await api.call('PUT', '/simulators/mot-cua/faults', {})
    await api.call('DELETE', `/flows/${flow.id}?force=true`)
  }
})

test('what cannot be mended is closed from the error inbox, all of a cause at once and one from its view, by keyboard', async ({
  officer: page,
  api,
  installation,
}) => {
  const flow = ownFlow('Gửi rồi đóng')
  await saveDraft(api, flow, {
    nhan: trigger(flow, 'dung', { answer: 'stored' }),
    dung: {
      use: 'stop-with-error@1',
      title: 'Dừng',
      settings: { code: 'HS-TRAI-THAM-QUYEN', message: 'Hồ sơ không thuộc thẩm quyền' },
    },
  })
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Thử đóng' })
  const failed = async (count: number) => {
    for (let i = 0; i < count; i++)
      await callFlow(`${installation.gateway}${flow.path}`, { MaHoSo: `000.00.00.H22-260105-10${i}` })
    await expect.poll(() => runsIn(api, flow.id, 'failed')).toBe(count)
  }
  try {
    const failure = page.getByRole('article').filter({ hasText: flow.title })
    const close = async (opener: Locator, action: RegExp) => {
      await opener.press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Lý do').fill('Công dân rút hồ sơ')
      await dialog.getByRole('button', { name: action }).press('Enter')
    }
    await test.step('two of one cause', async () => {
      await failed(2)
      await page.goto('/hop-loi')
      await close(failure.getByRole('button', { name: 'Đóng tất cả' }), /^Đóng 2 lần chạy/)
      await expect(failure).toHaveCount(0)
      await expect.poll(() => runsIn(api, flow.id, 'cancelled')).toBe(2)
    })
    await test.step('one from its view', async () => {
      await failed(1)
      const { runs } = await api.call<{ runs: { id: string }[] }>('GET', `/runs?flow=${flow.id}&status=failed`)
      await page.goto(`/lan-chay/${runs[0]?.id}`)
      await close(page.getByRole('button', { name: 'Đóng lần chạy' }), /^Đóng lần chạy/)
      await expect(page.getByRole('button', { name: 'Đóng lần chạy' })).toHaveCount(0)
      await expect.poll(() => runsIn(api, flow.id, 'cancelled')).toBe(3)
    })
  } finally {
    await api.call('DELETE', `/flows/${flow.id}?force=true`)
  }
})

/** How many runs of a flow are in a state. */
async function runsIn(api: AdminApi, flow: string, status: string): Promise<number> {
  const { runs } = await api.call<{ runs: unknown[] }>('GET', `/runs?flow=${flow}&status=${status}`)
  return runs.length
}

interface RunSteps {
  readonly status: string
  readonly steps: readonly { readonly node: string; readonly startedAt: string }[]
}

/** When the calling step of a run that has failed began; '' while it runs. */
async function failedStep(api: AdminApi, run: string): Promise<string> {
  const { status, steps } = await api.call<RunSteps>('GET', `/runs/${run}`)
  return status === 'failed' ? (steps.find(({ node }) => node === 'goi')?.startedAt ?? '') : ''
}
