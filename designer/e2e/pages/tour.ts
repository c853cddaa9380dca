import { expect, type Page } from '@playwright/test'
import type { AdminApi } from '../admin-api.ts'

/** One screen of the designer and how to get there. */
export interface Stop {
  /** File name of its picture. */
  readonly name: string
  readonly path: string
}

interface RunPage {
  readonly runs: readonly { readonly id: string }[]
}

/** Every screen of a signed-in person, in the demo. Waits until the flows in the box have finished a run. */
export async function tourStops(api: AdminApi): Promise<readonly Stop[]> {
  const done = async (): Promise<string | undefined> =>
    (await api.call<RunPage>('GET', '/runs?flow=dong-bo-dvcqg&status=done&limit=1')).runs[0]?.id
  await expect.poll(done, { timeout: 30_000 }).toBeDefined()
  return [
    { name: 'luong', path: '/luong' },
    { name: 'soan-luong', path: '/luong/dong-bo-dvcqg' },
    { name: 'ban-do', path: '/ban-do' },
    { name: 'lan-chay', path: '/lan-chay' },
    { name: 'mot-lan-chay', path: `/lan-chay/${await done()}` },
    { name: 'hop-loi', path: '/hop-loi' },
    { name: 'ket-noi', path: '/ket-noi' },
    { name: 'mot-ket-noi', path: '/ket-noi/dvcqg' },
    { name: 'ket-noi-moi', path: '/ket-noi/moi' },
    { name: 'danh-muc', path: '/danh-muc' },
    { name: 'lich-lam-viec', path: '/lich-lam-viec' },
    { name: 'mot-danh-muc', path: '/danh-muc/trang-thai-dvcqg' },
    { name: 'gia-lap', path: '/gia-lap' },
    { name: 'quan-tri', path: '/quan-tri' },
    { name: 'dang-nhap-ngoai', path: '/quan-tri?muc=dang-nhap-ngoai' },
    { name: 'nhat-ky-thao-tac', path: '/quan-tri?muc=nhat-ky' },
    { name: 'luu-giu', path: '/quan-tri?muc=luu-giu' },
    { name: 'khong-co-trang', path: '/khong-co-trang' },
  ]
}

/** Opens a screen and waits until it has drawn what it shows: no loader turns, nothing moves. */
export async function visit(page: Page, { path }: Stop): Promise<void> {
  await page.goto(path)
  await settled(page)
}

/** Waits until the screen has its content, its fonts, and no animation in progress. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('main, [data-canvas]').first()).toBeVisible()
  await expect(page.locator('.mantine-Loader-root')).toHaveCount(0)
  await page.evaluate(async () => {
    await document.fonts.ready
    await Promise.all(
      document
        .getAnimations()
        .map((it) =>
          it.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY
            ? undefined
            : it.finished.catch(() => undefined),
        ),
    )
  })
}
