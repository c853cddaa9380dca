import { expect, type Page } from '@playwright/test'
import { inspector, testSteps } from '../pages/editor.ts'
import { nodeOf } from '../pages/flows.ts'
import { settled } from '../pages/tour.ts'
import { dossier, runs } from './content.ts'

/** A screen in the state in which its picture is taken. */
export interface Screen {
  /** File name of its pictures. */
  readonly name: string
  readonly open: (page: Page) => Promise<void>
  /** Who looks: nobody is signed in, or an administrator. */
  readonly signedOut?: true
  /** A picture at 1024 × 768 too. */
  readonly small?: true
  /** What it shows depends on the size that the window had when it opened, so that another size means opening it anew. */
  readonly anchored?: true
}

const at =
  (path: string) =>
  async (page: Page): Promise<void> => {
    await page.goto(path)
    await settled(page)
  }

const flow = '/luong/tiep-nhan-ho-so'
const mapping = 'Sang dạng một cửa'

const edit = async (page: Page): Promise<void> => {
  await page.goto(flow)
  await expect(nodeOf(page, mapping)).toBeVisible()
  await settled(page)
}

const tab = (name: string, ready: string) => async (page: Page) => {
  await edit(page)
  await page.getByRole('tab', { name, exact: true }).click()
  await expect(page.getByText(ready).first()).toBeVisible()
}

const nodeWindow = async (page: Page): Promise<void> => {
  await edit(page)
  await nodeOf(page, mapping).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: `Nút "${mapping}"` })).toBeVisible()
}

const tested = async (page: Page): Promise<void> => {
  await edit(page)
  await page.getByRole('tab', { name: 'Chạy thử', exact: true }).click()
  // The next way to write a message: as text.
  await page.getByRole('radio', { name: 'Dạng cây' }).focus()
  await page.keyboard.press('ArrowRight')
  const field = page.getByRole('textbox', { name: 'Nội dung', exact: true })
  await field.fill(JSON.stringify(dossier))
  await field.press('Control+Enter')
  await expect(testSteps(page)).toContainText(mapping)
}

/** Every screen of the designer that has a picture. */
export const screens: readonly Screen[] = [
  { name: 'dang-nhap', signedOut: true, small: true, open: at('/luong') },
  { name: 'luong', open: at('/luong') },
  {
    name: 'tao-luong',
    open: async (page) => {
      await at('/luong')(page)
      await page.getByRole('button', { name: 'Tạo luồng' }).click()
      await expect(page.getByRole('dialog', { name: 'Tạo luồng mới' })).toBeVisible()
    },
  },
  { name: 'thu-vien-mau', open: at('/thu-vien-mau') },
  { name: 'ban-do', open: at('/ban-do') },
  { name: 'lan-chay', open: at('/lan-chay') },
  { name: 'mot-lan-chay', small: true, open: at(`/lan-chay/${runs.done}`) },
  { name: 'lan-chay-loi', open: at(`/lan-chay/${runs.failed}`) },
  { name: 'lan-chay-cho', open: at(`/lan-chay/${runs.waiting}`) },
  { name: 'lan-chay-so-do', open: at(`/lan-chay/${runs.done}?xem=so-do`) },
  { name: 'mot-ho-so', open: at(`/ho-so/${dossier.MaHoSo}`) },
  { name: 'hop-loi', open: at('/hop-loi') },
  { name: 'viec-cho-xu-ly', open: at('/hop-loi?muc=viec') },
  { name: 'ket-noi', open: at('/ket-noi') },
  { name: 'mot-ket-noi', small: true, open: at('/ket-noi/cong-quoc-gia') },
  { name: 'ket-noi-moi', open: at('/ket-noi/moi') },
  { name: 'danh-muc', open: at('/danh-muc') },
  { name: 'mot-danh-muc', open: at('/danh-muc/trang-thai') },
  { name: 'lich-lam-viec', open: at('/lich-lam-viec') },
  { name: 'gia-lap', open: at('/gia-lap') },
  { name: 'quan-tri', open: at('/quan-tri') },
  { name: 'dang-nhap-ngoai', open: at('/quan-tri?muc=dang-nhap-ngoai') },
  { name: 'khoa-api', open: at('/quan-tri?muc=khoa-api') },
  { name: 'nhat-ky', open: at('/quan-tri?muc=nhat-ky') },
  { name: 'luu-giu', open: at('/quan-tri?muc=luu-giu') },
  { name: 'khoa-ky', open: at('/quan-tri?muc=khoa-ky') },
  { name: 'khong-co-trang', open: at('/khong-co-trang') },
  { name: 'soan-luong', small: true, open: edit },
  {
    name: 'soan-luong-nut',
    open: async (page) => {
      await edit(page)
      await nodeOf(page, 'Phân loại').click()
      await expect(inspector(page)).toContainText('Phân loại')
    },
  },
  { name: 'cua-so-nut', small: true, open: nodeWindow },
  {
    name: 'anh-xa',
    anchored: true,
    small: true,
    open: async (page) => {
      await tested(page)
      await nodeOf(page, mapping).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Mở trình ánh xạ' }).click()
      const window = page.getByRole('dialog', { name: 'Ánh xạ', exact: true })
      await expect(window.getByRole('tree', { name: 'Nguồn' }).getByRole('treeitem').first()).toBeVisible()
    },
  },
  {
    name: 'them-nhanh',
    anchored: true,
    open: async (page) => {
      await edit(page)
      await nodeOf(page, mapping).focus()
      await page.keyboard.press('Tab')
      await expect(page.getByRole('dialog', { name: 'Thêm nút' })).toBeVisible()
    },
  },
  {
    name: 'tim-lenh',
    open: async (page) => {
      await at('/luong')(page)
      await page.keyboard.press('Control+k')
      await expect(page.getByPlaceholder(/^Tìm luồng, nút/)).toBeVisible()
    },
  },
  { name: 'phien-ban', open: tab('Phiên bản', 'Thêm nhánh hồ sơ khẩn') },
  { name: 'chay-thu', anchored: true, open: tested },
  { name: 'ca-kiem-thu', open: tab('Ca kiểm thử', 'Hồ sơ khẩn') },
  {
    name: 'dang-danh-sach',
    open: async (page) => {
      await edit(page)
      await page.getByRole('button', { name: 'Xem dạng danh sách' }).click()
      await expect(page.locator('[data-outline-row]').first()).toBeVisible()
    },
  },
  { name: 'so-sanh', open: at(`${flow}/so-sanh?tu=1&den=2`) },
]
