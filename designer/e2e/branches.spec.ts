import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { boxOf, saved } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, trigger } from './pages/flows.ts'

const LONG = 'MucDo = "thuong" and $count(GiayToKemTheo) > 3'
const nodes = (flow: OwnFlow) => ({
  nhan: trigger(flow, 're'),
  re: {
    use: 'content-based-router@1',
    title: 'Phân loại',
    settings: {
      branches: [
        { id: 'khan', label: 'Khẩn', when: 'MucDo = "khan"' },
        { id: 'nhieu', label: 'Nhiều giấy tờ cần kiểm tra', when: LONG },
      ],
    },
    to: { khan: ['loc'], nhieu: ['xong'], otherwise: ['xong'] },
  },
  loc: { use: 'filter@1', title: 'Đủ mã', settings: { when: '$exists(MaHoSo)' }, to: { out: ['xong'] } },
  xong: { use: 'http-reply@1', title: 'Trả lời' },
})
const at = { nhan: [0, 0], re: [304, 0], loc: [608, 0], xong: [912, 0] }

test('the branches of a router show their conditions beside their ports, on the canvas and in the outline', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Điều kiện nhánh')
  await api.call('PUT', `/flows/${flow.id}`, {
    flow: { format: 1, id: flow.id, title: flow.title, nodes: nodes(flow) },
    layout: { format: 1, at },
  })
  await page.goto(`/luong/${flow.id}`)
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1024, height: 768 },
  ])
    await test.step(`each row lies at its own port, ${size.width} pixels wide`, async () => {
      await page.setViewportSize(size)
      const router = nodeOf(page, 'Phân loại')
      await router.focus()
      await page.keyboard.press('0')
      const rows = router.getByRole('listitem')
      await expect(rows).toHaveText(['MucDo = "khan"Khẩn', `${LONG}Nhiều giấy tờ cần kiểm tra`, 'Còn lại'])
      for (const [index, port] of ['khan', 'nhieu', 'otherwise'].entries()) {
        const row = await boxOf(rows.nth(index))
        const dot = await boxOf(router.locator(`[data-port="${port}"]`))
        expect(Math.abs(row.y + row.height / 2 - dot.y - dot.height / 2)).toBeLessThan(2)
        for (const part of await rows.nth(index).locator('> *').all())
          expect((await boxOf(part)).x + (await boxOf(part)).width).toBeLessThanOrEqual(dot.x)
      }
      await expect(rows.nth(1)).toHaveAttribute('title', `Nhiều giấy tờ cần kiểm tra: khi ${LONG}`)
    })
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Xem dạng danh sách' }).click()
  const row = (name: string | RegExp) => page.getByRole('listitem', { name })
  await test.step('the outline says them, also to screen readers', async () => {
    await expect(row('Khẩn, khi MucDo = "khan", Đủ mã, Định tuyến')).toContainText('MucDo = "khan"')
    await expect(page.getByRole('listitem').filter({ hasText: LONG })).toContainText('tới Trả lời')
    expect(await violations(page)).toEqual([])
  })
  await test.step('a wire is broken by a new step and cut there, by keyboard, and both are undone', async () => {
    await row(/Đủ mã/).getByRole('button', { name: 'Dây từ "Phân loại"' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Chèn nút vào dây này' }).press('Enter')
    await expect(page.getByRole('dialog', { name: 'Thêm nút' }).getByRole('combobox')).toBeFocused()
    await page.keyboard.insertText('ánh xạ')
    await page.keyboard.press('Enter')
    await expect(row(/^Khẩn, khi MucDo = "khan", Ánh xạ trường/)).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(row(/^Khẩn, khi MucDo = "khan", Đủ mã/)).toBeVisible()
    await row(/Đủ mã/).getByRole('button', { name: 'Dây từ "Phân loại"' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Xoá dây nối' }).press('Enter')
    await expect(row(/^Đủ mã/)).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(row(/^Khẩn, khi MucDo = "khan", Đủ mã/)).toBeVisible()
    await saved(page)
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})
