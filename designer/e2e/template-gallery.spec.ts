import type { Page } from '@playwright/test'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { saved, topBar } from './pages/editor.ts'
import { press, tabTo, write } from './pages/keyboard.ts'

/** Templates whose triggers find work at the simulators by themselves. */
const templates = [
  { id: 'hop-nhat-ho-so-tcvn3', title: 'Hợp nhất hồ sơ của phần mềm cũ (TCVN3 sang Unicode)' },
  { id: 'chuyen-ma-xa', title: 'Chuyển mã xã sang đơn vị hành chính mới' },
  { id: 'duyet-ket-qua', title: 'Duyệt kết quả trước khi trả' },
] as const

const card = (page: Page, id: string) => page.locator(`[data-template="${id}"]`)

for (const way of ['mouse', 'keyboard'] as const)
  test(`three templates of the gallery are taken, tested and published by ${way}, and traffic is seen in each`, async ({
    officer: page,
    api,
  }) => {
    test.setTimeout(180_000)
    await page.goto('/luong')
    const newFlow = page.getByRole('button', { name: 'Tạo luồng' })
    const fromGallery = page.getByRole('link', { name: 'Chọn từ thư viện mẫu' })
    if (way === 'mouse') {
      await newFlow.click()
      await fromGallery.click()
    } else {
      await press(page, newFlow)
      await press(page, fromGallery)
    }
    await expect(page.getByRole('heading', { name: 'Thư viện mẫu', level: 1 })).toBeVisible()
    await expect(card(page, 'tra-cuu-doanh-nghiep')).toBeVisible()
    expect(await violations(page)).toEqual([])

    for (const { id, title } of templates) {
      const made = `${id.slice(0, 40)}-${way}`
      await test.step(id, async () => {
        await page.goto('/thu-vien-mau')
        const use = card(page, id).getByRole('button', { name: `Dùng mẫu này: ${title}` })
        const dialog = page.getByRole('dialog', { name: 'Tạo luồng từ mẫu' })
        const create = dialog.getByRole('button', { name: 'Tạo và mở trình soạn' })
        if (way === 'mouse') {
          await use.click()
          await dialog.getByLabel('Mã luồng').fill(made)
          await create.click()
        } else {
          await press(page, use)
          await write(page, dialog.getByLabel('Mã luồng'), made)
          await press(page, create)
        }
        await expect(page).toHaveURL(new RegExp(`/luong/${made}$`))
        await saved(page)
        const { cases } = await api.call<{ cases: unknown[] }>('GET', `/flows/${made}/cases`)
        expect(cases.length).toBeGreaterThan(1)
        await publish(page, way)
        await expect
          .poll(async () => (await api.call<{ runs: unknown[] }>('GET', `/runs?flow=${made}&limit=1`)).runs.length, {
            timeout: 40_000,
          })
          .toBe(1)
        await page.goto(`/lan-chay?flow=${made}`)
        await expect(page.locator('[data-run]').first()).toBeVisible()
        await api.call('DELETE', `/flows/${made}?force=true`)
      })
    }
  })

test('a taken id is not written over: the next free one is offered', async ({ officer: page, api }) => {
  await page.goto('/thu-vien-mau')
  await card(page, 'tra-cuu-doanh-nghiep').getByRole('button').click()
  const dialog = page.getByRole('dialog', { name: 'Tạo luồng từ mẫu' })
  await expect(dialog.getByLabel('Mã luồng')).toHaveValue('tra-cuu-doanh-nghiep-2')
  await expect(dialog).toContainText('luồng cũ không bị thay đổi')
  await dialog.getByLabel('Mã luồng').fill('nhan-ho-so-dvcqg')
  await dialog.getByRole('button', { name: 'Tạo và mở trình soạn' }).click()
  await expect(dialog).toContainText('Đã có luồng')
  expect((await api.call<{ flow: { title: string } }>('GET', '/flows/nhan-ho-so-dvcqg')).flow.title).toBe(
    'Nhận hồ sơ từ Cổng DVCQG',
  )
})

test('a flow that asks until there is an answer comes to it in its first trial, though nothing waits there', async ({
  api,
}) => {
  const id = 'cap-phieu-lltp-thu'
  await api.call('POST', '/templates/cap-phieu-lltp/use', { id, title: 'Cấp phiếu thử' })
  const { sample } = await api.call<{ sample: { body: unknown } }>('POST', `/flows/${id}/sample`, {})
  const { status, error, steps } = await api.call<{
    status: string
    error?: unknown
    steps: readonly { node: string }[]
  }>('POST', `/flows/${id}/test`, { input: { body: sample.body } })
  expect([status, error, steps.at(-1)?.node]).toEqual(['done', undefined, 'danh-dau'])
  expect(steps.filter(({ node }) => node === 'trang-thai').length).toBeLessThanOrEqual(3)
  await api.call('DELETE', `/flows/${id}`)
})

async function publish(page: Page, way: 'mouse' | 'keyboard'): Promise<void> {
  const button = topBar(page).getByRole('button', { name: 'Ban hành' })
  const dialog = page.getByRole('dialog', { name: 'Ban hành luồng' })
  const note = dialog.getByLabel('Ghi chú ban hành')
  const confirm = dialog.getByRole('button', { name: 'Ban hành' })
  if (way === 'mouse') {
    await button.click()
    await note.fill('Từ thư viện mẫu')
    await confirm.click()
  } else {
    await tabTo(page, button)
    await page.keyboard.press('Enter')
    await write(page, note, 'Từ thư viện mẫu')
    await press(page, confirm)
  }
  await expect(page.getByRole('dialog', { name: 'Đã ban hành' })).toBeVisible()
}
