import { expect, test } from './journey.ts'
import { violations } from './pages/barriers.ts'
import { ownFlow, saveDraft } from './pages/flows.ts'
import { press, tabTo, write } from './pages/keyboard.ts'
import { detail, mapper, mappingFlow, openMapper, row } from './pages/mapper.ts'

const dossierXml = `<?xml version="1.0" encoding="UTF-8"?>
<HoSo><SoBienNhan>000.00.00.H22-260105-0009</SoBienNhan><CongDan><HoVaTen>trần thị mai</HoVaTen><SoCCCD>001199000123</SoCCCD></CongDan>
<TaiLieu><Ten>Ảnh</Ten><Loai>B</Loai></TaiLieu><TaiLieu><Ten>Đơn</Ten><Loai>A</Loai></TaiLieu>
<TaiLieu><Ten>Bản vẽ</Ten><Loai>A</Loai></TaiLieu><TaiLieu><Ten>Nháp</Ten><Loai>A</Loai><Huy>1</Huy></TaiLieu></HoSo>`

const wanted = {
  maHoSo: '',
  nguoiNop: { fullName: '', cccd: '' },
  nhom: [{ loai: '', giayTo: [{ ten: '' }] }],
}

test('the fields of a nested XML dossier are mapped by example, by meaning and by dragging', async ({
  officer: page,
  api,
}) => {
  test.slow()
  const flow = ownFlow('Ánh xạ XML')
  await saveDraft(api, flow, mappingFlow(flow, [], 'xml'))
  await openMapper(page, flow, dossierXml)

  await test.step('target fields come from an example, sources by names that mean the same', async () => {
    await mapper(page).getByRole('button', { name: 'Tạo từ mẫu hoặc lược đồ' }).click()
    await page.getByLabel('Mẫu hoặc lược đồ', { exact: true }).fill(JSON.stringify(wanted))
    await page.getByRole('button', { name: /^Thêm trường còn thiếu/ }).click()
    await mapper(page).getByRole('button', { name: 'Tự khớp' }).click()
    const dialog = page.getByRole('dialog', { name: 'Tự khớp trường theo tên' })
    await expect(dialog).toContainText('cùng nghĩa')
    await dialog.getByRole('button', { name: /^Áp dụng \d+ cặp$/ }).click()
    await expect(row(page, /maHoSo/).last()).toContainText('HoSo.SoBienNhan')
    await expect(row(page, /fullName/).last()).toContainText('trần thị mai')
    await expect(row(page, /cccd/).last()).toContainText('001199000123')
  })

  await test.step('a function is put on the line', async () => {
    await row(page, /fullName/)
      .last()
      .click()
    await detail(page).getByRole('button', { name: 'Thêm hàm' }).click()
    await page.getByLabel('Tìm hàm').fill('uppercase')
    await page.getByRole('button', { name: /^uppercase/ }).click()
    await expect(row(page, /fullName/).last()).toContainText('TRẦN THỊ MAI')
  })

  await test.step('a list given to the group row proposes what is alike below, and takes it when told', async () => {
    const list = mapper(page)
      .getByRole('tree', { name: 'Nguồn' })
      .getByRole('treeitem', { name: /^TaiLieu/ })
    await list.dragTo(row(page, /nhom/).last())
    const dialog = page.getByRole('dialog', { name: 'Tự khớp trường theo tên' })
    await expect(dialog).toContainText('nhom.loai')
    await dialog.getByRole('button', { name: /^Áp dụng \d+ cặp$/ }).click()
    await expect(row(page, /nhom/).last()).toContainText('HoSo.TaiLieu')
  })

  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})

/** Where the sources of the broken mapping have gone. */
const broken = [
  { target: 'maHoSo', value: { field: 'HoSo.SoHoSo' } },
  { target: 'hoTen', value: { expr: '$uppercase(HoSo.ChuHoSo.HoVaTen)' } },
  {
    target: 'giayTo',
    each: { over: 'HoSo.GiayTo', sort: [{ by: 'Ten' }], fields: [{ target: 'ten', value: { field: 'Ten' } }] },
  },
]

test('after a change of the schema the lines stay and are repaired, by keyboard alone', async ({
  officer: page,
  api,
}) => {
  test.slow()
  const flow = ownFlow('Sửa dây hỏng')
  await saveDraft(api, flow, mappingFlow(flow, broken, 'xml'))
  await openMapper(page, flow, dossierXml)

  await test.step('nothing is lost, every broken line is listed with what may be meant', async () => {
    await expect(mapper(page).getByRole('treeitem', { name: /maHoSo/ })).toContainText('HoSo.SoHoSo')
    const tab = mapper(page).getByRole('tab', { name: /^Dây hỏng \([1-9]/ })
    await tabTo(page, mapper(page).getByRole('tab', { name: 'Kết quả trên mẫu' }))
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect(tab).toBeFocused()
    await expect(mapper(page).getByRole('list', { name: 'Các dây mất nguồn' })).toContainText('Ý bạn là')
    expect.soft(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  })

  await test.step('one line is led elsewhere, the rest by the first suggestions', async () => {
    await press(page, mapper(page).getByRole('button', { name: /^Nối maHoSo với HoSo\.SoBienNhan/ }))
    await expect(mapper(page).getByRole('treeitem', { name: /maHoSo/ })).toContainText('HoSo.SoBienNhan')
    for (let round = 0; round < 4; round++) {
      const all = mapper(page).getByRole('button', { name: /^Nhận gợi ý đầu/ })
      if (!(await all.isVisible())) break
      await press(page, all)
    }
    await expect(mapper(page)).toContainText('Không có dây nào mất nguồn')
    await expect(mapper(page).getByRole('treeitem', { name: /hoTen/ })).toContainText('TRẦN THỊ MAI')
    await expect(mapper(page).getByRole('treeitem', { name: /giayTo/ })).toContainText('HoSo.TaiLieu')
  })

  await test.step('a condition and a group are written, and undone, by keyboard', async () => {
    await tabTo(page, mapper(page).getByRole('tree', { name: 'Đích' }).locator('[tabindex="0"]'), 'Shift+Tab')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect(row(page, /giayTo/).last()).toBeFocused()
    await page.keyboard.press('Enter')
    await press(page, detail(page).getByRole('button', { name: 'Nhóm', exact: true }))
    await write(page, detail(page).getByRole('combobox', { name: 'Nhóm các mục theo' }), 'Loai')
    await expect(row(page, /giayTo/).last()).toContainText('nhóm Loai')
    await press(page, detail(page).getByRole('button', { name: 'Bỏ: Nhóm các mục theo' }))
    await expect(row(page, /giayTo/).last()).not.toContainText('nhóm Loai')
  })
  await api.call('DELETE', `/flows/${flow.id}?force=true`)
})
