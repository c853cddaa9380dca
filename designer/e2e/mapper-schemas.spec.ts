import type { Locator } from '@playwright/test'
import { expect, test } from './journey.ts'
import { ownFlow, saveDraft } from './pages/flows.ts'
import { press, tabTo } from './pages/keyboard.ts'
import { mapper, mappingFlow, openMapper, row, targetTree } from './pages/mapper.ts'

const xsd = `<?xml version="1.0"?><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="HoSo"><xs:complexType><xs:sequence>
  <xs:element name="MaHoSo" type="xs:string"/>
  <xs:element name="GhiChu" type="xs:string" minOccurs="0"/>
  <xs:element name="GiayTo" maxOccurs="unbounded" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="Ten" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element></xs:schema>`

const openApi = `openapi: 3.0.3
info: { title: Một cửa, version: '1' }
paths:
  /tra-cuu:
    get:
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, properties: { ketQua: { type: string } } } } } }
  /ho-so:
    post:
      summary: Gửi hồ sơ
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/HoSoMoi' } } }
      responses: { '200': { description: ok } }
components:
  schemas:
    HoSoMoi:
      type: object
      required: [soHoSo]
      properties:
        soHoSo: { type: string }
        nguoiNop: { type: object, properties: { hoTen: { type: string } } }
        tepDinhKem: { type: array, items: { type: object, properties: { tenTep: { type: string } } } }
`
const dossier = { MaHoSo: '000.00.00.H22-260105-0041', HoTen: 'Trần Thị Ví Dụ', GiayTo: [{ Ten: 'Đơn' }] }

for (const way of ['mouse', 'keyboard'] as const)
  test(`target fields come from an XML schema and from an OpenAPI operation by ${way}; what was there stays`, async ({
    officer: page,
    api,
  }) => {
    test.slow()
    const flow = ownFlow('Đích từ lược đồ')
    await saveDraft(api, flow, mappingFlow(flow, [{ target: 'kenh', value: 'một cửa' }], 'json'))
    await openMapper(page, flow, JSON.stringify(dossier))
    const dialog = page.getByRole('dialog', { name: 'Tạo trường đích từ mẫu hoặc lược đồ' })
    const open = mapper(page).getByRole('button', { name: 'Tạo từ mẫu hoặc lược đồ' })
    const activate = (button: Locator) => (way === 'mouse' ? button.click() : press(page, button))

    await test.step('the file of an XML schema', async () => {
      await activate(open)
      const chooser = page.waitForEvent('filechooser')
      await activate(dialog.getByRole('button', { name: 'Chọn tệp' }))
      await (await chooser).setFiles({ name: 'ho-so.xsd', mimeType: 'text/xml', buffer: Buffer.from(xsd) })
      await expect(dialog.getByRole('status')).toHaveText('Nhận ra: lược đồ XML (XSD)')
      await expect(dialog.getByRole('tree', { name: 'Các trường sẽ có' })).toContainText('GiayTo')
      await activate(dialog.getByRole('button', { name: /^Thêm trường còn thiếu/ }))
      await expect(dialog).toHaveCount(0)
      await expect(row(page, /HoSo/).first()).toBeVisible()
      await expect(row(page, /GhiChu/)).toHaveAttribute('aria-level', '2')
      await expect(row(page, /Ten/)).toHaveAttribute('aria-level', '3')
      await expect(row(page, /kenh/)).toContainText('một cửa')
    })

    await test.step('one operation of an OpenAPI document', async () => {
      await activate(open)
      const text = dialog.getByRole('textbox', { name: 'Mẫu hoặc lược đồ' })
      const part = dialog.getByRole('combobox', { name: 'Lấy phần nào' })
      await expect(text).toBeFocused()
      await page.keyboard.insertText(openApi)
      await expect(dialog.getByRole('status')).toHaveText('Nhận ra: OpenAPI')
      if (way === 'mouse') {
        await part.click()
        await page.getByRole('option', { name: /Gửi hồ sơ/ }).click()
      } else {
        await tabTo(page, part)
        await page.keyboard.insertText('Gửi hồ sơ')
        await page.keyboard.press('ArrowDown')
        await page.keyboard.press('Enter')
      }
      await expect(part).toHaveValue(/Gửi hồ sơ/)
      await expect(dialog.getByRole('tree', { name: 'Các trường sẽ có' })).toContainText('nguoiNop')
      await activate(dialog.getByRole('button', { name: /^Thêm trường còn thiếu/ }))
      await expect(dialog).toHaveCount(0)
      await expect(open).toBeFocused()
      for (const name of [/soHoSo/, /hoTen/, /tepDinhKem/, /tenTep/, /kenh/])
        await expect(row(page, name)).toBeVisible()
    })

    await test.step('all of it is one step to undo', async () => {
      await page.keyboard.press('Control+z')
      await expect(row(page, /soHoSo/)).toHaveCount(0)
      await page.keyboard.press('Control+z')
      await expect(targetTree(page).getByRole('treeitem')).toHaveCount(1)
      await page.keyboard.press('Control+y')
      await expect(row(page, /GhiChu/)).toBeVisible()
    })
    await api.call('DELETE', `/flows/${flow.id}?force=true`)
  })
