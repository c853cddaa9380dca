import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { createAdminApi } from './admin-api.ts'
import { type Installation, startInstallation } from './installation.ts'
import { expect, signIn, test, watch } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { nodeOf, type OwnFlow, ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { press } from './pages/keyboard.ts'

const nodes = (flow: OwnFlow) => ({
  nhan: trigger(flow, 'gui'),
  gui: {
    use: 'http-request@1',
    title: 'Gửi sang một cửa',
    settings: { connection: 'mot-cua-huyen' },
    to: { out: ['tra-loi'] },
  },
  'tra-loi': { use: 'http-reply@1', title: 'Trả lời' },
})
const connection = { kind: 'http', values: { baseUrl: 'http://127.0.0.1:7111', auth: 'none' } }

/** A signed-in window at another installation. */
async function windowAt(
  browser: Browser,
  options: BrowserContextOptions,
  at: Installation,
  faults: string[],
): Promise<Page> {
  const context = await browser.newContext({ ...options, baseURL: at.address })
  await signIn(context, createAdminApi(at), 'admin')
  const page = await context.newPage()
  watch(page, faults)
  return page
}

/** Exports the flow with the mouse; answers with the file. */
async function exported(page: Page, flow: OwnFlow): Promise<string> {
  await page.goto('/luong')
  await page.getByRole('button', { name: 'Gói luồng' }).click()
  await page.getByRole('menuitem', { name: 'Xuất gói luồng…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Xuất gói luồng' })
  await dialog.getByRole('checkbox', { name: flow.title }).check()
  const coming = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Xuất 1 luồng' }).click()
  const file = await (await coming).path()
  expect(readFileSync(file).length).toBeGreaterThan(200)
  return file
}

test('a bundle goes to a second installation, is checked there and becomes a draft with its own connection', async ({
  officer: page,
  api,
  browser,
  contextOptions,
}) => {
  const flow = ownFlow('Chuyển hồ sơ')
  await api.call('PUT', '/connections/mot-cua-huyen', { ...connection, title: 'Một cửa huyện' })
  await saveDraft(api, flow, nodes(flow))
  await api.call('POST', `/flows/${flow.id}/publish`, { note: 'Bản gửi đi' })
  const file = await exported(page, flow)
  const second = await startInstallation({ demo: false })
  const faults: string[] = []
  try {
    const there = createAdminApi(second)
    await there.call('PUT', '/connections/mot-cua-tinh', { ...connection, title: 'Một cửa tỉnh' })
    const other = await windowAt(browser, contextOptions, second, faults)

    await test.step('by mouse: an unknown key is a clear warning, the key is trusted, the connection is bound', async () => {
      await other.goto('/luong')
      await other.getByRole('button', { name: 'Gói luồng' }).click()
      await other.getByRole('menuitem', { name: 'Nhập gói luồng…' }).click()
      const dialog = other.getByRole('dialog', { name: 'Nhập gói luồng' })
      await dialog
        .locator('input[type="file"]')
        .setInputFiles({ name: 'goi.flowpack', mimeType: 'application/octet-stream', buffer: readFileSync(file) })
      await expect(dialog.getByRole('alert')).toContainText('chưa ai ở đây tin cậy khoá ký này')
      await expect(dialog.getByRole('button', { name: 'Nhập thành bản nháp' })).toBeDisabled()
      expect(await violations(other)).toEqual([])
      await other.keyboard.press('Escape')

      const { own } = await api.call<{ own: { publicKey: string } }>('GET', '/bundles/signers')
      await other.goto('/quan-tri?muc=khoa-ky')
      await other.getByRole('button', { name: 'Tin cậy một khoá' }).click()
      const trust = other.getByRole('dialog', { name: 'Tin cậy một khoá' })
      await trust.getByLabel('Tên nơi gửi').fill('Huyện Thử nghiệm')
      await trust.getByLabel('Khoá công khai').fill(own.publicKey)
      await trust.getByRole('button', { name: 'Tin cậy' }).click()
      await expect(other.getByRole('cell', { name: 'Huyện Thử nghiệm' })).toBeVisible()
    })
    await test.step('by keyboard: the same bundle is imported', async () => {
      await other.goto('/luong')
      await press(other, other.getByRole('button', { name: 'Gói luồng' }))
      await expect(other.getByRole('menuitem', { name: 'Nhập gói luồng…' })).toBeFocused()
      await other.keyboard.press('Enter')
      const dialog = other.getByRole('dialog', { name: 'Nhập gói luồng' })
      await dialog
        .locator('input[type="file"]')
        .setInputFiles({ name: 'goi.flowpack', mimeType: 'application/octet-stream', buffer: readFileSync(file) })
      await expect(dialog.getByRole('status').filter({ hasText: 'Huyện Thử nghiệm' })).toBeVisible()
      const bind = dialog.getByLabel('Một cửa huyện (mot-cua-huyen)')
      await bind.focus()
      await other.keyboard.press('ArrowDown')
      await expect(bind).toHaveValue('mot-cua-tinh')
      await press(other, dialog.getByRole('button', { name: 'Nhập thành bản nháp' }))
      await expect(other.getByRole('link', { name: flow.title })).toBeVisible()
      await other.goto(`/luong/${flow.id}`)
      await expect(nodeOf(other, 'Gửi sang một cửa')).toBeVisible()
    })
    await test.step('a file that was touched on its way is refused', async () => {
      const bytes = readFileSync(file)
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 255
      await other.goto('/luong')
      await other.getByRole('button', { name: 'Gói luồng' }).click()
      await other.getByRole('menuitem', { name: 'Nhập gói luồng…' }).click()
      const dialog = other.getByRole('dialog', { name: 'Nhập gói luồng' })
      await dialog
        .locator('input[type="file"]')
        .setInputFiles({ name: 'goi.flowpack', mimeType: 'application/octet-stream', buffer: bytes })
      await expect(dialog.getByText('Tệp này không phải gói luồng, hoặc đã bị cắt cụt')).toBeVisible()
    })
  } finally {
    await second.close()
  }
  expect(faults).toEqual([])
  await api.call('DELETE', `/flows/${flow.id}`)
  await api.call('DELETE', '/connections/mot-cua-huyen')
})
