import type { Locator, Page } from '@playwright/test'
import type { AdminApi } from './admin-api.ts'
import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { inspector, saved, testSteps, topBar } from './pages/editor.ts'
import { nodeOf, type OwnFlow, ownFlow, saveDraft, trigger } from './pages/flows.ts'
import { focusNode, press, tabTo, write } from './pages/keyboard.ts'

/** What the simulated one-stop-shop system offers, as an OpenAPI document at its own address. */
async function description(api: AdminApi): Promise<string> {
  const { values } = await api.call<{ values: { baseUrl: string } }>('GET', '/connections/mot-cua-api')
  const text = { schema: { type: 'string' } }
  const answer = (properties: object) => ({
    200: { description: 'được', content: { 'application/json': { schema: { type: 'object', properties } } } },
  })
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Một cửa', version: '1' },
    servers: [{ url: values.baseUrl }],
    paths: {
      '/api/hoso': {
        get: {
          summary: 'Tìm hồ sơ',
          parameters: [
            { name: 'kichThuoc', in: 'query', required: true, description: 'Số hồ sơ một trang', ...text },
            { name: 'trang', in: 'query', ...text },
          ],
          responses: answer({ tongSo: { type: 'integer' }, duLieu: { $ref: '#/components/schemas/DanhSach' } }),
        },
        post: {
          summary: 'Tạo hồ sơ',
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/HoSo' } } } },
          responses: answer({ MaHoSo: { type: 'string' } }),
        },
      },
      '/api/danhmuc/{ten}': {
        get: {
          summary: 'Đọc danh mục',
          parameters: [{ name: 'ten', in: 'path', required: true, ...text }],
          responses: answer({ soLuong: { type: 'integer' } }),
        },
      },
    },
    components: {
      schemas: {
        DanhSach: { type: 'array', items: { $ref: '#/components/schemas/HoSo' } },
        HoSo: {
          type: 'object',
          required: ['MaHoSo'],
          properties: {
            MaHoSo: { type: 'string' },
            TrangThai: { type: 'string' },
            HoSoCha: { $ref: '#/components/schemas/HoSo' },
          },
        },
      },
    },
  })
}

interface Kept {
  readonly title?: string
  readonly settings?: { readonly openapi?: unknown }
}

/** A node in the officer's draft. */
async function kept(page: Page, flow: OwnFlow): Promise<Kept> {
  const { flow: draft } = await (await page.request.get(`/api/v1/flows/${flow.id}`)).json()
  return draft.nodes.goi
}

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: /từ tài liệu OpenAPI$/ })

