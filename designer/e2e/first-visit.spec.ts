import type { AdminApi } from './admin-api.ts'
import { expect, test, watch } from './journey.ts'
import { flowRow, numberIn, steps } from './pages/screens.ts'

test('a new administrator signs in by the link, sees the three flows at work and walks through a dossier', async ({
  page,
  installation,
  api,
}) => {
  const faults: string[] = []
  watch(page, faults)

  await test.step('the link asks for a password, once', async () => {
    await page.goto(installation.link)
    const save = page.getByRole('button', { name: 'Đặt mật khẩu' })
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill('ngan')
    await save.click()
    await expect(page.getByText('Cần ít nhất 12 ký tự')).toBeVisible()
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill('mua xuan ve tren ban')
    await page.getByLabel('Nhập lại mật khẩu mới').fill('mua xuan ve tren ban')
    await save.click()
  })

  await test.step('the three flows are published and their counts rise without a reload', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Luồng' })).toBeVisible()
    await page.evaluate(() => Object.assign(window, { chuaTaiLai: true }))
    for (const title of [
      'Đồng bộ hồ sơ và tiến độ lên Cổng DVCQG',
      'Nhận hồ sơ từ Cổng DVCQG',
      'Tra cứu doanh nghiệp qua NGSP',
    ])
      await expect(flowRow(page, title).getByText('Đã ban hành')).toBeVisible()
    const accepted = flowRow(page, 'Đồng bộ hồ sơ').getByRole('cell').nth(3)
    const before = await numberIn(accepted)
    await expect.poll(() => numberIn(accepted), { timeout: 30_000 }).toBeGreaterThan(before)
    expect(await page.evaluate(() => 'chuaTaiLai' in window)).toBe(true)
  })

  await test.step('a finished run of a dossier shows every step with what came in and what left', async () => {
    await flowRow(page, 'Đồng bộ hồ sơ').getByRole('cell').nth(3).getByRole('link').click()
    await expect(page.getByRole('heading', { level: 1, name: 'Lần chạy' })).toBeVisible()
    await page.getByPlaceholder('Tìm mã hồ sơ, mã lần chạy').fill(await dossierRun(api))
    const found = page.getByRole('row').filter({ hasText: 'Xong' })
    await expect(found).toHaveCount(1)
    await found.getByRole('link').first().click()
    await expect(page.getByRole('heading', { level: 1, name: /^Lần chạy \d/ })).toBeVisible()

    const list = steps(page).getByRole('option')
    await list.filter({ hasText: 'Sang dạng của Cổng DVCQG' }).click()
    const step = page.getByRole('region', { name: 'Sang dạng của Cổng DVCQG' })
    await expect(step).toContainText(/Bắt đầu \d\d\/\d\d\/\d{4}.*\d ms|giây/)
    const trees = step.getByRole('tree')
    await expect(trees.first()).toContainText('MaTTHCQuocGia')
    for (const field of ['MaHoSo', 'MaTTHC', 'TenTTHC', 'ChuHoSo', 'TrangThaiHoSo'])
      await expect(trees.last().getByRole('treeitem').filter({ hasText: field }).first()).toBeVisible()

    await list.filter({ hasText: 'Gửi hồ sơ lên Cổng' }).click()
    const sent = page.getByRole('region', { name: 'Gửi hồ sơ lên Cổng' })
    await expect(sent).toContainText('Đã gọi ra ngoài thật')
  })

  expect(faults).toEqual([])
})

interface Runs {
  readonly runs: readonly { readonly id: string }[]
}

interface Steps {
  readonly steps: readonly { readonly node: string }[]
}

/** A finished run that sent a dossier to the portal; some dossiers of the demo have no national procedure and are not sent. */
async function dossierRun(api: AdminApi): Promise<string> {
  let found = ''
  const look = async (): Promise<string> => {
    const { runs } = await api.call<Runs>('GET', '/runs?flow=dong-bo-dvcqg&status=done&limit=40')
    for (const { id } of runs) {
      const { steps: all } = await api.call<Steps>('GET', `/runs/${id}`)
      if (all.some(({ node }) => node === 'gui-ho-so')) return id
    }
    return ''
  }
  await expect
    .poll(
      async () => {
        found = await look()
        return found
      },
      { timeout: 30_000 },
    )
    .not.toBe('')
  return found
}

test('the link works once', async ({ page, installation, api }) => {
  const { link } = await api.call<{ link: string }>('POST', '/users', {
    name: 'mot-lan',
    displayName: 'Cán bộ Một Lần',
    role: 'viewer',
  })
  expect(link).toContain(installation.address)
  await page.goto(link)
  await expect(page.getByRole('button', { name: 'Đặt mật khẩu' })).toBeVisible()
  await page.context().clearCookies()
  await page.goto(link)
  await expect(page.getByText('Đường dẫn đăng nhập đã dùng hoặc đã hết hạn.')).toBeVisible()
})
