import { expect, test } from './journey.ts'
import { callFlow } from './pages/editor.ts'
import { ownFlow, saveDraft, trigger } from './pages/flows.ts'

test('a connection is made, tested step by step and changed; its secret never comes back', async ({
  officer: page,
  api,
  installation,
}) => {
  const { id, title } = ownFlow('Kết nối')
  const secret = `rat-bi-mat-${id}`
  const heard: string[] = []
  page.on('response', async (answer) => {
    if (answer.url().includes('/api/')) heard.push(await answer.text().catch(() => ''))
  })
  const result = page.getByRole('status', { name: 'Kết quả kiểm tra' })

  await test.step('a new connection to an address where nothing listens', async () => {
    await page.goto('/ket-noi')
    await page.getByRole('link', { name: 'Thêm kết nối' }).click()
    await page.getByRole('button', { name: /^Hệ thống gọi qua HTTP/ }).click()
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await expect(page.getByText('Chưa điền tên kết nối')).toBeVisible()
    await page.getByLabel('Tên kết nối').fill(title)
    await page.getByLabel('Mã kết nối').fill(id)
    await page.getByLabel('Địa chỉ gốc').fill('http://127.0.0.1:9')
    await page.getByLabel('Cách đăng nhập').click()
    await page.getByRole('option', { name: /Basic/ }).click()
    await page.getByLabel('Tên tài khoản').fill('mot-cua')
    await page.getByLabel('Mật khẩu', { exact: true }).fill(secret)
    await page.getByRole('button', { name: 'Lưu và kiểm tra' }).click()
    await expect(result).toContainText('Chưa kết nối được')
    await expect(result.getByRole('listitem').filter({ has: page.getByLabel('Không đạt') })).not.toHaveCount(0)
  })

  await test.step('corrected, it passes', async () => {
    await page.getByLabel('Địa chỉ gốc').fill(`http://127.0.0.1:${installation.simulatorPort}`)
    await page.getByRole('button', { name: 'Lưu và kiểm tra' }).click()
    await expect(result.getByRole('listitem').filter({ has: page.getByLabel('Đạt', { exact: true }) })).not.toHaveCount(
      0,
    )
  })

  await test.step('the secret is set, and nowhere to be read', async () => {
    await page.reload()
    await expect(page.getByText('Đã đặt')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Thay' })).toBeVisible()
    expect(await page.content()).not.toContain(secret)
    expect(heard.join('\n')).not.toContain(secret)
    expect(JSON.stringify(await api.call('GET', `/connections/${id}`))).not.toContain(secret)
    expect(installation.log()).not.toContain(secret)
  })

  await test.step('it is deleted after a question', async () => {
    await page.getByRole('button', { name: 'Xoá kết nối' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(title)
    await dialog.getByRole('button', { name: 'Xoá kết nối' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Kết nối' })).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: title })).toHaveCount(0)
  })
})

test('every connection of the demo passes its test', async ({ officer: page }) => {
  await page.goto('/ket-noi')
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: 'Kiểm tra' }) })
  await expect(rows.first()).toBeVisible()
  const count = await rows.count()
  for (let at = 0; at < count; at++) await rows.nth(at).getByRole('button', { name: 'Kiểm tra' }).click()
  await expect(page.getByText('Kết nối tốt')).toHaveCount(count)
})

test('a partner that fails is seen to be left alone, may be tried at once, and its limits are set in the form', async ({
  officer: page,
  api,
  installation,
}) => {
  const flow = ownFlow('Đối tác hỏng')
  const values = { baseUrl: 'http://127.0.0.1:9' }
  const limits = { breakAfter: 1, pause: 'PT10M' }
  await api.call('PUT', `/connections/${flow.id}`, { kind: 'http', title: flow.title, values, limits })
  await saveDraft(api, flow, {
    nhan: trigger(flow, 'goi', { answer: 'stored' }),
    goi: { use: 'http-request@1', settings: { connection: flow.id, method: 'PUT', path: '/x' } },
  })
  await api.call('POST', `/flows/${flow.id}/publish`, { note: '' })
  expect((await callFlow(`${installation.gateway}${flow.path}`, {})).status).toBe(202)

  await page.goto('/ket-noi')
  const row = page.getByRole('row').filter({ hasText: flow.title })
  await expect(row.getByText(/Đang ngắt mạch đến \d\d:\d\d/)).toBeVisible()
  const until = (): Promise<string | null> => row.getByText(/Đang ngắt mạch đến/).textContent()
  const before = await until()
  await row.getByRole('button', { name: 'Thử lại ngay' }).click()
  // Still broken: the next pause is twice as long.
  await expect.poll(async () => (await until()) !== before, { timeout: 20_000 }).toBe(true)

  await row.getByRole('link', { name: flow.title }).click()
  await page.getByRole('button', { name: 'Giới hạn lượt gọi và ngắt mạch' }).click()
  await page.getByLabel('Số lượt gọi cùng lúc tối đa').fill('4')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await expect
    .poll(async () => (await api.call<{ limits: object }>('GET', `/connections/${flow.id}`)).limits)
    .toMatchObject({ concurrency: 4, breakAfter: 1, pause: 'PT10M' })
})