test('an operation is picked from a file with the mouse, its answer is typed, and it is tried out', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('Từ OpenAPI')
  const before = { connection: 'dvcqg-cu', path: '/cu', query: [{ name: 'a', value: 'b' }] }
  const declared = { type: 'object', properties: { cu: { type: 'string' } }, required: ['cu'] }
  const fields = [{ target: 'so', value: { field: 'tongSo' } }]
  await saveDraft(api, flow, {
    nhan: trigger(flow, 'goi'),
    goi: { use: 'http-request@1', settings: before, schema: declared, to: { out: ['doi'] } },
    doi: { use: 'map-fields@1', title: 'Đếm', settings: { mapping: fields } },
  })
  await page.goto(`/luong/${flow.id}`)
  const dialog = dialogOf(page)

  await test.step('a document that is none says why and where', async () => {
    await nodeOf(page, 'Gọi HTTP').click()
    await inspector(page).getByRole('button', { name: 'Chọn từ OpenAPI…' }).click()
    await dialog.getByRole('textbox', { name: /^Tài liệu OpenAPI/ }).fill('{"swagger":"1.2"}')
    await expect(dialog).toContainText('#/swagger: chỉ đọc được Swagger 2.0')
  })

  await test.step('the operation is found without marks, and its parts are shown', async () => {
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'mot-cua.json',
      mimeType: 'application/json',
      buffer: Buffer.from(await description(api)),
    })
    await expect(dialog).toContainText('Có 3 thao tác')
    const operation = dialog.getByRole('combobox', { name: 'Thao tác' })
    await operation.fill('tim ho so')
    await expect(page.getByRole('option', { name: /^(?:GET|POST)/ })).toHaveCount(1)
    await page.getByRole('option', { name: /Tìm hồ sơ/ }).click()
    await expect(dialog.getByRole('checkbox', { name: /^kichThuoc \*/ })).toBeDisabled()
    await dialog.getByRole('checkbox', { name: /^trang/ }).check()
    await expect(dialog.getByRole('tree', { name: 'Câu trả lời 200' })).toContainText('duLieu')
    await expect(dialog).toContainText('lặp lại chính nó')
    await expect(dialog.getByRole('combobox', { name: 'Kết nối' })).toHaveValue(/\(mot-cua-api\) – đúng địa chỉ/)
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
    await dialog.getByRole('button', { name: 'Điền vào nút' }).click()
    await expect(dialog).toHaveCount(0)
  })

  const after = {
    title: 'Tìm hồ sơ',
    settings: {
      connection: 'mot-cua-api',
      path: '/api/hoso',
      query: [
        { name: 'kichThuoc', value: { field: 'kichThuoc' } },
        { name: 'trang', value: { expr: 'trang' } },
      ],
      openapi: expect.anything(),
    },
  }
  await test.step('what the answer holds is known on the wire behind it', async () => {
    await expect.poll(() => kept(page, flow)).toEqual({ use: 'http-request@1', to: { out: ['doi'] }, ...after })
    await expect(inspector(page)).toContainText('GET /api/hoso')
    await nodeOf(page, 'Đếm').click()
    await page.keyboard.press('w')
    const panel = page.getByRole('dialog', { name: /^Dây từ "/ })
    await expect(panel).toContainText('Các trường đi qua: tongSo, duLieu')
    await page.keyboard.press('Escape')
    await expect(panel).toBeHidden()
  })

  await test.step('one undo brings settings, name and declaration back', async () => {
    await nodeOf(page, 'Tìm hồ sơ').focus()
    await page.keyboard.press('Control+z')
    await expect
      .poll(() => kept(page, flow))
      .toEqual({ use: 'http-request@1', settings: before, schema: declared, to: { out: ['doi'] } })
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(() => kept(page, flow)).toMatchObject(after)
  })

  await test.step('a trial run asks the simulator', async () => {
    await saved(page)
    await page.getByRole('tab', { name: 'Chạy thử' }).click()
    await page.getByText('Văn bản gốc', { exact: true }).click()
    await page.getByRole('textbox', { name: 'Nội dung', exact: true }).fill('{"kichThuoc":2}')
    await topBar(page).getByRole('button', { name: 'Chạy thử' }).click()
    await expect(testSteps(page).getByRole('option', { name: /Tìm hồ sơ/ })).toContainText('Xong')
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

test('the same by keyboard: a pasted document, an operation by a few letters, a body mapped field by field', async ({
  officer: page,
  api,
}) => {
  const flow = ownFlow('OpenAPI, bàn phím')
  await saveDraft(api, flow, {
    nhan: trigger(flow, 'goi'),
    goi: { use: 'http-request@1', title: 'Gọi một cửa' },
  })
  await page.goto(`/luong/${flow.id}`)
  await expect(nodeOf(page, 'Gọi một cửa')).toBeVisible()
  const dialog = dialogOf(page)
  const text = await description(api)

  const fill = async (words: string, body: boolean) => {
    await focusNode(page, 'Gọi một cửa')
    await page.keyboard.press('Enter')
    const panes = page.getByRole('dialog', { name: 'Nút "Gọi một cửa"' })
    await press(page, panes.getByRole('button', { name: 'Chọn từ OpenAPI…' }))
    await write(page, dialog.getByRole('textbox', { name: /^Tài liệu OpenAPI/ }), text)
    await tabTo(page, dialog.getByRole('combobox', { name: 'Thao tác' }))
    await page.keyboard.insertText(words)
    await expect(page.getByRole('option', { name: /^(?:GET|POST)/ })).toHaveCount(1)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    if (body) await expect(dialog.getByRole('radio', { name: 'Ánh xạ từng trường' })).toBeChecked()
    await press(page, dialog.getByRole('button', { name: 'Điền vào nút' }))
    await expect(dialog).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(panes).toBeHidden()
  }

  await test.step('an operation with a body', async () => {
    await fill('post tao', true)
    await expect
      .poll(() => kept(page, flow))
      .toMatchObject({
        settings: {
          method: 'POST',
          path: '/api/hoso',
          send: 'json',
          mapping: [{ target: 'MaHoSo' }, { target: 'TrangThai', missing: 'omit' }, { target: 'HoSoCha' }],
        },
      })
  })

  await test.step('another one takes its place, and is tried out', async () => {
    await fill('danh muc', false)
    await expect
      .poll(() => kept(page, flow))
      .toMatchObject({
        title: 'Gọi một cửa',
        settings: { path: '/api/danhmuc/{ten}', pathValues: [{ name: 'ten', value: { field: 'ten' } }] },
      })
    expect((await kept(page, flow)).settings).not.toHaveProperty('mapping')
    await focusNode(page, 'Gọi một cửa')
    await page.keyboard.press('Control+Enter')
    await tabTo(page, page.getByRole('radio', { name: 'Dạng cây' }))
    await page.keyboard.press('ArrowRight')
    await write(page, page.getByRole('textbox', { name: 'Nội dung', exact: true }), '{"ten":"trangthai"}')
    await page.keyboard.press('Control+Enter')
    await expect(testSteps(page).getByRole('option', { name: /Gọi một cửa/ })).toContainText('Xong')
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})
