import type { Page } from '@playwright/test'
import type { AdminApi } from './admin-api.ts'
import { expect, test } from './journey.ts'
import { boxOf, drag, pasteText, saved } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, trigger } from './pages/flows.ts'

const nodes = (flow: OwnFlow) => ({
  vao: trigger(flow, 'tra'),
  tra: { use: 'http-reply@1', title: 'Trả lời' },
  cho: { use: 'delay@1', title: 'Chờ' },
})
const at = { vao: [0, 0], tra: [640, 0], cho: [320, 240] }
const quickAdd = (page: Page) => page.getByRole('dialog', { name: 'Thêm nút' })

async function open(page: Page, api: AdminApi, flow: OwnFlow) {
  await api.call('PUT', `/flows/${flow.id}`, {
    flow: { format: 1, id: flow.id, title: flow.title, nodes: nodes(flow) },
    layout: { format: 1, at },
  })
  await page.goto(`/luong/${flow.id}`)
  await expect(nodeOf(page, 'Chờ')).toBeVisible()
}

const wires = (page: Page) => page.locator('.react-flow__edge')

test('a wire dropped on empty canvas offers nodes, and Escape leaves everything as it was', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Thả dây')
  await open(page, api, flow)
  const box = await boxOf(nodeOf(page, 'Chờ'))
  const port = nodeOf(page, 'Chờ').locator('[data-port="out"]')
  await drag(page, port, { x: box.x + box.width + 60, y: box.y + 120 })
  await expect(quickAdd(page).getByRole('combobox')).toBeFocused()
  await expect(quickAdd(page).getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(nodeOf(page, 'Chờ')).toHaveCount(1)
  await drag(page, port, { x: box.x + box.width + 60, y: box.y + 120 })
  await page.keyboard.insertText('ánh xạ trường')
  await page.keyboard.press('Enter')
  await expect(nodeOf(page, 'Ánh xạ trường')).toHaveAccessibleName(/1 dây vào/)
})

test('a node dragged onto a wire goes into it, and Ctrl+Delete takes it out and joins the wire again', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Chèn vào dây')
  await open(page, api, flow)
  await expect(wires(page)).toHaveCount(1)
  const [a, b] = [await boxOf(nodeOf(page, 'Nhận hồ sơ')), await boxOf(nodeOf(page, 'Trả lời'))]
  await drag(page, nodeOf(page, 'Chờ'), { x: (a.x + a.width + b.x) / 2, y: a.y + 28 })
  await expect(nodeOf(page, 'Chờ')).toHaveAccessibleName(/1 dây vào, 1 dây ra/)
  await nodeOf(page, 'Chờ').focus()
  await page.keyboard.press('Control+Delete')
  await expect(nodeOf(page, 'Chờ')).toHaveCount(0)
  await expect(wires(page)).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(nodeOf(page, 'Chờ')).toHaveAccessibleName(/1 dây vào, 1 dây ra/)
})

test('several nodes are brought in line by key and by button', async ({ officer: page, api }) => {
  const flow = ownFlow('Sắp thẳng')
  await open(page, api, flow)
  await nodeOf(page, 'Chờ').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+ArrowUp')
  await expect
    .poll(async () => (await boxOf(nodeOf(page, 'Chờ'))).y - (await boxOf(nodeOf(page, 'Trả lời'))).y)
    .toBeCloseTo(0, 0)
  await page.keyboard.press('Control+z')
  await page.getByRole('button', { name: 'Thẳng mép trái các nút đang chọn' }).click()
  await expect
    .poll(async () => (await boxOf(nodeOf(page, 'Chờ'))).x - (await boxOf(nodeOf(page, 'Trả lời'))).x)
    .toBeCloseTo(0, 0)
})

test('text that is no piece of a flow is refused in words, and a piece from another installation keeps what is not known here', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Dán')
  await open(page, api, flow)
  const paste = (text: string) => pasteText(page, nodeOf(page, 'Chờ'), text)
  const said = (words: RegExp) => expect(page.getByRole('alert').filter({ hasText: words }).first()).toBeVisible()
  await paste('xin chào {')
  await said(/không phải là các nút của Liên Thông/)
  await paste(JSON.stringify({ format: 1, id: 'a', title: 'Luồng', nodes: {} }))
  await said(/cả một luồng.*chọn "Gói luồng" → "Nhập gói luồng…"/)
  await paste(`{"lienthong":"nodes","x":"${'a'.repeat(5_100_000)}"}`)
  await said(/quá lớn/)
  await paste(
    JSON.stringify({
      lienthong: 'nodes',
      format: 1,
      nodes: { la: { use: 'may-rieng@3', title: 'Máy riêng' } },
      at: { la: [0, 0] },
    }),
  )
  await said(/chưa cài loại nút: may-rieng@3/)
  await expect(nodeOf(page, 'Máy riêng')).toBeVisible()
  await saved(page)
  await page.reload()
  await expect(nodeOf(page, 'Máy riêng')).toBeVisible()
})

test('a drag that leaves the window ends where it was let go, and the node can be moved again', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Kéo ra ngoài')
  await open(page, api, flow)
  const box = await boxOf(nodeOf(page, 'Chờ'))
  await page.mouse.move(box.x + 100, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + 60, { steps: 4 })
  await page.mouse.move(-50, box.y + 60, { steps: 4 })
  await page.mouse.up()
  await page.mouse.move(box.x + 300, box.y + 200, { steps: 4 })
  await saved(page)
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await boxOf(nodeOf(page, 'Chờ'))).y).toBeCloseTo(box.y, 0)
})
