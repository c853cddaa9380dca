import type { Page } from '@playwright/test'
import type { AdminApi } from './admin-api.ts'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { inspector, pasteText, saved, testSteps, topBar } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { press, tabTo } from './pages/keyboard.ts'

/** The settings of a node in the officer's draft. */
async function settingsOf(page: Page, flow: OwnFlow, node: string): Promise<unknown> {
  const { flow: kept } = await (await page.request.get(`/api/v1/flows/${flow.id}`)).json()
  return kept.nodes[node]?.settings
}

/** The address of the simulated one-stop-shop system. */
async function simulator(api: AdminApi): Promise<string> {
  const { values } = await api.call<{ values: { baseUrl: string } }>('GET', '/connections/mot-cua-api')
  return values.baseUrl
}

test('a curl command fills in a node, the connection with its address is found, and one undo brings the node back', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Từ lệnh curl')
  const before = { connection: 'dvcqg-cu', path: '/cu', query: [{ name: 'a', value: 'b' }] }
  await saveDraft(api, flow, {
    nhan: trigger(flow, 'goi'),
    goi: { use: 'http-request@1', title: 'Tra cứu', settings: before },
  })
  await page.goto(`/luong/${flow.id}`)
  const dialog = page.getByRole('dialog', { name: /từ lệnh curl$/ })

  await test.step('what cannot be read says why', async () => {
    await nodeOf(page, 'Tra cứu').click()
    await inspector(page).getByRole('button', { name: 'Dán lệnh curl…' }).click()
    await dialog.getByRole('textbox', { name: 'Lệnh curl' }).fill('curl -F tep=@a.pdf https://a.vn')
    await expect(dialog).toContainText('multipart')
    await expect(dialog.getByRole('button', { name: 'Điền vào nút' })).toBeDisabled()
  })

  await test.step('the request is shown before it is taken', async () => {
    const command = `curl '${await simulator(api)}/api/hoso?kichThuoc=2' -u 'can-bo:bi-mat-cua-toi' -H 'sec-fetch-mode: cors' -H 'x-don-vi: H22'`
    await dialog.getByRole('textbox', { name: 'Lệnh curl' }).fill(command)
    await expect(dialog.getByRole('combobox', { name: 'Kết nối' })).toHaveValue(/\(mot-cua-api\) – đúng địa chỉ/)
    await expect(dialog).toContainText('1 tham số · 1 tiêu đề · không có nội dung gửi')
    await expect(dialog).toContainText('không được dùng: kết nối đã chọn có cách đăng nhập riêng')
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
    await dialog.getByRole('button', { name: 'Điền vào nút' }).click()
    await expect(dialog).toHaveCount(0)
  })

  const after = {
    connection: 'mot-cua-api',
    path: '/api/hoso',
    query: [{ name: 'kichThuoc', value: '2' }],
    headers: [{ name: 'x-don-vi', value: 'H22' }],
  }
  await test.step('one undo, one redo', async () => {
    await expect.poll(() => settingsOf(page, flow, 'goi')).toEqual(after)
    await nodeOf(page, 'Tra cứu').focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => settingsOf(page, flow, 'goi')).toEqual(before)
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(() => settingsOf(page, flow, 'goi')).toEqual(after)
  })

  await test.step('a trial run calls the simulator', async () => {
    await saved(page)
    await topBar(page).getByRole('button', { name: 'Chạy thử' }).click()
    await expect(testSteps(page).getByRole('option', { name: /Tra cứu/ })).toContainText('Xong')
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

test('pasted onto the canvas by keyboard, a command makes a node and a connection that keeps its secret', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Dán curl')
  await saveDraft(api, flow, { nhan: trigger(flow, 'cho'), cho: { use: 'delay@1', title: 'Chờ' } })
  await page.goto(`/luong/${flow.id}`)
  const dialog = page.getByRole('dialog', { name: /từ lệnh curl$/ })
  const secret = `bi-mat-${flow.id}`

  await test.step('a command that cannot be read adds nothing', async () => {
    await pasteText(page, nodeOf(page, 'Chờ'), 'curl "https://$MAY_CHU/x"')
    await expect(page.getByText(/biến hoặc lệnh con của shell/).first()).toBeVisible()
    await expect(nodeOf(page, 'Gọi HTTP')).toHaveCount(0)
  })

  await test.step('the connection is made in the same dialog', async () => {
    await pasteText(
      page,
      nodeOf(page, 'Chờ'),
      `curl -X POST https://${flow.id}.tinh.gov.vn/v1/ho-so/{ma} -H 'Authorization: Bearer ${secret}' --json '{"HoTen":"A"}'`,
    )
    await expect(dialog.getByRole('combobox', { name: 'Kết nối' })).toHaveValue(/^Tạo kết nối mới tới https:/)
    await tabTo(page, dialog.getByRole('textbox', { name: 'Tên kết nối mới' }))
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(`Đối tác ${flow.id}`)
    await press(page, dialog.getByRole('button', { name: 'Điền vào nút' }))
    await expect(dialog).toHaveCount(0)
  })

  await test.step('the flow names the connection, the connection has the credential', async () => {
    const connection = `doi-tac-${flow.id}`
    await expect
      .poll(() => settingsOf(page, flow, 'http-request'))
      .toEqual({
        connection,
        method: 'POST',
        path: '/v1/ho-so/{ma}',
        pathValues: [{ name: 'ma', value: { field: 'ma' } }],
        body: { expr: ['{', '  "HoTen": "A"', '}'] },
        send: 'json',
      })
    const kept = await api.call('GET', `/flows/${flow.id}`)
    expect(JSON.stringify(kept)).not.toContain(secret)
    expect(await api.call('GET', `/connections/${connection}`)).toMatchObject({
      values: { baseUrl: `https://${flow.id}.tinh.gov.vn`, auth: 'bearer' },
      secretsSet: ['token'],
    })
    await api.call('DELETE', `/flows/${flow.id}?force=true`)
    await api.call('DELETE', `/connections/${connection}`)
  })
})
