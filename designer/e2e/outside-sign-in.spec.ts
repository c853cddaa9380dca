import {
  CLIENT,
  startTestProvider,
  type TestProvider,
} from '../../runtime/src/accounts/outside/testing/identity-provider.ts'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { settled } from './pages/tour.ts'

let provider: TestProvider
test.beforeAll(async ({ installation }) => {
  provider = await startTestProvider(installation.address)
})
test.afterAll(async ({ api }) => {
  await api.call('DELETE', '/identity-source')
  await provider.close()
})

const BUTTON = 'Đăng nhập bằng tài khoản tỉnh thử'
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
] as const

test('an administrator sets up a provider; somebody signs in through it, waits for a role, gets it and signs out', async ({
  officer: page,
  browser,
  contextOptions,
  installation,
}, info) => {
  test.slow()
  const look = async (of: typeof page, name: string): Promise<void> => {
    for (const size of sizes)
      for (const colorScheme of ['light', 'dark'] as const) {
        await of.setViewportSize(size)
        await of.emulateMedia({ colorScheme })
        await settled(of)
        const path = info.outputPath(`${name}-${size.width}-${colorScheme}.png`)
        await of.screenshot({ path, fullPage: true })
      }
    expect.soft(await violations(of), name).toEqual([])
  }

  await page.goto('/quan-tri?muc=dang-nhap-ngoai')
  await expect(page.getByText('Chưa cấu hình')).toBeVisible()
  await page.getByLabel('Mẫu cấu hình').first().click()
  await page.getByRole('option', { name: /^VNConnect/ }).click()
  await expect(page.getByLabel('Mức xác thực (acr_values)')).toHaveValue('LoA1')
  await look(page, 'vnconnect')
  await page.getByLabel('Mẫu cấu hình').first().click()
  await page.getByRole('option', { name: /^OpenID Connect/ }).click()
  await page.getByRole('checkbox', { name: 'Cho phép đăng nhập bằng nguồn này' }).check()
  await page.getByLabel('Chữ trên nút đăng nhập').fill(BUTTON)
  await page.getByRole('textbox', { name: 'Issuer', exact: true }).fill(provider.issuer)
  await page.getByLabel('Mã ứng dụng (client_id)').fill(CLIENT.id)
  await page.getByLabel('Khoá bí mật (client_secret)', { exact: true }).fill(CLIENT.secret)
  await page.getByLabel('Phạm vi (scope)').fill('openid')
  await page.getByRole('button', { name: 'Thêm dòng' }).click()
  await page.getByRole('textbox', { name: 'Trường', exact: true }).fill('vaiTro')
  await page.getByRole('textbox', { name: 'Bằng đúng' }).fill('thiet-ke')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await expect(page.getByText('Đang bật', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Kiểm tra kết nối' }).click()
  await expect(page.getByText('Liên lạc được với hệ thống xác thực')).toBeVisible()

  // Somebody whom the provider knows and we do not.
  provider.people.set('0010991234', { name: 'Hoàng Văn Giang' })
  const context = await browser.newContext({ ...contextOptions, baseURL: installation.address })
  const guest = await context.newPage()
  // The provider's own page asks the internet for a typeface.
  await guest.route('https://fonts.googleapis.com/**', (route) => route.abort())
  await guest.goto('/lan-chay')
  await expect(guest.getByRole('link', { name: BUTTON })).toBeVisible()
  await look(guest, 'sign-in')
  await guest.getByRole('link', { name: BUTTON }).click()
  await guest.locator('input[name="login"]').fill('0010991234')
  await guest.locator('input[name="password"]').fill('x')
  await guest.locator('button[type="submit"]').click()
  await expect(guest.getByRole('heading', { name: 'Chưa được cấp quyền' })).toBeVisible()
  await look(guest, 'no-role')

  await page.reload()
  await expect(page.getByRole('row', { name: /Hoàng Văn Giang/ })).toContainText('…1234')
  await look(page, 'settings')
  await page.getByRole('button', { name: 'Cấp quyền cho Hoàng Văn Giang' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Xem luồng, lần chạy và kết nối.')).toBeVisible()
  await look(page, 'admit')
  await dialog.getByRole('button', { name: 'Cấp quyền', exact: true }).click()
  await expect(page.getByText('Không có ai đang chờ.')).toBeVisible()

  // The provider remembers this browser, so the button alone signs in, and leads back to the page that was asked for.
  await guest.goto('/lan-chay')
  await guest.getByRole('link', { name: BUTTON }).click()
  await expect(guest.getByRole('heading', { level: 1, name: 'Lần chạy' })).toBeVisible()
  await guest.getByRole('button', { name: /^Tài khoản Hoàng Văn Giang/ }).click()
  await expect(guest.getByRole('button', { name: 'Đổi mật khẩu' })).toHaveCount(0)
  await guest.getByRole('button', { name: 'Đăng xuất' }).click()
  await expect(guest.getByRole('link', { name: BUTTON })).toBeVisible()

  // The provider is down: its side is named, and name and password stay where they are.
  await provider.away()
  await guest.getByRole('link', { name: BUTTON }).click()
  await expect(guest.getByRole('alert')).toContainText('Không liên lạc được với hệ thống xác thực bên ngoài')
  await expect(guest.getByRole('alert')).toContainText('Đối tác')
  await expect(guest.getByLabel('Tên đăng nhập')).toBeVisible()
  await look(guest, 'down')
  await guest.getByText('English', { exact: true }).click()
  await expect(guest.getByRole('alert')).toContainText('The outside sign-in system cannot be reached')
  await look(guest, 'down-en')
  await context.close()
  await provider.back()

  await page.getByRole('button', { name: /^Tài khoản/ }).click()
  await page.getByText('English', { exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText('People who wait for a role')).toBeVisible()
  await look(page, 'settings-en')
})
