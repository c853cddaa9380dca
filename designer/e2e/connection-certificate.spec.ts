import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testAuthority } from '#nodes/testing/authority.ts'
import { expect, test } from './journey.ts'
import { ownFlow } from './pages/flows.ts'

test('a client certificate is chosen as a file, kept secret, and the test says what is wrong with it', async ({
  officer: page,
  api,
}, info) => {
  const folder = mkdtempSync(join(tmpdir(), 'lt-e2e-'))
  const me = testAuthority(folder, 'noi-cap').issue('mot-cua')
  const pkcs12 = me.pkcs12('dung-mat-khau')
  rmSync(folder, { recursive: true, force: true })
  const { id, title } = ownFlow('TLS hai chiều')
  const heard: string[] = []
  page.on('response', async (answer) => {
    if (answer.url().includes('/api/')) heard.push(await answer.text().catch(() => ''))
  })

  await page.goto('/ket-noi/moi')
  await page.getByRole('button', { name: /^Hệ thống gọi qua HTTP/ }).click()
  await page.getByLabel('Tên kết nối').fill(title)
  await page.getByLabel('Mã kết nối').fill(id)
  await page.getByLabel('Địa chỉ gốc').fill('https://localhost:9')
  await page.getByLabel('Chứng thư số của ta (TLS hai chiều)').click()
  await page.getByRole('option', { name: /^Tệp PKCS#12/ }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('group', { name: 'Tệp PKCS#12' }).getByRole('button', { name: 'Chọn tệp' }).click()
  await (await choosing).setFiles({ name: 'mot-cua.p12', mimeType: '', buffer: Buffer.from(pkcs12, 'base64') })
  await expect(page.getByText('Đã lấy từ mot-cua.p12')).toBeVisible()
  await page.getByLabel('Mật khẩu của tệp hoặc khoá').fill('sai-mat-khau')
  await page.screenshot({ path: info.outputPath('chung-thu.png') })
  await page.getByRole('button', { name: 'Lưu và kiểm tra' }).click()
  const result = page.getByRole('status', { name: 'Kết quả kiểm tra' })
  await expect(result).toContainText('sai mật khẩu của tệp hoặc khoá')
  await page.screenshot({ path: info.outputPath('ket-qua.png') })

  await page.reload()
  await expect(page.getByText('Đã đặt')).toHaveCount(2)
  for (const secret of [pkcs12, 'sai-mat-khau']) {
    expect(heard.join('\n')).not.toContain(secret)
    expect(JSON.stringify(await api.call('GET', `/connections/${id}`))).not.toContain(secret)
  }
  await api.call('DELETE', `/connections/${id}`)
})
